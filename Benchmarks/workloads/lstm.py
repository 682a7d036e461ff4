"""A training step of the LSTM that groks IMDb, batch 50 × 500, on random words: hardly a prefix occurs twice."""

from __future__ import annotations

import random

from harness.workload import Targets
from programs.reviews import LENGTH, WORDS, Reviews


def random_words(count: int) -> list[list[int]]:
    """Texts of 500 words, each as likely as any other."""
    source = random.Random(0)
    return [[source.randrange(WORDS) for _ in range(LENGTH)] for _ in range(count)]


WORKLOAD = Reviews(random_words).workload("lstm", "LSTM of 256, batch 50 × 500, random words", Targets(eager=1.3))
