"""Times Grokline's training step beside PyTorch's and JAX's, in one run and alternating."""
