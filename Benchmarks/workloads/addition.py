"""A training step of Omnigrok's addition toy (arXiv 2210.01117, Figure 6): a decoder 2-200-200-30, symbols held fixed.

54 of the 55 unordered pairs train, in one batch: the code's "55" leaves one pair for validation.
"""

from __future__ import annotations

from harness.workload import Material, Targets, Workload
from programs.regression import Regression

DIGITS, TEMPLATE, SAMPLES, SEED, SCALE = 10, 30, 54, 58, 2.5
MODEL = Regression([2, 200, 200, 30], "leaky-relu", learning_rate=1e-2, betas=(0.9, 0.99), fixed_norm=True)


def material() -> Material:
    """Two generators, both seeded with 58.

    NumPy's gives templates that nobody uses, the templates of the answers, and which pairs train. PyTorch's gives an
    encoder that nobody uses, the decoder, and the representations; their messiness is 0, so digits lie on the line.
    """
    import numpy
    import torch

    source = numpy.random.RandomState(SEED)
    source.normal(size=(DIGITS, TEMPLATE))
    templates = source.normal(size=(DIGITS, TEMPLATE))
    pairs = numpy.array([(i, j) for i in range(DIGITS) for j in range(i, DIGITS)])
    chosen = pairs[source.choice(len(pairs), SAMPLES, replace=False)]
    torch.manual_seed(SEED)
    Regression([DIGITS, 200, 200, 2], "leaky-relu", learning_rate=1e-2).initial()
    decoder = MODEL.initial(scale=SCALE)
    noise = torch.rand(DIGITS, 2) * 2 - 1
    line = torch.stack([torch.linspace(-1, 1, DIGITS), 0.3 * noise[:, 1]], dim=1)
    inputs = line[chosen[:, 0]] + line[chosen[:, 1]]
    targets = torch.from_numpy(templates[chosen.sum(1) % DIGITS]).float()
    return MODEL.material(decoder, inputs[None], targets[None])


SPEC = """\
grokline: 1
name: benchmark
rng: pytorch
dataset: {kind: addition-pairs, modulus: 10, train_size: 54, template_dimension: 30, seed: 58}
model:
  kind: representation-decoder
  representation: {dimension: 2, messiness: 0, mixing_at_one: 0.2}
  decoder: {widths: [2, 200, 200, 30], activation: leaky-relu}
  scale: {by: 2.5, parameters: "decoder.*"}
  seed: 58
training:
  loss: mean-squared-error
  batch_size: all
  optimizer:
    kind: adam
    learning_rate: 1e-2
    betas: [0.9, 0.99]
    groups: {representation: {parameters: "representation.*", learning_rate: 0}}
  constraint: {kind: fixed-norm, parameters: "decoder.*", count: first-weight-twice, project: after-step}
  evaluate: {every: 1000000, over: {train: running, validation: all}}
  phases: {fit: {until: 100}}
seeds: [0]
"""

WORKLOAD = Workload(
    name="addition",
    title="addition MLP, full batch of 54",
    spec=SPEC,
    parameters=46_830,
    material=material,
    torch=MODEL.torch,
    jax=MODEL.jax,
    useful_multiplications=lambda: MODEL.multiplications(SAMPLES),
    targets=Targets(eager=3.5, best_peer=1.3),
    probe=2_000,
    frozen_parameters=DIGITS * 2,
    published=[3.22342, 3.37243, 3.61928, 3.79134, 4.07200, 4.26877, 4.81150, 5.42595, 5.71670, 6.44890],
)
