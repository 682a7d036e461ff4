"""The same on texts that are as long as reviews of IMDb are: most of a batch is padding, the same for all of it.

The words of the protocol's vocabulary are about a third of a review's, so that half of the texts keep no more than 56
words, a tenth more than 131, of 500. The lengths here are quantiles of the first 1,000 reviews, words are as frequent as
theirs by rank, and a batch of 50 has about 4,600 distinct prefixes (real ones 4,100) instead of 25,000.
"""

from __future__ import annotations

import itertools
import random

from harness.workload import Targets
from programs.reviews import TRAIN, WORDS, Reviews

QUANTILES = [5, 20, 28, 33, 38, 40, 43, 46, 49, 53, 56, 59, 64, 70, 77, 86, 95, 109, 131, 176, 358]
"""Words kept of a review, from the shortest to the longest, every twentieth of the reviews."""


def length(source: random.Random) -> int:
    place, rest = divmod(source.random() * (len(QUANTILES) - 1), 1)
    shorter, longer = QUANTILES[int(place)], QUANTILES[int(place) + 1]
    return round(shorter + rest * (longer - shorter))


def reviewlike(count: int) -> list[list[int]]:
    """Texts whose words have about the frequency 1 / (rank + 20); each occurs in the training texts."""
    source = random.Random(0)
    weights = [1 / (rank + 20) for rank in range(WORDS)]
    lengths = [length(source) for _ in range(count)]
    total = sum(lengths[:TRAIN])
    words = [*range(WORDS), *source.choices(range(WORDS), weights, k=total - WORDS)]
    source.shuffle(words)
    words += source.choices(range(WORDS), weights, k=sum(lengths) - total)
    ends = list(itertools.accumulate(lengths))
    return [words[end - size : end] for end, size in zip(ends, lengths)]


WORKLOAD = Reviews(reviewlike).workload("lstm-reviews", "the same, texts as long as reviews", Targets(eager=3))
