"""Multilayer perceptrons in JAX; parameters carry the names of PyTorch's nn.Sequential."""

from __future__ import annotations

from typing import Callable

import jax
import jax.numpy as jnp

Parameters = dict[str, jax.Array]


def multilayer_perceptron(
    parameters: Parameters, x: jax.Array, activation: Callable[[jax.Array], jax.Array]
) -> jax.Array:
    """x: [B, inputs]; layers are 0, 2, 4, … and activations between them have no parameters."""
    layers = len(parameters) // 2
    for layer in range(layers):
        x = x @ parameters[f"{2 * layer}.weight"].T + parameters[f"{2 * layer}.bias"]
        if layer < layers - 1:
            x = activation(x)
    return x


def mean_squared_error(outputs: jax.Array, targets: jax.Array) -> jax.Array:
    """The mean over samples and outputs."""
    return jnp.square(outputs - targets).mean()


def norm(parameters: Parameters) -> jax.Array:
    """The norm of all parameters, the first matrix counted twice as in the published code of the addition toy."""
    squares = sum(jnp.square(value).sum() for value in parameters.values())
    return jnp.sqrt(squares + jnp.square(parameters["0.weight"]).sum())


def fixed_norm(initial: jax.Array) -> Callable[[Parameters], Parameters]:
    """Scales all parameters so that their norm is the initial one."""
    return lambda parameters: jax.tree.map(lambda value: value * (initial / norm(parameters)), parameters)
