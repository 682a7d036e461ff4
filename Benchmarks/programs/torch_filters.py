"""Grokfast's gradient filters in PyTorch: they rewrite `.grad` between backward and the optimiser's step."""

from __future__ import annotations

from typing import Callable, Iterable

import torch
from torch import Tensor, nn

Filter = Callable[[], None]


def no_filter(parameters: Iterable[nn.Parameter]) -> Filter:
    """Leaves gradients alone."""
    return lambda: None


class ExponentialMovingAverage:
    """μ ← decay·μ + (1 − decay)·g, starting at the first gradient;  g ← g + gain·μ."""

    def __init__(self, parameters: Iterable[nn.Parameter], decay: float, gain: float) -> None:
        self.parameters = list(parameters)
        self.decay = decay
        self.gain = gain
        self.averages: list[Tensor] = []

    def __call__(self) -> None:
        gradients = [parameter.grad for parameter in self.parameters]
        if not self.averages:
            self.averages = [gradient.clone() for gradient in gradients]
        torch._foreach_mul_(self.averages, self.decay)
        torch._foreach_add_(self.averages, gradients, alpha=1 - self.decay)
        torch._foreach_add_(gradients, self.averages, alpha=self.gain)


class MovingAverage:
    """g ← g + gain · mean of the last `window` gradients, once there are so many.

    The mean is taken anew from the whole window in every step, as in the published code. `fill` starts with a full
    window of copies of the first gradient, so that timing need not wait for it.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], window: int, gain: float, fill: bool) -> None:
        self.parameters = list(parameters)
        self.window = window
        self.gain = gain
        self.fill = fill
        self.seen = 0
        self.rings = [torch.zeros(window, parameter.numel()) for parameter in self.parameters]

    def __call__(self) -> None:
        if self.seen == 0 and self.fill:
            for ring, parameter in zip(self.rings, self.parameters):
                ring[:] = parameter.grad.view(-1)
            self.seen = self.window
        for ring, parameter in zip(self.rings, self.parameters):
            ring[self.seen % self.window] = parameter.grad.view(-1)
        self.seen += 1
        if self.seen >= self.window:
            for ring, parameter in zip(self.rings, self.parameters):
                parameter.grad.add_(ring.mean(0).view_as(parameter), alpha=self.gain)
