"""A training step of Omnigrok's one-layer transformer (arXiv 2210.01117, Figure 7): addition modulo 113.

Full batch of 3,830; in float32, where the paper's code has float64.
"""

from __future__ import annotations

from harness.workload import PARAMETER, Material, Program, Targets, Workload, parameters_of

MODULUS, EQUALS, VOCABULARY, POSITIONS = 113, 113, 114, 3
WIDTH, HEADS, SAMPLES = 128, 4, 3_830


def material() -> Material:
    """Initial parameters and a random 3,830 of the 12,769 equations."""
    import torch

    from programs.torch_one_layer import OneLayerTransformer

    torch.manual_seed(42)
    model = OneLayerTransformer(VOCABULARY, POSITIONS, WIDTH, HEADS)
    x = torch.arange(MODULUS).repeat_interleave(MODULUS)
    y = torch.arange(MODULUS).repeat(MODULUS)
    chosen = torch.randperm(len(x))[:SAMPLES]
    rows = torch.stack([x, y, torch.full_like(x, EQUALS)], dim=1)[chosen]
    values = {f"{PARAMETER}{name}": value.numpy() for name, value in model.state_dict().items()}
    answers = (x + y)[chosen] % MODULUS
    return {**values, "inputs": rows[None].numpy(), "targets": answers[None].numpy()}


def torch_program(material: Material, compiled: bool) -> Program:
    import torch
    from torch.nn.functional import cross_entropy

    from programs.torch_one_layer import OneLayerTransformer
    from programs.torch_training import TorchTraining

    model = OneLayerTransformer(VOCABULARY, POSITIONS, WIDTH, HEADS)
    model.load_state_dict({name: torch.from_numpy(value) for name, value in parameters_of(material).items()})
    return TorchTraining(
        model,
        lambda sequences, answers: cross_entropy(model(sequences), answers),
        list(zip(torch.from_numpy(material["inputs"]), torch.from_numpy(material["targets"]))),
        torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=1.0),
        compiled,
    )


def jax_program(material: Material) -> Program:
    import jax.numpy as jnp

    from programs.jax_decoder import cross_entropy
    from programs.jax_one_layer import one_layer_transformer
    from programs.jax_training import Adam, JaxTraining

    integers = [jnp.asarray(material[name].astype("int32")) for name in ("inputs", "targets")]
    return JaxTraining(
        {name: jnp.asarray(value) for name, value in parameters_of(material).items()},
        lambda values, sequences, answers: cross_entropy(one_layer_transformer(values, sequences, HEADS), answers),
        list(zip(*integers)),
        Adam(1e-3, betas=(0.9, 0.98), weight_decay=1.0, decoupled=True),
    )


def multiplications() -> float:
    """Three times the forward pass over distinct rows, of which only the last position reaches the loss.

    Keys and values (2 · width² per row) are functions of token and position: 113 + 113 + 1 rows; queries (1) are
    wanted at the last position only, where the token is always the same: 1 row. Output (1) and MLP (4 + 4): one row
    per sample. Unembedding: width × 114 per sample. Attention: 2 · width for each of the 3 positions seen.
    """
    squares = 2 * (MODULUS + MODULUS + 1) + 1 + 9 * SAMPLES
    return 3 * (squares * WIDTH**2 + SAMPLES * WIDTH * VOCABULARY + 3 * SAMPLES * 2 * WIDTH)


SPEC = """\
grokline: 1
name: benchmark
dataset:
  kind: modular-arithmetic
  operation: add
  modulus: 113
  second_operand: all
  tokens: x-y-eq
  train_fraction: 0.3
  rounding: down
model:
  kind: decoder-transformer
  layers: 1
  width: 128
  heads: 4
  positions: 3
  residual: no-norm
  activation: relu
  attention_bias: false
  initialization: scaled-normal
training:
  loss: cross-entropy
  batch_size: all
  optimizer: {kind: adamw, learning_rate: 1e-3, betas: [0.9, 0.98], weight_decay: 1}
  evaluate: {every: 1000000, over: {train: running, validation: all}}
  phases: {fit: {until: 100}}
seeds: [0]
"""

WORKLOAD = Workload(
    name="one-layer-transformer",
    title="1-layer transformer, full batch of 3,830",
    spec=SPEC,
    parameters=226_816,
    material=material,
    torch=torch_program,
    jax=jax_program,
    useful_multiplications=multiplications,
    targets=Targets(eager=5, best_peer=4.5, eager_two_threads=5),
    probe=4,
    same_start=False,
)
