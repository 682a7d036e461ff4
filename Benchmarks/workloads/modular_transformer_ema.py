"""A training step of the modular transformer with Grokfast-EMA (decay 0.98, gain 2)."""

from harness.workload import Material, Program, Targets, Workload
from programs import modular_transformer as model

DECAY = 0.98
GAIN = 2.0


def torch_program(material: Material, compiled: bool) -> Program:
    from programs.torch_filters import ExponentialMovingAverage

    return model.torch_training(
        material, compiled, lambda parameters: ExponentialMovingAverage(parameters, DECAY, GAIN)
    )


def jax_program(material: Material) -> Program:
    from programs.jax_filters import average_memory, exponential_moving_average

    return model.jax_training(
        material, lambda parameters: (exponential_moving_average(DECAY, GAIN), average_memory(parameters))
    )


WORKLOAD = Workload(
    name="modular-transformer-ema",
    title="the same with EMA",
    spec=model.spec()
    + "runs: {main: {training: {filter: {kind: exponential-moving-average, decay: 0.98, gain: 2}}}}\n",
    parameters=model.PARAMETERS,
    material=model.material,
    torch=torch_program,
    jax=jax_program,
    useful_multiplications=model.step_multiplications,
    targets=Targets(eager=3.3, best_peer=3.2, eager_two_threads=4.3),
    share_of_peak=0.85,
    steps_per_epoch=model.STEPS_PER_EPOCH,
)
