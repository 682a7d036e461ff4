"""An epoch of modular arithmetic in PyTorch, with the measurements of Grokfast's code."""

from __future__ import annotations

import numpy
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

BATCH = 512


class TorchEpoch:
    """Trains through all rows once, summing loss and hits, and then evaluates the validation rows."""

    def __init__(self, model: nn.Module, train: numpy.ndarray, validation: numpy.ndarray, compiled: bool) -> None:
        self.model = torch.compile(model) if compiled else model
        self.epochs = torch.from_numpy(train)
        self.validation = torch.from_numpy(validation)
        self.optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda step: min(1.0, step / 10))
        self.parameter_count = sum(parameter.numel() for parameter in model.parameters())
        self.done = 0

    def measure(self, rows: Tensor) -> tuple[Tensor, float]:
        """The mean loss of a batch of rows [B, 5], and how many answers are right."""
        logits = self.model(rows[:, :4])
        answers = rows[:, 4]
        return cross_entropy(logits, answers), (logits.argmax(-1) == answers).sum().item()

    def run(self, epochs: int) -> list[float]:
        """Runs so many epochs; returns training loss, validation loss and both accuracies of the last one."""
        for _ in range(epochs):
            rows = self.epochs[self.done % len(self.epochs)]
            self.done += 1
            train_loss, train_hits = self.train(rows)
            validation_loss, validation_hits = self.evaluate()
        count = len(self.validation)
        return [train_loss / len(rows), validation_loss / count, train_hits / len(rows), validation_hits / count]

    def train(self, rows: Tensor) -> tuple[float, float]:
        """One pass with updates; sums of loss and hits over samples."""
        total, hits = 0.0, 0.0
        for batch in rows.split(BATCH):
            self.optimizer.zero_grad()
            loss, right = self.measure(batch)
            loss.backward()
            self.optimizer.step()
            self.schedule.step()
            total += loss.item() * len(batch)
            hits += right
        return total, hits

    @torch.no_grad()
    def evaluate(self) -> tuple[float, float]:
        """The same sums over the validation rows, without updates."""
        total, hits = 0.0, 0.0
        for batch in self.validation.split(BATCH):
            loss, right = self.measure(batch)
            total += loss.item() * len(batch)
            hits += right
        return total, hits
