"""The LSTM classifier in PyTorch; names and initial values are those of the published code on IMDb."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Classifier(nn.Module):
    """Embedding, LSTM, and a linear layer on the last token's state: the logit of one yes-or-no answer."""

    def __init__(self, vocabulary: int, embedding: int, hidden: int, layers: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.lstm = nn.LSTM(embedding, hidden, layers, batch_first=True)
        self.fc = nn.Linear(hidden, 1)

    def forward(self, tokens: Tensor) -> Tensor:
        """tokens: [B, T] → [B, 1]."""
        states, _ = self.lstm(self.embedding(tokens))
        return self.fc(states[:, -1])


def loss(model: Classifier):
    """The binary cross entropy of logits, averaged over a batch."""
    return lambda tokens, answers: nn.functional.binary_cross_entropy_with_logits(model(tokens), answers)
