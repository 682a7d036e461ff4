"""One epoch of the modular transformer as Grokfast's code runs it: ten steps, then the whole validation set.

Nine batches of 512 and one of 48; training loss and accuracy are means over the batches while weights move, those of
the validation set are taken at the end, in chunks of 512.
"""

from __future__ import annotations

from harness.workload import Material, Program, Targets, Workload
from programs import modular_transformer as model

TRAIN_ROWS = 4_656
CHUNKS = [512] * 9 + [48]


def material() -> Material:
    """Initial parameters, the training rows in the order of four epochs, and the validation rows, for seed 0."""
    import torch

    from programs import modular_data

    torch.manual_seed(0)
    parameters = model.initial_parameters()
    train, validation = modular_data.split(TRAIN_ROWS)
    return {
        **parameters,
        "train": modular_data.epochs(train, 4).numpy(),
        "validation": validation.numpy(),
    }


def torch_program(material: Material, compiled: bool) -> Program:
    from programs.torch_epoch import TorchEpoch

    return TorchEpoch(model.torch_model(material), material["train"], material["validation"], compiled)


def jax_program(material: Material) -> Program:
    from programs.jax_epoch import JaxEpoch

    return JaxEpoch(
        model.jax_parameters(material), material["train"], material["validation"], model.HEADS, model.LAYERS
    )


def multiplications() -> float:
    """Three forward passes' worth for each training batch, one for each validation chunk."""
    return sum(model.step_multiplications(size) + model.forward_multiplications(size) for size in CHUNKS)


WORKLOAD = Workload(
    name="modular-epoch",
    title="one epoch of it with evaluation",
    spec=model.spec(train_fraction="0.5", evaluate="1 epoch"),
    parameters=model.PARAMETERS,
    material=material,
    torch=torch_program,
    jax=jax_program,
    useful_multiplications=multiplications,
    targets=Targets(eager=3.3, best_peer=3.2, eager_two_threads=4.3),
    unit="epoch",
    steps_per_unit=len(CHUNKS),
    steps_per_epoch=len(CHUNKS),
    probe=1,
)
