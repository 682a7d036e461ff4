"""An epoch of modular arithmetic in JAX, with the measurements of Grokfast's code."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy

from programs.jax_decoder import Parameters, cross_entropy, decoder
from programs.jax_training import Adam

BATCH = 512


class JaxEpoch:
    """Trains through all rows once, summing loss and hits, and then evaluates the validation rows.

    One jitted function per training step, one per validation chunk; sums stay with JAX until the epoch ends.
    """

    def __init__(
        self, parameters: Parameters, train: numpy.ndarray, validation: numpy.ndarray, heads: int, layers: int
    ) -> None:
        optimizer = Adam(1e-3, betas=(0.9, 0.98), warmup=10)
        self.parameter_count = sum(value.size for value in parameters.values())
        self.epochs = [chunks(rows) for rows in train]
        self.validation = chunks(validation)
        self.counts = (train.shape[1], len(validation))
        self.state = (parameters, optimizer.initial(parameters), jnp.zeros((), jnp.int32))
        self.done = 0

        def measure(parameters: Parameters, rows: jax.Array) -> tuple[jax.Array, jax.Array]:
            logits = decoder(parameters, rows[:, :4], heads, layers)
            right = (logits.argmax(-1) == rows[:, 4]).sum()
            return cross_entropy(logits, rows[:, 4]), right

        def step(state: tuple, sums: jax.Array, rows: jax.Array) -> tuple[tuple, jax.Array]:
            parameters, moments, count = state
            (loss, right), gradients = jax.value_and_grad(measure, has_aux=True)(parameters, rows)
            parameters, moments = optimizer.update(parameters, gradients, moments, count)
            return (parameters, moments, count + 1), sums + jnp.stack([loss * len(rows), right])

        def evaluate(parameters: Parameters, sums: jax.Array, rows: jax.Array) -> jax.Array:
            loss, right = measure(parameters, rows)
            return sums + jnp.stack([loss * len(rows), right])

        self.step = jax.jit(step, donate_argnums=0)
        self.evaluate = jax.jit(evaluate)

    def run(self, epochs: int) -> list[float]:
        """Runs so many epochs; returns training loss, validation loss and both accuracies of the last one."""
        for _ in range(epochs):
            train, validation = jnp.zeros(2), jnp.zeros(2)
            for rows in self.epochs[self.done % len(self.epochs)]:
                self.state, train = self.step(self.state, train, rows)
            for rows in self.validation:
                validation = self.evaluate(self.state[0], validation, rows)
            self.done += 1
            train, validation = numpy.asarray(train), numpy.asarray(validation)
        rows, others = self.counts
        return [float(x) for x in (train[0] / rows, validation[0] / others, train[1] / rows, validation[1] / others)]


def chunks(rows: numpy.ndarray) -> list[jax.Array]:
    """Rows cut into batches of 512, the last one shorter."""
    return [jnp.asarray(rows[start : start + BATCH].astype("int32")) for start in range(0, len(rows), BATCH)]
