"""The decoder of Grokfast's modular arithmetic in JAX; parameters carry the names of `torch_decoder.Decoder`."""

from __future__ import annotations

import jax
import jax.numpy as jnp

Parameters = dict[str, jax.Array]


def layer_norm(parameters: Parameters, name: str, x: jax.Array) -> jax.Array:
    """(x − mean) / √(variance + 1e-5) · weight + bias over the last axis."""
    mean = x.mean(-1, keepdims=True)
    variance = jnp.square(x - mean).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * parameters[f"{name}.weight"] + parameters[f"{name}.bias"]


def linear(parameters: Parameters, name: str, x: jax.Array) -> jax.Array:
    """x · weightᵀ + bias."""
    return x @ parameters[f"{name}.weight"].T + parameters[f"{name}.bias"]


def attention(parameters: Parameters, name: str, x: jax.Array, heads: int) -> jax.Array:
    """Causal self-attention over x: [B, T, width], with the stacked query, key and value weights of PyTorch."""
    batch, length, width = x.shape
    stacked = x @ parameters[f"{name}.in_proj_weight"].T + parameters[f"{name}.in_proj_bias"]
    query, key, value = (part.reshape(batch, length, heads, -1) for part in jnp.split(stacked, 3, axis=-1))
    scores = jnp.einsum("bqhd,bkhd->bhqk", query, key) / (width // heads) ** 0.5
    causal = jnp.tril(jnp.ones((length, length), bool))
    weights = jax.nn.softmax(jnp.where(causal, scores, -jnp.inf), axis=-1)
    mixed = jnp.einsum("bhqk,bkhd->bqhd", weights, value).reshape(batch, length, width)
    return linear(parameters, f"{name}.out_proj", mixed)


def decoder(parameters: Parameters, sequences: jax.Array, heads: int, layers: int) -> jax.Array:
    """sequences: [B, T] token numbers; returns [B, tokens], the answer at the last position."""
    x = parameters["tokens.weight"][sequences] + parameters["positions.weight"][: sequences.shape[1]]
    for layer in range(layers):
        block = f"blocks.{layer}"
        x = layer_norm(parameters, f"{block}.first_norm", x)
        x = x + attention(parameters, f"{block}.attention", x, heads)
        hidden = linear(parameters, f"{block}.mlp.0", layer_norm(parameters, f"{block}.second_norm", x))
        x = x + linear(parameters, f"{block}.mlp.2", jax.nn.gelu(hidden, approximate=False))
    x = layer_norm(parameters, "last_norm", x)
    return (x @ parameters["head.weight"].T)[:, -1]


def cross_entropy(logits: jax.Array, classes: jax.Array) -> jax.Array:
    """Minus the mean log-probability of the right classes."""
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), classes[:, None], axis=1).mean()
