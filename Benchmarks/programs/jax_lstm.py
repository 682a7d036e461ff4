"""The LSTM classifier in JAX; parameters carry the names of torch.nn.LSTM."""

from __future__ import annotations

import jax
import jax.numpy as jnp

Parameters = dict[str, jax.Array]


def layer(parameters: Parameters, index: int, x: jax.Array) -> jax.Array:
    """x: [T, B, inputs] → the states [T, B, hidden]; the products of all inputs are one."""
    weight = parameters[f"lstm.weight_hh_l{index}"].T
    hidden = weight.shape[0]
    bias = parameters[f"lstm.bias_ih_l{index}"] + parameters[f"lstm.bias_hh_l{index}"]
    products = x @ parameters[f"lstm.weight_ih_l{index}"].T + bias

    def step(carry: tuple[jax.Array, jax.Array], product: jax.Array):
        h, c = carry
        i, f, g, o = jnp.split(product + h @ weight, 4, axis=1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    zeros = jnp.zeros((x.shape[1], hidden))
    return jax.lax.scan(step, (zeros, zeros), products)[1]


def loss(parameters: Parameters, tokens: jax.Array, answers: jax.Array, layers: int) -> jax.Array:
    """The mean binary cross entropy; tokens [B, T], answers [B, 1]."""
    x = parameters["embedding.weight"][tokens.T]
    for index in range(layers):
        x = layer(parameters, index, x)
    z = x[-1] @ parameters["fc.weight"].T + parameters["fc.bias"]
    return (jnp.maximum(z, 0) - z * answers + jnp.log1p(jnp.exp(-jnp.abs(z)))).mean()
