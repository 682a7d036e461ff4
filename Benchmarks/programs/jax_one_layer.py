"""Omnigrok's one-layer transformer in JAX; parameters carry the names of `torch_one_layer.OneLayerTransformer`."""

from __future__ import annotations

import jax
import jax.numpy as jnp

Parameters = dict[str, jax.Array]


def one_layer_transformer(parameters: Parameters, sequences: jax.Array, heads: int) -> jax.Array:
    """sequences: [B, T] token numbers; returns [B, tokens], the answer at the last position."""
    batch, length = sequences.shape
    x = parameters["embedding"][sequences] + parameters["positions"]
    width = x.shape[-1]
    query, key, value = (
        (x @ parameters[name].T).reshape(batch, length, heads, -1) for name in ("query", "key", "value")
    )
    scores = jnp.einsum("bqhd,bkhd->bhqk", query, key) / (width // heads) ** 0.5
    causal = jnp.tril(jnp.ones((length, length), bool))
    weights = jax.nn.softmax(jnp.where(causal, scores, -jnp.inf), axis=-1)
    mixed = jnp.einsum("bhqk,bkhd->bqhd", weights, value).reshape(batch, length, width)
    x = x + mixed @ parameters["output"].T
    hidden = jax.nn.relu(x @ parameters["inward"].T + parameters["inward_bias"])
    x = x + hidden @ parameters["outward"].T + parameters["outward_bias"]
    return (x @ parameters["unembedding"])[:, -1]
