"""A training loop in JAX: one jitted function per step that takes loss, gradient, filter and optimiser together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Sequence

import jax
import jax.numpy as jnp

Tree = Any
Filter = Callable[[Tree, Tree, jax.Array], tuple[Tree, Tree]]


@dataclass(frozen=True)
class Adam:
    """Adam as PyTorch computes it; `decoupled` is AdamW. `warmup` as in Grokfast: factor k/warmup at step k."""

    learning_rate: float
    betas: tuple[float, float] = (0.9, 0.999)
    epsilon: float = 1e-8
    weight_decay: float = 0.0
    decoupled: bool = False
    warmup: int = 0

    def initial(self, parameters: Tree) -> Tree:
        zeros = jax.tree.map(jnp.zeros_like, parameters)
        return zeros, jax.tree.map(jnp.zeros_like, parameters)

    def update(self, parameters: Tree, gradients: Tree, state: Tree, step: jax.Array) -> tuple[Tree, Tree]:
        """The parameters and moments after the update with 0-based number `step`."""
        first, second = self.betas
        count = step.astype(jnp.float32) + 1
        rate = self.learning_rate * (jnp.minimum(1.0, step / self.warmup) if self.warmup else 1.0)
        if self.weight_decay and not self.decoupled:
            gradients = jax.tree.map(lambda g, p: g + self.weight_decay * p, gradients, parameters)
        means = jax.tree.map(lambda m, g: m + (1 - first) * (g - m), state[0], gradients)
        squares = jax.tree.map(lambda v, g: second * v + (1 - second) * g * g, state[1], gradients)
        scale = rate / (1 - first**count)
        root = jnp.sqrt(1 - second**count)
        keep = 1 - rate * self.weight_decay if self.decoupled else 1.0
        moved = jax.tree.map(
            lambda p, m, v: p * keep - scale * m / (jnp.sqrt(v) / root + self.epsilon), parameters, means, squares
        )
        return moved, (means, squares)


@dataclass
class JaxTraining:
    """Takes steps over a fixed, repeating series of batches.

    `loss` maps (parameters, *batch) to a scalar. `filter`, if any, maps (gradients, memory, step) to the filtered
    gradients and the new memory. `project`, if any, is applied to the parameters after the update.
    """

    parameters: Tree
    loss: Callable[..., jax.Array]
    batches: Sequence[Sequence[jax.Array]]
    optimizer: Adam
    filter: Filter | None = None
    filter_memory: Tree = None
    project: Callable[[Tree], Tree] | None = None

    def __post_init__(self) -> None:
        self.parameter_count = sum(leaf.size for leaf in jax.tree.leaves(self.parameters))
        self.taken = 0
        self.state = (
            self.parameters,
            self.optimizer.initial(self.parameters),
            self.filter_memory,
            jnp.zeros((), jnp.int32),
        )

        def step(state: Tree, batch: Sequence[jax.Array]) -> tuple[Tree, jax.Array]:
            parameters, moments, memory, count = state
            loss, gradients = jax.value_and_grad(self.loss)(parameters, *batch)
            if self.filter:
                gradients, memory = self.filter(gradients, memory, count)
            parameters, moments = self.optimizer.update(parameters, gradients, moments, count)
            if self.project:
                parameters = self.project(parameters)
            return (parameters, moments, memory, count + 1), loss

        self.step = jax.jit(step, donate_argnums=0)

    def run(self, steps: int) -> list[float]:
        """Takes `steps` updates; returns the last loss."""
        for _ in range(steps):
            self.state, loss = self.step(self.state, self.batches[self.taken % len(self.batches)])
            self.taken += 1
        jax.block_until_ready(self.state)
        return [float(loss)]
