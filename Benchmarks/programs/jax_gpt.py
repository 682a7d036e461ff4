"""nanoGPT's decoder in JAX; parameters carry the names of `torch_gpt.GPT`."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from programs.jax_decoder import Parameters


def layer_norm(gain: jax.Array, x: jax.Array) -> jax.Array:
    """(x − mean) / √(variance + 1e-5) · gain over the last axis."""
    mean = x.mean(-1, keepdims=True)
    variance = jnp.square(x - mean).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * gain


def attention(parameters: Parameters, name: str, x: jax.Array, heads: int) -> jax.Array:
    """Causal self-attention over x: [B, T, width]."""
    batch, length, width = x.shape
    stacked = x @ parameters[f"{name}.c_attn.weight"].T
    query, key, value = (part.reshape(batch, length, heads, -1) for part in jnp.split(stacked, 3, axis=-1))
    mixed = jax.nn.dot_product_attention(query, key, value, is_causal=True).reshape(batch, length, width)
    return mixed @ parameters[f"{name}.c_proj.weight"].T


def gpt(parameters: Parameters, sequences: jax.Array, heads: int, layers: int) -> jax.Array:
    """sequences: [B, T] token numbers; returns [B, T, tokens]."""
    x = parameters["wte.weight"][sequences] + parameters["wpe.weight"][: sequences.shape[1]]
    for layer in range(layers):
        block = f"h.{layer}"
        x = x + attention(parameters, f"{block}.attn", layer_norm(parameters[f"{block}.ln_1.weight"], x), heads)
        hidden = layer_norm(parameters[f"{block}.ln_2.weight"], x) @ parameters[f"{block}.mlp.c_fc.weight"].T
        x = x + jax.nn.gelu(hidden, approximate=False) @ parameters[f"{block}.mlp.c_proj.weight"].T
    return layer_norm(parameters["ln_f.weight"], x) @ parameters["wte.weight"].T
