"""What the multilayer perceptrons that fit vectors have in common: material, programs and counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from harness.workload import PARAMETER, Material, Program, parameters_of


@dataclass(frozen=True)
class Regression:
    """A perceptron, a mean squared error over samples and outputs, and Adam or AdamW."""

    widths: Sequence[int]
    activation: str
    """relu, tanh, or leaky-relu with slope 0.2."""
    learning_rate: float
    betas: tuple[float, float] = (0.9, 0.999)
    weight_decay: float | None = None
    """Decoupled, AdamW; None is Adam without decay."""
    fixed_norm: bool = False

    @property
    def parameters(self) -> int:
        return sum((inputs + 1) * outputs for inputs, outputs in zip(self.widths, self.widths[1:]))

    def multiplications(self, samples: int, inputs: int | None = None) -> float:
        """Forward and gradient of the weights in every layer, gradient of the inputs in all but the first.

        `inputs`: columns of the first layer that are not zero in the whole training set, if not all.
        """
        first = (inputs or self.widths[0]) * self.widths[1]
        others = sum(a * b for a, b in zip(self.widths[1:], self.widths[2:]))
        return samples * (2 * first + 3 * others)

    def initial(self, scale: float = 1):
        """A model drawn from PyTorch's generator as it stands, times `scale`."""
        from torch import nn

        from programs import torch_mlp

        activations = {"relu": nn.ReLU, "tanh": nn.Tanh, "leaky-relu": lambda: nn.LeakyReLU(0.2)}
        model = torch_mlp.multilayer_perceptron(self.widths, activations[self.activation])
        torch_mlp.scale(model, scale)
        return model

    def material(self, model, inputs, targets) -> Material:
        """From a model and batches [count, B, width] as PyTorch tensors."""
        values = {f"{PARAMETER}{name}": value.numpy() for name, value in model.state_dict().items()}
        return {**values, "inputs": inputs.numpy(), "targets": targets.numpy()}

    def torch(self, material: Material, compiled: bool) -> Program:
        import torch
        from torch.nn.functional import mse_loss

        from programs.torch_mlp import FixedNorm
        from programs.torch_training import TorchTraining

        model = self.initial()
        model.load_state_dict({name: torch.from_numpy(value) for name, value in parameters_of(material).items()})
        options = {"lr": self.learning_rate, "betas": self.betas}
        if self.weight_decay is None:
            optimizer = torch.optim.Adam(model.parameters(), **options)
        else:
            optimizer = torch.optim.AdamW(model.parameters(), weight_decay=self.weight_decay, **options)
        return TorchTraining(
            model,
            lambda inputs, targets: mse_loss(model(inputs), targets),
            list(zip(torch.from_numpy(material["inputs"]), torch.from_numpy(material["targets"]))),
            optimizer,
            compiled,
            project=FixedNorm(model) if self.fixed_norm else None,
        )

    def jax(self, material: Material) -> Program:
        import jax
        import jax.numpy as jnp

        from programs import jax_mlp
        from programs.jax_training import Adam, JaxTraining

        activations = {
            "relu": jax.nn.relu,
            "tanh": jnp.tanh,
            "leaky-relu": lambda x: jax.nn.leaky_relu(x, 0.2),
        }
        activation = activations[self.activation]
        parameters = {name: jnp.asarray(value) for name, value in parameters_of(material).items()}
        return JaxTraining(
            parameters,
            lambda values, inputs, targets: jax_mlp.mean_squared_error(
                jax_mlp.multilayer_perceptron(values, inputs, activation), targets
            ),
            list(zip(jnp.asarray(material["inputs"]), jnp.asarray(material["targets"]))),
            Adam(self.learning_rate, self.betas, weight_decay=self.weight_decay or 0.0, decoupled=True),
            project=jax_mlp.fixed_norm(jax_mlp.norm(parameters)) if self.fixed_norm else None,
        )
