"""A training step of the graph network that Grokfast and Omnigrok train on QM9, batch 32, on made-up molecules.

The molecules are made here: random trees of carbon, nitrogen and oxygen with some double and triple bonds, filled up with
hydrogen, about as large as those of QM9 and encoded like them: 11 numbers per atom, 4 per bond and direction.
"""

from __future__ import annotations

import functools
import json
import random
from dataclasses import dataclass

from harness.workload import PARAMETER, Material, Program, Targets, Workload, parameters_of

TRAIN_GRAPHS, VALIDATION_GRAPHS, BATCH = 96, 4, 32
ELEMENTS = {"H": (1, 1), "C": (6, 4), "N": (7, 3), "O": (8, 2), "F": (9, 1)}
"""Atomic number and bonds."""
NODE_WIDTH, EDGE_WIDTH, HIDDEN, WIDTHS, HEAD = 11, 4, 32, (32, 16), 32
LEARNING_RATE, WEIGHT_DECAY, SCALE = 1e-3, 0.01, 3


@dataclass(frozen=True)
class Molecule:
    nodes: list[list[float]]
    ends: list[tuple[int, int]]
    kinds: list[int]
    """Of each edge: 0, 1 or 2 for a single, double or triple bond."""
    target: float

    def features(self, kind: int) -> list[float]:
        return [float(kind == column) for column in range(EDGE_WIDTH)]


def molecule(source: random.Random) -> Molecule:
    """Six to nine heavy atoms, as most molecules of QM9 have."""
    atoms, free, bonds = [], [], []
    for atom in range(source.randint(6, 9)):
        open_atoms = [other for other in range(atom) if free[other]]
        if atom and not open_atoms:
            break
        element = source.choice("CCCCNO")
        atoms.append(element)
        free.append(ELEMENTS[element][1])
        if atom:
            other = source.choice(open_atoms)
            order = min(source.choice([1, 1, 1, 2, 3]), free[atom], free[other])
            bonds.append((other, atom, order - 1))
            free[atom] -= order
            free[other] -= order
    for atom, count in enumerate(list(free)):
        for _ in range(count):
            bonds.append((atom, len(atoms), 0))
            atoms.append("H")
    hydrogens = [0] * len(atoms)
    for first, second, _ in bonds:
        hydrogens[first] += atoms[second] == "H"
        hydrogens[second] += atoms[first] == "H"
    nodes = [
        [float(element == name) for name in ELEMENTS] + [float(ELEMENTS[element][0]), 0, 0, 0, 0, float(count)]
        for element, count in zip(atoms, hydrogens)
    ]
    edges = sorted([(i, j, kind) for i, j, kind in bonds] + [(j, i, kind) for i, j, kind in bonds])
    # About the polarisability that the atoms add up to.
    weights = {"H": 2.5, "C": 9.5, "N": 7.0, "O": 5.0}
    return Molecule(
        nodes, [(i, j) for i, j, _ in edges], [kind for _, _, kind in edges], sum(weights[name] for name in atoms)
    )


@functools.cache
def molecules() -> list[Molecule]:
    """All of them, training ones first."""
    source = random.Random(0)
    return [molecule(source) for _ in range(TRAIN_GRAPHS + VALIDATION_GRAPHS)]


def lines() -> str:
    """One JSON object a line."""
    return "".join(
        json.dumps(
            {"nodes": item.nodes, "edges": item.ends, "edge_features": [item.features(kind) for kind in item.kinds],
             "target": item.target}  # fmt: skip
        )
        + "\n"
        for item in molecules()
    )


def batches() -> list[list[Molecule]]:
    return [molecules()[start : start + BATCH] for start in range(0, TRAIN_GRAPHS, BATCH)]


def material() -> Material:
    """Initial parameters for seed 0, and the batches filled up to one shape, with their true sizes."""
    import numpy as np
    import torch

    from programs.torch_graphs import EdgeConvolutionNetwork
    from programs.torch_mlp import scale

    torch.manual_seed(0)
    model = EdgeConvolutionNetwork(NODE_WIDTH, EDGE_WIDTH)
    scale(model, SCALE)
    values = {f"{PARAMETER}{name}": value.numpy() for name, value in model.state_dict().items()}
    node_counts = [sum(len(item.nodes) for item in batch) for batch in batches()]
    edge_counts = [sum(len(item.ends) for item in batch) for batch in batches()]
    count, nodes, edges = len(node_counts), max(node_counts), max(edge_counts)
    arrays = {
        "nodes": np.zeros((count, nodes, NODE_WIDTH), np.float32),
        "edges": np.zeros((count, edges, EDGE_WIDTH), np.float32),
        "sources": np.zeros((count, edges), np.int64),
        "targets": np.full((count, edges), nodes, np.int64),
        "graph_of_node": np.full((count, nodes), BATCH, np.int64),
        "values": np.array([[[item.target] for item in batch] for batch in batches()], np.float32),
        "node_counts": np.array(node_counts),
        "edge_counts": np.array(edge_counts),
    }
    for index, batch in enumerate(batches()):
        node = edge = 0
        for graph, item in enumerate(batch):
            ends = slice(edge, edge + len(item.ends))
            arrays["nodes"][index, node : node + len(item.nodes)] = item.nodes
            arrays["edges"][index, ends] = [item.features(kind) for kind in item.kinds]
            arrays["sources"][index, ends] = [node + i for i, _ in item.ends]
            arrays["targets"][index, ends] = [node + j for _, j in item.ends]
            arrays["graph_of_node"][index, node : node + len(item.nodes)] = graph
            node, edge = node + len(item.nodes), edge + len(item.ends)
    return {**values, **arrays}


def torch_program(material: Material, compiled: bool) -> Program:
    import torch
    from torch.nn.functional import mse_loss

    from programs.torch_graphs import EdgeConvolutionNetwork, GraphBatch
    from programs.torch_training import TorchTraining

    model = EdgeConvolutionNetwork(NODE_WIDTH, EDGE_WIDTH)
    model.load_state_dict({name: torch.from_numpy(value) for name, value in parameters_of(material).items()})
    batches = []
    for index, (nodes, edges) in enumerate(zip(material["node_counts"], material["edge_counts"])):
        tables = {
            name: torch.from_numpy(material[name][index, :size].copy())
            for name, size in [("nodes", nodes), ("edges", edges), ("sources", edges), ("targets", edges),
                               ("graph_of_node", nodes)]  # fmt: skip
        }
        batches.append((GraphBatch(**tables, count=BATCH), torch.from_numpy(material["values"][index])))
    return TorchTraining(
        model,
        lambda graphs, values: mse_loss(model(graphs), values),
        batches,
        torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY),
        compiled,
    )


def jax_program(material: Material) -> Program:
    import jax.numpy as jnp

    from programs.jax_graphs import edge_convolution_network
    from programs.jax_training import Adam, JaxTraining

    names = ["nodes", "edges", "sources", "targets", "graph_of_node", "values"]

    def loss(parameters, *batch):
        *graphs, values = batch
        return jnp.square(edge_convolution_network(parameters, *graphs, count=BATCH) - values).mean()

    return JaxTraining(
        {name: jnp.asarray(value) for name, value in parameters_of(material).items()},
        loss,
        [[jnp.asarray(material[name][index]) for name in names] for index in range(len(material["nodes"]))],
        Adam(LEARNING_RATE, weight_decay=WEIGHT_DECAY, decoupled=True),
    )


def parameters() -> int:
    convolutions = zip((NODE_WIDTH, *WIDTHS), WIDTHS)
    return (
        sum(
            (EDGE_WIDTH + 1) * HIDDEN + (HIDDEN + 1) * inputs * outputs + (inputs + 1) * outputs
            for inputs, outputs in convolutions
        )
        + (WIDTHS[-1] + 1) * HEAD
        + HEAD + 1
    )  # fmt: skip


def multiplications() -> float:
    """Of the mean step: the networks of edges once per kind of edge in the batch, messages once per kind of edge that
    comes to a node. The first convolution needs no gradient of its inputs, and neither do the networks' first layers."""
    total = 0
    for batch in batches():
        nodes = sum(len(item.nodes) for item in batch)
        kinds = len({kind for item in batch for kind in item.kinds})
        messages = sum(len({(j, kind) for (_, j), kind in zip(item.ends, item.kinds)}) for item in batch)
        for index, (inputs, outputs) in enumerate(zip((NODE_WIDTH, *WIDTHS), WIDTHS)):
            passes = 2 if index == 0 else 3
            total += kinds * (2 * EDGE_WIDTH * HIDDEN + 3 * HIDDEN * inputs * outputs)
            total += passes * (messages + nodes) * inputs * outputs
        total += 3 * BATCH * (WIDTHS[-1] * HEAD + HEAD)
    return total / len(batches())


SPEC = f"""\
grokline: 1
name: benchmark
rng: pytorch
dataset:
  kind: graphs
  file: molecules.jsonl
  split: first
  train_fraction: {TRAIN_GRAPHS / (TRAIN_GRAPHS + VALIDATION_GRAPHS)}
model: {{kind: nnconv-gcn, scale: {SCALE}}}
training:
  loss: mean-squared-error
  batch_size: {BATCH}
  order: file
  optimizer: {{kind: adamw, learning_rate: {LEARNING_RATE}, weight_decay: {WEIGHT_DECAY}}}
  evaluate: {{every: 1000000 epochs, over: {{train: running, validation: all}}}}
  phases: {{fit: {{until: 100}}}}
seeds: [0]
"""

WORKLOAD = Workload(
    name="nnconv",
    title="QM9 graph network, batch 32",
    spec=SPEC,
    parameters=parameters(),
    material=material,
    torch=torch_program,
    jax=jax_program,
    useful_multiplications=multiplications,
    targets=Targets(eager=4.0),
    probe=300,
    steps_per_epoch=TRAIN_GRAPHS // BATCH,
    needs={"molecules.jsonl": lines},
)
