"""What the LSTM workloads have in common: made-up texts as CSV, the same texts as numbers, programs and counts.

The network is that of IMDb in Grokfast's and Omnigrok's code: 2 layers of 256, width 64, 920,385 parameters, all of them six
times PyTorch's initial values; batches of 50 texts of 500 tokens, binary cross entropy and AdamW. At PyTorch's own scale
gradients would die away to numbers below the normal range, on which its kernels are ten times as slow.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Callable, Sequence

from harness.workload import PARAMETER, Material, Program, Targets, Workload, parameters_of

WORDS, LENGTH, BATCH, BATCHES, VALIDATION = 1_000, 500, 50, 2, 4
EMBEDDING, HIDDEN, LAYERS = 64, 256, 2
PARAMETERS = 920_385
TRAIN = BATCH * BATCHES
RATE, DECAY = 3e-4, 1.0
SCALE = 6


def word(index: int) -> str:
    """A word of letters only that no list of stop words has."""
    letters = "bcdfghjklm"
    return "zq" + letters[index // 100 % 10] + letters[index // 10 % 10] + letters[index % 10]


@dataclass(frozen=True)
class Reviews:
    """Texts, made by `write` as lists of word indices below `WORDS`: those for training first."""

    write: Callable[[int], Sequence[Sequence[int]]]

    def workload(self, name: str, title: str, targets: Targets) -> Workload:
        """The training on these texts, measured step by step."""
        return Workload(
            name=name, title=title, spec=SPEC, parameters=PARAMETERS, material=self.material, torch=self.torch, jax=self.jax,
            useful_multiplications=self.multiplications, targets=targets, probe=2, steps_per_epoch=BATCHES,
            needs={"reviews.csv": self.table})

    @cached_property
    def texts(self) -> Sequence[Sequence[int]]:
        return self.write(TRAIN + VALIDATION)

    def table(self) -> str:
        """As CSV, every other text with a good word for its subject."""
        lines = (
            " ".join(map(word, text)) + "," + ("positive" if row % 2 else "negative")
            for row, text in enumerate(self.texts)
        )
        return "\n".join(["review,sentiment", *lines]) + "\n"

    @cached_property
    def numbered(self) -> list[list[int]]:
        """The training texts as Grokline numbers them: words by frequency, then first appearance; 0 fills up on the left."""
        train = self.texts[:TRAIN]
        ranked = [index for index, _ in Counter(itertools.chain(*train)).most_common()]
        assert len(ranked) == WORDS, f"{len(ranked)} words occur"
        numbers = {index: rank + 1 for rank, index in enumerate(ranked)}
        rows = [[numbers[index] for index in text] for text in train]
        return [[0] * (LENGTH - len(row)) + row for row in rows]

    def material(self) -> Material:
        import numpy
        import torch

        from programs.torch_lstm import Classifier

        torch.manual_seed(0)
        model = Classifier(WORDS + 1, EMBEDDING, HIDDEN, LAYERS)
        values = {f"{PARAMETER}{name}": (SCALE * value).numpy() for name, value in model.state_dict().items()}
        tokens = numpy.array(self.numbered).reshape(BATCHES, BATCH, LENGTH)
        answers = (numpy.arange(TRAIN, dtype=numpy.float32) % 2).reshape(BATCHES, BATCH, 1)
        return {**values, "tokens": tokens, "answers": answers}

    def torch(self, material: Material, compiled: bool) -> Program:
        import torch

        from programs import torch_lstm
        from programs.torch_training import TorchTraining

        model = torch_lstm.Classifier(WORDS + 1, EMBEDDING, HIDDEN, LAYERS)
        model.load_state_dict({name: torch.from_numpy(value) for name, value in parameters_of(material).items()})
        return TorchTraining(
            model,
            torch_lstm.loss(model),
            list(zip(torch.from_numpy(material["tokens"]), torch.from_numpy(material["answers"]))),
            torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY),
            compiled,
        )

    def jax(self, material: Material) -> Program:
        import functools

        import jax.numpy as jnp

        from programs import jax_lstm
        from programs.jax_training import Adam, JaxTraining

        return JaxTraining(
            {name: jnp.asarray(value) for name, value in parameters_of(material).items()},
            functools.partial(jax_lstm.loss, layers=LAYERS),
            list(zip(jnp.asarray(material["tokens"]), jnp.asarray(material["answers"]))),
            Adam(RATE, weight_decay=DECAY, decoupled=True),
        )

    def multiplications(self) -> float:
        """Per step, a mean over the batches.

        A distinct prefix is a row. Forward, gradient of the inputs and gradient of the weights take each: the products of
        the first layer's inputs once per distinct token, those of the second layer's once per prefix, and those of the
        states before once per prefix of two tokens or more.
        """
        gates = 4 * HIDDEN
        total = 0
        for first in range(0, TRAIN, BATCH):
            batch = self.numbered[first : first + BATCH]
            prefixes = {tuple(text[:length]) for text in batch for length in range(1, LENGTH + 1)}
            tokens = {token for text in batch for token in text}
            single = len({text[0] for text in batch})
            total += len(tokens) * EMBEDDING * gates
            total += (LAYERS - 1) * len(prefixes) * HIDDEN * gates
            total += LAYERS * (len(prefixes) - single) * HIDDEN * gates
        return 3 * total / BATCHES


SPEC = f"""\
grokline: 1
name: benchmark
rng: pytorch
dataset:
  kind: text-labels
  file: reviews.csv
  vocabulary: {{size: {WORDS}}}
  length: {LENGTH}
  split: first
  train_fraction: {TRAIN / (TRAIN + VALIDATION)}
model: {{kind: lstm-classifier, embedding: {EMBEDDING}, hidden: {HIDDEN}, layers: {LAYERS}, scale: {SCALE}}}
training:
  loss: binary-cross-entropy
  batch_size: {BATCH}
  order: file
  optimizer: {{kind: adamw, learning_rate: {RATE}, weight_decay: {DECAY}}}
  evaluate: {{every: 1000000 epochs, over: {{train: running, validation: all}}}}
  phases: {{fit: {{until: 100}}}}
seeds: [0]
"""
