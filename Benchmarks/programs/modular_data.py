"""x · y modulo 97 with y ≠ 0 as Grokfast's code makes it: equations, split and order for a seed."""

from __future__ import annotations

import torch
from torch import Tensor

MODULUS = 97
EQUALS = 97
OPERATION = 98
VOCABULARY = 99
BATCH = 512


def equations() -> Tensor:
    """All 9,312 rows [x, operation, y, equals, x·y mod 97], x-major."""
    x = torch.arange(MODULUS).repeat_interleave(MODULUS - 1)
    y = torch.arange(1, MODULUS).repeat(MODULUS)
    return torch.stack(
        [x, torch.full_like(x, OPERATION), y, torch.full_like(x, EQUALS), x * y % MODULUS], dim=1
    )


def split(train_count: int) -> tuple[Tensor, Tensor]:
    """Training and validation rows; draws one permutation from PyTorch's generator."""
    rows = equations()
    order = torch.randperm(len(rows))
    return rows[order[:train_count]], rows[order[train_count:]]


def epochs(train: Tensor, count: int) -> Tensor:
    """The training rows as `count` epochs pass through them, [count, n, 5]: each shuffles the order before it."""
    orders = []
    for _ in range(count):
        train = train[torch.randperm(len(train))]
        orders.append(train)
    return torch.stack(orders)
