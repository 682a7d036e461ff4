"""One workload per file. A new one also gets its place in the table here."""

ORDER = [
    "modular-transformer",
    "modular-transformer-ema",
    "modular-transformer-ma",
    "modular-epoch",
    "one-layer-transformer",
    "small-gpt",
    "mnist-mlp",
    "teacher-student",
    "addition",
    "lstm",
    "lstm-reviews",
    "nnconv",
]
