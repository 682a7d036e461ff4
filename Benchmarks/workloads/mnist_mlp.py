"""A training step of the perceptron that groks MNIST: 784-200-200-10, batch 200 of 1,000 images, on synthetic pixels.

The images are made here: as sparse as MNIST's (19 % of the pixels are not zero, and a border is zero in all of them),
so that what an engine gains from zeros is what it would gain there.
"""

from __future__ import annotations

import functools
import math
import random

from harness.workload import Material, Targets, Workload
from programs.regression import Regression

SIDE = 28
TRAIN_ROWS, VALIDATION_ROWS, BATCH, CLASSES = 1_000, 200, 200, 10
ROWS_INKED, COLUMNS_INKED = range(1, 27), range(2, 26)
"""Where a pixel may be other than zero: 624 of 784."""

MODEL = Regression([784, 200, 200, 10], "relu", learning_rate=1e-3, weight_decay=0.01)


def ink(row: int, column: int) -> float:
    """How likely a pixel is not to be zero: a hill in the middle, low at the edge, nothing on the border."""
    if row not in ROWS_INKED or column not in COLUMNS_INKED:
        return 0.0
    middle = (SIDE - 1) / 2
    distance = (row - middle) ** 2 + (column - middle) ** 2
    return max(0.01, 0.72 * math.exp(-distance / (2 * 5.9**2)))


@functools.cache
def images() -> list[tuple[list[float], int]]:
    """All rows, training ones first: pixels between 0 and 1, and a class; every class occurs."""
    source = random.Random(0)
    likelihoods = [ink(row, column) for row in range(SIDE) for column in range(SIDE)]

    def pixel(likelihood: float) -> float:
        return source.randint(1, 255) / 256 if source.random() < likelihood else 0.0

    rows = TRAIN_ROWS + VALIDATION_ROWS
    return [([pixel(likelihood) for likelihood in likelihoods], index % CLASSES) for index in range(rows)]


def table() -> str:
    """The images as CSV."""
    header = ",".join([f"p{index}" for index in range(SIDE * SIDE)] + ["digit"])
    lines = [",".join([f"{pixel:g}" if pixel == 0 else repr(pixel) for pixel in pixels] + [str(digit)])
             for pixels, digit in images()]  # fmt: skip
    return "\n".join([header, *lines]) + "\n"


def material() -> Material:
    """Initial parameters for seed 0, and the images in batches in the order of the file."""
    import torch

    torch.manual_seed(0)
    model = MODEL.initial(scale=8)
    pixels = torch.tensor([pixels for pixels, _ in images()[:TRAIN_ROWS]])
    digits = torch.tensor([digit for _, digit in images()[:TRAIN_ROWS]])
    one_hot = torch.nn.functional.one_hot(digits, CLASSES).float()
    return MODEL.material(model, pixels.view(-1, BATCH, SIDE * SIDE), one_hot.view(-1, BATCH, CLASSES))


SPEC = f"""\
grokline: 1
name: benchmark
rng: pytorch
dataset:
  kind: csv
  file: digits.csv
  inputs: [{", ".join(f"p{index}" for index in range(SIDE * SIDE))}]
  target: digit
  target_is: classes
  split: first
  train_fraction: {TRAIN_ROWS / (TRAIN_ROWS + VALIDATION_ROWS)}
model: {{kind: mlp, widths: [784, 200, 200, 10], activation: relu, scale: 8}}
training:
  loss: {{kind: mean-squared-error, target: one-hot}}
  batch_size: {BATCH}
  order: file
  optimizer: {{kind: adamw, learning_rate: 1e-3, weight_decay: 0.01}}
  evaluate: {{every: 1000000 epochs, over: {{train: running, validation: all}}}}
  phases: {{fit: {{until: 100}}}}
seeds: [0]
"""

WORKLOAD = Workload(
    name="mnist-mlp",
    title="MNIST MLP, batch 200",
    spec=SPEC,
    parameters=199_210,
    material=material,
    torch=MODEL.torch,
    jax=MODEL.jax,
    useful_multiplications=lambda: MODEL.multiplications(BATCH, inputs=len(ROWS_INKED) * len(COLUMNS_INKED)),
    targets=Targets(eager=1.4, best_peer=1.15, eager_two_threads=1.6),
    probe=300,
    steps_per_epoch=TRAIN_ROWS // BATCH,
    needs={"digits.csv": table},
)
