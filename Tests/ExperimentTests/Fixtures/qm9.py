"""Encodes the molecules of an SDF file by RDKit as PyTorch Geometric's QM9 does (unsanitized, hydrogens kept), and
writes what the tests compare with: python3 qm9.py gdb9_subset.tar.gz > qm9.json    (needs the package rdkit)
"""

import hashlib
import io
import json
import sys
import tarfile

from rdkit import Chem, RDLogger
from rdkit.Chem.rdchem import BondType, HybridizationType

RDLogger.DisableLog("rdApp.*")
COUNT = 500
TYPES = ["H", "C", "N", "O", "F"]
BONDS = [BondType.SINGLE, BondType.DOUBLE, BondType.TRIPLE, BondType.AROMATIC]
SHAPES = [HybridizationType.SP, HybridizationType.SP2, HybridizationType.SP3]

with tarfile.open(sys.argv[1]) as archive:
    sdf = archive.extractfile("gdb9.sdf").read().decode()
    table = archive.extractfile("gdb9.sdf.csv").read().decode().splitlines()

supplier = Chem.SDMolSupplier()
supplier.SetData(sdf, removeHs=False, sanitize=False)
column = table[0].split(",").index("alpha")
molecules = []
for index, molecule in zip(range(COUNT), supplier):
    nodes = []
    for atom in molecule.GetAtoms():
        hydrogens = sum(other.GetSymbol() == "H" for other in atom.GetNeighbors())
        nodes.append(
            [int(atom.GetSymbol() == symbol) for symbol in TYPES]
            + [atom.GetAtomicNum(), int(atom.GetIsAromatic())]
            + [int(atom.GetHybridization() == shape) for shape in SHAPES]
            + [hydrogens]
        )
    edges = []
    for bond in molecule.GetBonds():
        features = [int(bond.GetBondType() == kind) for kind in BONDS]
        ends = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
        edges += [[*ends, *features], [*reversed(ends), *features]]
    edges.sort()
    row = table[index + 1].split(",")
    assert row[0] == molecule.GetProp("_Name")
    molecules.append((nodes, edges, float(row[column])))

flat = ";".join(
    ",".join(str(number) for part in (nodes, edges) for line in part for number in line)
    for nodes, edges, _ in molecules
)
json.dump(
    {
        "count": COUNT,
        "first": [{"nodes": nodes, "edges": edges} for nodes, edges, _ in molecules[:3]],
        "alpha": [alpha for _, _, alpha in molecules[:20]],
        "sha256": hashlib.sha256(flat.encode()).hexdigest(),
    },
    sys.stdout,
)
print()
