"""A training step of the modular transformer with Grokfast-MA (window 100, gain 5), the window full."""

from harness.workload import Material, Program, Targets, Workload
from programs import modular_transformer as model

WINDOW = 100
GAIN = 5.0


def torch_program(material: Material, compiled: bool) -> Program:
    from programs.torch_filters import MovingAverage

    return model.torch_training(
        material, compiled, lambda parameters: MovingAverage(parameters, WINDOW, GAIN, fill=True)
    )


def jax_program(material: Material) -> Program:
    from programs.jax_filters import moving_average, ring_memory

    return model.jax_training(
        material, lambda parameters: (moving_average(WINDOW, GAIN, fill=True), ring_memory(parameters, WINDOW))
    )


WORKLOAD = Workload(
    name="modular-transformer-ma",
    title="the same with MA, window 100 full",
    spec=model.spec() + "runs: {main: {training: {filter: {kind: moving-average, window: 100, gain: 5}}}}\n",
    parameters=model.PARAMETERS,
    material=model.material,
    torch=torch_program,
    jax=jax_program,
    useful_multiplications=model.step_multiplications,
    targets=Targets(eager=4, best_peer=4, eager_two_threads=5),
    after=WINDOW,
    same_start=False,  # peers start with the window full
    steps_per_epoch=model.STEPS_PER_EPOCH,
)
