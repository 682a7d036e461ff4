"""A training step of Omnigrok's student (arXiv 2210.01117, Figure 2): 5-100-100-5, full batch of 100."""

from __future__ import annotations

from harness.workload import Material, Targets, Workload
from programs.regression import Regression

SAMPLES = 100
MODEL = Regression([5, 100, 100, 5], "tanh", learning_rate=3e-4, weight_decay=0.05)


def material() -> Material:
    """Seed 0 gives the teacher and its inputs, seed 1 the student, which is scaled by 2."""
    import torch

    torch.manual_seed(0)
    teacher = MODEL.initial()
    inputs = torch.randn(SAMPLES, 5)
    with torch.no_grad():
        targets = teacher(inputs)
    torch.manual_seed(1)
    return MODEL.material(MODEL.initial(scale=2), inputs[None], targets[None])


SPEC = """\
grokline: 1
name: benchmark
rng: pytorch
dataset:
  {kind: teacher-student, widths: [5, 100, 100, 5], activation: tanh, train_size: 100, validation_size: 100, seed: 0}
model: {kind: mlp, widths: [5, 100, 100, 5], activation: tanh, scale: 2, seed: 1}
training:
  loss: mean-squared-error
  batch_size: all
  optimizer: {kind: adamw, learning_rate: 3e-4, weight_decay: 0.05}
  evaluate: {every: 1000000, over: {train: running, validation: all}}
  phases: {fit: {until: 100}}
seeds: [0]
"""

WORKLOAD = Workload(
    name="teacher-student",
    title="teacher–student MLP, full batch of 100",
    spec=SPEC,
    parameters=11_205,
    material=material,
    torch=MODEL.torch,
    jax=MODEL.jax,
    useful_multiplications=lambda: MODEL.multiplications(SAMPLES),
    targets=Targets(eager=6, best_peer=1.5),
    probe=2_000,
    published=[0.359951],
)
