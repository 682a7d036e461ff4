"""Writes the numbers of SpectrumFixture.swift: Welch spectra by SciPy, and the Fourier power of an embedding by NumPy.

    python3 Tests/ExperimentTests/Fixtures/spectrum.py > Tests/ExperimentTests/Analyses/SpectrumFixture.swift

SciPy 1.17. The signals and the embedding come from the congruential sequence of `noise`, which the tests repeat.
"""

import numpy as np
from scipy.signal import welch


def noise(seed, count):
    values, state = [], seed
    for _ in range(count):
        state = (1_103_515_245 * state + 12_345) % 2_147_483_648
        values.append(np.float32(np.float32(state >> 8) / np.float32(8_388_608) - np.float32(0.5)))
    return np.array(values, dtype=np.float32)


def spectra(mean):
    # Three signals of 150 values over each other: two of a tensor of 10 numbers, one of a tensor of one.
    rows = noise(7, 450).reshape(150, 3).astype(np.float64)
    each = [
        welch(rows[:, i], fs=2 * np.pi, window="hann", nperseg=32, noverlap=16, detrend=mean, scaling="density")[1]
        for i in range(3)
    ]
    return (5 * each[0] + 5 * each[1] + each[2]) / 11


def embedding():
    # 7 tokens of 4 numbers, of which the first 5 are residues.
    rows = noise(11, 28).reshape(7, 4)[:5].astype(np.float64)

    def power(rows):
        square = (np.abs(np.fft.fft(rows, axis=0)) ** 2).sum(axis=1) / len(rows) ** 2
        half = square[: len(rows) // 2 + 1].copy()
        half[1 : (len(rows) + 1) // 2] *= 2
        return half

    # 2 is the least primitive root modulo 5.
    return power(rows), power(rows[[1, 2, 4, 3]])


def swift(name, values):
    print(f"let {name} = [")
    for start in range(0, len(values), 4):
        print("  " + ", ".join(repr(float(v)) for v in values[start : start + 4]) + ",")
    print("]")


print("// Written by Fixtures/spectrum.py.\n")
swift("welchFixture", spectra(False))
swift("welchWithoutMeansFixture", spectra("constant"))
residues, powers = embedding()
swift("embeddingFixture", residues)
swift("embeddingPowersFixture", powers)
