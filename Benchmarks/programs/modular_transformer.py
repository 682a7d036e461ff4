"""The modular transformer of Grokfast for the workloads that train it: shapes, shared material, programs, counts."""

from __future__ import annotations

from typing import Callable

from harness.workload import Material, Program, parameters_of

WIDTH = 128
HEADS = 4
LAYERS = 2
POSITIONS = 5
PARAMETERS = 422_784
STEPS_PER_EPOCH = 9
TRAIN_ROWS = 9 * 512



def spec(train_fraction: str = "0.49485", evaluate: str = "1000000 epochs") -> str:
    """Grokline's spec. The usual fraction leaves 4,608 training rows: nine full batches of 512, none short."""
    return f"""\
grokline: 1
name: benchmark
rng: pytorch
dataset:
  kind: modular-arithmetic
  operation: multiply
  modulus: 97
  second_operand: nonzero
  train_fraction: {train_fraction}
model: {{kind: decoder-transformer, layers: 2, width: 128, heads: 4, residual: normalized}}
training:
  loss: cross-entropy
  batch_size: 512
  order: reshuffled
  optimizer: {{kind: adam, learning_rate: 1e-3, betas: [0.9, 0.98], weight_decay: 0}}
  schedule: {{kind: linear-warmup, steps: 10}}
  evaluate: {{every: {evaluate}, over: {{train: running, validation: all}}}}
  phases: {{fit: {{until: 100}}}}
seeds: [0]
"""


def initial_parameters() -> Material:
    """The decoder's parameters, drawn from PyTorch's generator as it stands."""
    from programs import modular_data
    from programs.torch_decoder import Decoder

    model = Decoder(modular_data.VOCABULARY, POSITIONS, WIDTH, HEADS, LAYERS)
    return {f"parameter/{name}": value.numpy() for name, value in model.state_dict().items()}


def material() -> Material:
    """Initial parameters and the batches of four epochs, for seed 0 of PyTorch's generator."""
    import torch

    from programs import modular_data

    torch.manual_seed(0)
    parameters = initial_parameters()
    train, _ = modular_data.split(TRAIN_ROWS)
    batches = modular_data.epochs(train, 4).reshape(-1, modular_data.BATCH, 5)
    return {**parameters, "inputs": batches[..., :4].numpy(), "targets": batches[..., 4].numpy()}


def torch_model(material: Material):
    """The decoder with the material's parameters."""
    import torch

    from programs import modular_data
    from programs.torch_decoder import Decoder

    model = Decoder(modular_data.VOCABULARY, POSITIONS, WIDTH, HEADS, LAYERS)
    model.load_state_dict({name: torch.from_numpy(value) for name, value in parameters_of(material).items()})
    return model


def jax_parameters(material: Material):
    """The material's parameters as JAX arrays."""
    import jax.numpy as jnp

    return {name: jnp.asarray(value) for name, value in parameters_of(material).items()}


def torch_training(material: Material, compiled: bool, filter: Callable | None = None) -> Program:
    """The training step in PyTorch; `filter` makes a gradient filter from the parameters."""
    import torch
    from torch.nn.functional import cross_entropy

    from programs.torch_training import TorchTraining

    model = torch_model(material)
    batches = list(zip(torch.from_numpy(material["inputs"]), torch.from_numpy(material["targets"])))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98))
    return TorchTraining(
        model,
        lambda sequences, answers: cross_entropy(model(sequences), answers),
        batches,
        optimizer,
        compiled,
        filter=filter(model.parameters()) if filter else None,
        warmup=10,
    )


def jax_training(material: Material, filter: Callable | None = None) -> Program:
    """The training step in JAX; `filter` makes a filter and its first memory from the parameters."""
    import jax.numpy as jnp

    from programs.jax_decoder import cross_entropy, decoder
    from programs.jax_training import Adam, JaxTraining

    parameters = jax_parameters(material)
    batches = [
        (jnp.asarray(inputs), jnp.asarray(targets))
        for inputs, targets in zip(material["inputs"].astype("int32"), material["targets"].astype("int32"))
    ]
    rewrite, memory = filter(parameters) if filter else (None, None)
    return JaxTraining(
        parameters,
        lambda values, sequences, answers: cross_entropy(decoder(values, sequences, HEADS, LAYERS), answers),
        batches,
        Adam(1e-3, betas=(0.9, 0.98), warmup=10),
        filter=rewrite,
        filter_memory=memory,
    )


def forward_multiplications(samples: int) -> float:
    """Multiplications of a forward pass over a batch of distinct equations, with equal rows computed once.

    A row of position 0 is one of 97 values of x, position 1 always holds the operation, a row of position 2 is one of
    96 values of y, position 3 always holds the equals sign; X and Y are how many of them the batch holds. Past
    attention, which is causal, a row is a function of its prefix: X distinct prefixes end at position 0, X at 1,
    `samples` at 2 and at 3. In rows times width²:
    - Block 1, query, key and value (3): X + 1 + Y + 1 rows. Output and MLP (1 + 8): 2 X + 2 samples rows.
    - Block 2, key and value (2): 2 X + 2 samples rows. Query, output and MLP (1 + 1 + 8): the last position only.
    And the head, width × 99 for each sample; and attention, 2 · width for each pair of a row and one that it sees:
    X · (1 + 2) + samples · (3 + 4) pairs in block 1, samples · 4 in block 2.
    """
    x, y = expected_distinct(97, samples), expected_distinct(96, samples)
    prefixes = 2 * x + 2 * samples
    squares = 3 * (x + 1 + y + 1) + 9 * prefixes + 2 * prefixes + 10 * samples
    pairs = 3 * x + 7 * samples + 4 * samples
    return squares * WIDTH**2 + samples * WIDTH * 99 + pairs * 2 * WIDTH


def step_multiplications(samples: int = 512) -> float:
    """Forward, gradient of the inputs and gradient of the weights: three times the forward pass."""
    return 3 * forward_multiplications(samples)


def expected_distinct(values: int, draws: int) -> float:
    """How many of so many equally likely values occur in so many draws, on average."""
    return values * (1 - (1 - 1 / values) ** draws)
