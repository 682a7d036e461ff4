"""A training step of nanoGPT's small decoder: 4 layers, 128 wide, 12 windows of 64 characters, a loss at every position.

The text is drawn here from 65 characters; real ones share a few more rows. Windows are taken in a new order in each
epoch, not as random crops, so that all contestants can be compared over an epoch of 40 steps.
"""

from __future__ import annotations

import random
import string

from harness.workload import PARAMETER, Material, Program, Targets, Workload, parameters_of

LAYERS, WIDTH, HEADS, CONTEXT, BATCH = 4, 128, 4, 64, 12
ALPHABET = sorted(string.ascii_letters + string.digits + " .,")
STEPS_PER_EPOCH = 40
WINDOWS = BATCH * STEPS_PER_EPOCH
TRAIN_TOKENS = WINDOWS + CONTEXT
TOKENS = TRAIN_TOKENS * 5 // 4


def text() -> str:
    """Every character once, then any in any order."""
    source = random.Random(0)
    return "".join(ALPHABET + source.choices(ALPHABET, k=TOKENS - len(ALPHABET)))


def gpt():
    from programs.torch_gpt import GPT

    return GPT(len(ALPHABET), CONTEXT, WIDTH, HEADS, LAYERS)


def material() -> Material:
    """Initial parameters and the batches of four epochs, for seed 0 of PyTorch's generator."""
    import torch

    torch.manual_seed(0)
    parameters = {f"{PARAMETER}{name}": value.detach().numpy() for name, value in gpt().named_parameters()}
    numbers = torch.tensor([ALPHABET.index(character) for character in text()[:TRAIN_TOKENS]])
    windows = numbers.unfold(0, CONTEXT + 1, 1)
    order = torch.arange(WINDOWS)
    orders = []
    for _ in range(4):
        order = order[torch.randperm(WINDOWS)]
        orders.append(order)
    batches = windows[torch.cat(orders)].view(-1, BATCH, CONTEXT + 1)
    return {**parameters, "inputs": batches[..., :-1].numpy(), "targets": batches[..., 1:].numpy()}


def torch_program(material: Material, compiled: bool) -> Program:
    import torch
    from torch.nn.functional import cross_entropy

    from programs.torch_training import TorchTraining

    model = gpt()
    initial = {name: torch.from_numpy(value) for name, value in parameters_of(material).items()}
    # The head's matrix is the table of tokens, and listed once.
    model.load_state_dict(initial, strict=False)
    return TorchTraining(
        model,
        lambda windows, answers: cross_entropy(model(windows).flatten(0, 1), answers.flatten()),
        list(zip(torch.from_numpy(material["inputs"]), torch.from_numpy(material["targets"]))),
        torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1),
        compiled,
    )


def jax_program(material: Material) -> Program:
    import jax.numpy as jnp

    from programs.jax_decoder import cross_entropy
    from programs.jax_gpt import gpt
    from programs.jax_training import Adam, JaxTraining

    integers = [jnp.asarray(material[name].astype("int32")) for name in ("inputs", "targets")]

    def loss(values, windows, answers):
        return cross_entropy(gpt(values, windows, HEADS, LAYERS).reshape(-1, len(ALPHABET)), answers.reshape(-1))

    return JaxTraining(
        {name: jnp.asarray(value) for name, value in parameters_of(material).items()},
        loss,
        list(zip(*integers)),
        Adam(1e-3, betas=(0.9, 0.99), weight_decay=0.1, decoupled=True),
    )


def multiplications() -> float:
    """Three times the forward pass over distinct rows, all of which reach the loss.

    Prefixes of more than one random character are almost never equal, so there are BATCH rows for every position.
    Each block: queries, keys, values (3), output (1), MLP (4 + 4) in width² per row, of which the first block's 3 are
    functions of character and position: as many rows as a position has distinct characters. Attention: 2 · width for each
    pair of a row and one that it sees. Head: width × 65 for each row.
    """
    tokens = len(ALPHABET)
    rows = BATCH * CONTEXT
    distinct = CONTEXT * tokens * (1 - (1 - 1 / tokens) ** BATCH)
    squares = LAYERS * 12 * rows - 3 * (rows - distinct)
    pairs = LAYERS * BATCH * CONTEXT * (CONTEXT + 1) / 2
    return 3 * (squares * WIDTH**2 + pairs * 2 * WIDTH + rows * WIDTH * tokens)


SPEC = f"""\
grokline: 1
name: benchmark
rng: pytorch
dataset: {{kind: text, file: text.txt, context: {CONTEXT}, train_fraction: 0.8}}
model: {{kind: gpt, layers: {LAYERS}, width: {WIDTH}, heads: {HEADS}}}
training:
  loss: cross-entropy
  batch_size: {BATCH}
  order: reshuffled
  optimizer: {{kind: adamw, learning_rate: 1e-3, betas: [0.9, 0.99], weight_decay: 0.1}}
  evaluate: {{every: 1000000 epochs, over: {{train: running, validation: all}}, measures: [loss]}}
  phases: {{fit: {{until: 100}}}}
seeds: [0]
"""

WORKLOAD = Workload(
    name="small-gpt",
    title="small GPT, 12 windows of 64 characters",
    spec=SPEC,
    parameters=804_096,
    material=material,
    torch=torch_program,
    jax=jax_program,
    useful_multiplications=multiplications,
    targets=Targets(eager=1.5),
    steps_per_epoch=STEPS_PER_EPOCH,
    needs={"text.txt": text},
)
