"""A training loop in PyTorch as its users write it, eager or compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

import torch
from torch import Tensor, nn

from programs.torch_filters import Filter

Batch = Sequence[Tensor]


@dataclass
class TorchTraining:
    """Takes steps over a fixed, repeating series of batches.

    `loss` maps a batch to a scalar; with `compiled` it goes through `torch.compile`, the optimiser as it is.
    `warmup` is the number of steps of Grokfast's linear warm-up (factor k/warmup at 0-based step k), 0 for none.
    """

    model: nn.Module
    loss: Callable[..., Tensor]
    batches: Sequence[Batch]
    optimizer: torch.optim.Optimizer
    compiled: bool
    filter: Filter | None = None
    warmup: int = 0
    project: Callable[[], None] | None = None
    """Applied to the parameters after each update."""

    def __post_init__(self) -> None:
        self.taken = 0
        self.evaluate = torch.compile(self.loss) if self.compiled else self.loss
        self.schedule = (
            torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: min(1.0, step / self.warmup))
            if self.warmup
            else None
        )

    @property
    def parameter_count(self) -> int:
        return sum(parameter.numel() for parameter in self.model.parameters())

    def step(self, batch: Batch) -> Tensor:
        """One update; returns the loss before it."""
        self.optimizer.zero_grad()
        loss = self.evaluate(*batch)
        loss.backward()
        if self.filter:
            self.filter()
        self.optimizer.step()
        if self.schedule:
            self.schedule.step()
        if self.project:
            self.project()
        return loss

    def run(self, steps: int) -> list[float]:
        """Takes `steps` updates; returns the last loss."""
        for _ in range(steps):
            loss = self.step(self.batches[self.taken % len(self.batches)])
            self.taken += 1
        return [loss.item()]
