"""Multilayer perceptrons in PyTorch."""

from __future__ import annotations

from typing import Callable, Sequence

import torch
from torch import nn


def multilayer_perceptron(widths: Sequence[int], activation: Callable[[], nn.Module]) -> nn.Sequential:
    """Linear layers with PyTorch's initial values and an activation between them."""
    layers: list[nn.Module] = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*layers[:-1])


def scale(model: nn.Module, factor: float) -> None:
    """Multiplies every parameter."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(factor)


class FixedNorm:
    """After a step, scales all parameters so that their norm is the initial one.

    The first matrix counts twice, as in the published code of the addition toy.
    """

    def __init__(self, model: nn.Module) -> None:
        self.parameters = list(model.parameters())
        self.initial = self.norm()

    def norm(self) -> torch.Tensor:
        squares = [parameter.detach().square().sum() for parameter in self.parameters]
        return (torch.stack(squares).sum() + squares[0]).sqrt()

    @torch.no_grad()
    def __call__(self) -> None:
        factor = self.initial / self.norm()
        for parameter in self.parameters:
            parameter.mul_(factor)
