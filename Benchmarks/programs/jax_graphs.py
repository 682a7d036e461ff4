"""Graph networks with edge-conditioned convolutions in JAX; all batches are filled up to one shape, so one compilation
serves them. Parameters carry PyTorch's names."""

from __future__ import annotations

import jax
import jax.numpy as jnp

Parameters = dict[str, jax.Array]


def linear(parameters: Parameters, name: str, x: jax.Array) -> jax.Array:
    return x @ parameters[name + ".weight"].T + parameters[name + ".bias"]


def convolution(
    parameters: Parameters, name: str, x: jax.Array, edges: jax.Array, sources: jax.Array, targets: jax.Array
) -> jax.Array:
    """x: [n, inputs]; edges that fill up point to node n, which is dropped."""
    hidden = jax.nn.relu(linear(parameters, name + ".nn.0", edges))
    matrices = linear(parameters, name + ".nn.2", hidden).reshape(len(edges), x.shape[1], -1)
    messages = jnp.einsum("mi,mio->mo", x[sources], matrices)
    collected = jax.ops.segment_sum(messages, targets, num_segments=len(x) + 1)[:-1]
    return collected + x @ parameters[name + ".lin.weight"].T + parameters[name + ".bias"]


def edge_convolution_network(
    parameters: Parameters, nodes: jax.Array, edges: jax.Array, sources: jax.Array, targets: jax.Array,
    graph_of_node: jax.Array, count: int,
) -> jax.Array:
    """Predictions [count, 1]; nodes that fill up belong to graph `count`, which is dropped."""
    x = jax.nn.relu(convolution(parameters, "conv1", nodes, edges, sources, targets))
    x = jax.nn.relu(convolution(parameters, "conv2", x, edges, sources, targets))
    pooled = jax.ops.segment_sum(x, graph_of_node, num_segments=count + 1)[:-1]
    return linear(parameters, "out", jax.nn.relu(linear(parameters, "fc_1", pooled)))
