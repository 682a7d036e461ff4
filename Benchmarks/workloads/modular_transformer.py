"""A training step of Grokfast's modular transformer, batch 512, no filter."""

from harness.workload import Targets, Workload
from programs import modular_transformer as model

WORKLOAD = Workload(
    name="modular-transformer",
    title="modular transformer, batch 512",
    spec=model.spec(),
    parameters=model.PARAMETERS,
    material=model.material,
    torch=model.torch_training,
    jax=model.jax_training,
    useful_multiplications=model.step_multiplications,
    targets=Targets(eager=3.3, best_peer=3.2, eager_two_threads=4.3),
    share_of_peak=0.85,
    steps_per_epoch=model.STEPS_PER_EPOCH,
)
