"""The decoder of Grokfast's modular arithmetic in PyTorch (arXiv 2405.20233, section 3.1 and the published code)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Block(nn.Module):
    """x ← LN(x);  x ← x + attention(x);  x ← x + W₂·gelu(W₁·LN(x) + b₁) + b₂: the stream is the normalised input."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.first_norm = nn.LayerNorm(width)
        self.second_norm = nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: [T, B, width]; mask: [T, T], minus infinity above the diagonal."""
        x = self.first_norm(x)
        mixed, _ = self.attention(x, x, x, attn_mask=mask, need_weights=False)
        x = x + mixed
        return x + self.mlp(self.second_norm(x))


class Decoder(nn.Module):
    """Token and position embeddings, blocks, a last norm and a head without bias; answers at every position.

    Modules are made in the order of the published code, so that a seed gives the published parameters.
    """

    def __init__(self, tokens: int, positions: int, width: int, heads: int, layers: int) -> None:
        super().__init__()
        self.tokens = nn.Embedding(tokens, width)
        self.positions = nn.Embedding(positions, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.last_norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, tokens, bias=False)

    def forward(self, sequences: Tensor) -> Tensor:
        """sequences: [B, T] token numbers; returns [B, tokens], the answer at the last position."""
        length = sequences.shape[1]
        x = self.tokens(sequences.t()) + self.positions.weight[:length, None]
        mask = torch.full((length, length), float("-inf")).triu(1)
        for block in self.blocks:
            x = block(x, mask)
        return self.head(self.last_norm(x))[-1]
