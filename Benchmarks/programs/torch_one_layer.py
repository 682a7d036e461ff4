"""Omnigrok's one-layer transformer in PyTorch: no layer norm, no biases in attention, ReLU."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, relu, scaled_dot_product_attention


class OneLayerTransformer(nn.Module):
    """x ← E[tokens] + P;  x ← x + attention(x);  x ← x + W_out·relu(W_in·x + b) + c;  logits = x·U."""

    def __init__(self, tokens: int, positions: int, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads

        def drawn(rows: int, columns: int, variance: float) -> nn.Parameter:
            return nn.Parameter(torch.randn(rows, columns) * variance**0.5)

        self.embedding = drawn(tokens, width, 1 / width)
        self.positions = drawn(positions, width, 1 / width)
        self.query = drawn(width, width, 1 / width)
        self.key = drawn(width, width, 1 / width)
        self.value = drawn(width, width, 1 / width)
        self.output = drawn(width, width, 1 / width)
        self.inward = drawn(4 * width, width, 1 / width)
        self.inward_bias = nn.Parameter(torch.zeros(4 * width))
        self.outward = drawn(width, 4 * width, 1 / width)
        self.outward_bias = nn.Parameter(torch.zeros(width))
        self.unembedding = drawn(width, tokens, 1 / tokens)

    def forward(self, sequences: Tensor) -> Tensor:
        """sequences: [B, T] token numbers; returns [B, tokens], the answer at the last position."""
        batch, length = sequences.shape
        x = self.embedding[sequences] + self.positions

        def split(weight: Tensor) -> Tensor:
            return linear(x, weight).view(batch, length, self.heads, -1).transpose(1, 2)

        mixed = scaled_dot_product_attention(
            split(self.query), split(self.key), split(self.value), is_causal=True
        )
        x = x + linear(mixed.transpose(1, 2).reshape(batch, length, -1), self.output)
        x = x + linear(relu(linear(x, self.inward, self.inward_bias)), self.outward, self.outward_bias)
        return (x @ self.unembedding)[:, -1]
