"""Writes Analyses/TrajectoryPCAFixture.swift: principal components of short walks, by NumPy's SVD in float64.

Run from the repository's root: python3 Tests/ExperimentTests/Fixtures/trajectory_pca.py
The walks are float32 sums of multiples of 2**-26, so that Swift makes exactly the same numbers.
"""

import numpy

PARAMETERS = 50
COMPONENTS = 3
WALKS = {"baseline/seed=0": (1, 12), "filtered/seed=0": (2, 9), "baseline/seed=1": (3, 7)}


def walk(seed, steps):
    state, weights, snapshots = seed, numpy.zeros(PARAMETERS, numpy.float32), []
    for _ in range(steps):
        for index in range(PARAMETERS):
            state = (1103515245 * state + 12345) % 2**31
            weights[index] += numpy.float32((state >> 8) / 2.0**23 - 0.5) / numpy.float32(8)
        snapshots.append(weights.copy())
    return numpy.array(snapshots).astype(numpy.float64)


def components(fitted, others):
    mean = fitted.mean(axis=0)
    _, sizes, axes = numpy.linalg.svd(fitted - mean, full_matrices=False)
    axes = axes[:COMPONENTS]
    travelled = (fitted[-1] - fitted[0]) @ axes.T
    axes = axes * numpy.sign(travelled)[:, None]
    explained = (sizes**2 / (sizes**2).sum())[:COMPONENTS]
    return [(rows - mean) @ axes.T for rows in [fitted] + others], explained


data = {name: walk(*parameters) for name, parameters in WALKS.items()}
(first, filtered), explained_0 = components(data["baseline/seed=0"], [data["filtered/seed=0"]])
(second,), explained_1 = components(data["baseline/seed=1"], [])
result = {
    "baseline/seed=0": (first, explained_0),
    "filtered/seed=0": (filtered, explained_0),
    "baseline/seed=1": (second, explained_1),
}

with open("Tests/ExperimentTests/Analyses/TrajectoryPCAFixture.swift", "w") as file:
    file.write("// Written by Fixtures/trajectory_pca.py.\n\n")
    file.write("/// Scores of each snapshot and the explained shares, as NumPy finds them.\n")
    file.write("let trajectoryPCAFixture: [String: (scores: [[Double]], explained: [Double])] = [\n")
    for name, (scores, explained) in result.items():
        file.write(f'  "{name}": (\n    scores: [\n')
        for row in scores:
            file.write("      [" + ", ".join(repr(float(value)) for value in row) + "],\n")
        shares = ", ".join(repr(float(value)) for value in explained)
        file.write(f"    ],\n    explained: [{shares}]\n  ),\n")
    file.write("]\n")
