"""Grokfast's gradient filters in JAX, as functions inside the jitted step."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from programs.jax_training import Filter, Tree


def exponential_moving_average(decay: float, gain: float) -> Filter:
    """μ ← decay·μ + (1 − decay)·g, starting at the first gradient;  g ← g + gain·μ."""

    def apply(gradients: Tree, averages: Tree, step: jax.Array) -> tuple[Tree, Tree]:
        def blend(average: jax.Array, gradient: jax.Array) -> jax.Array:
            return jnp.where(step == 0, gradient, decay * average + (1 - decay) * gradient)

        averages = jax.tree.map(blend, averages, gradients)
        return jax.tree.map(lambda g, a: g + gain * a, gradients, averages), averages

    return apply


def moving_average(window: int, gain: float, fill: bool) -> Filter:
    """g ← g + gain · mean of the last `window` gradients, once there are so many.

    The memory is a ring [window, …] per parameter. `fill` starts it full of copies of the first gradient.
    """

    def apply(gradients: Tree, rings: Tree, step: jax.Array) -> tuple[Tree, Tree]:
        def push(ring: jax.Array, gradient: jax.Array) -> jax.Array:
            if fill:
                ring = jax.lax.cond(step == 0, lambda: jnp.broadcast_to(gradient, ring.shape), lambda: ring)
            return jax.lax.dynamic_update_index_in_dim(ring, gradient, step % window, 0)

        rings = jax.tree.map(push, rings, gradients)
        active = True if fill else step >= window - 1
        return jax.tree.map(lambda g, r: g + jnp.where(active, gain * r.mean(0), 0), gradients, rings), rings

    return apply


def average_memory(parameters: Tree) -> Tree:
    """Averages that the first gradient will replace."""
    return jax.tree.map(jnp.zeros_like, parameters)


def ring_memory(parameters: Tree, window: int) -> Tree:
    """Empty rings of `window` gradients."""
    return jax.tree.map(lambda parameter: jnp.zeros((window, *parameter.shape), parameter.dtype), parameters)
