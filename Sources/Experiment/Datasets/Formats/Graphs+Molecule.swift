internal import Learning

extension Graphs {
  /// Adds a molecule as PyTorch Geometric encodes it: 11 numbers per atom, 4 per bond and direction.
  mutating func append(_ molecule: Molecule) {
    let elements = Molecule.Element.allCases
    var hydrogens = [Float](repeating: 0, count: molecule.atoms.count)
    for bond in molecule.bonds {
      for (atom, other) in [(bond.from, bond.to), (bond.to, bond.from)]
      where molecule.atoms[other] == .hydrogen {
        hydrogens[atom] += 1
      }
    }
    var nodes: [Float] = []
    for (atom, hydrogens) in zip(molecule.atoms, hydrogens) {
      nodes += elements.map { $0 == atom ? 1 : 0 }
      nodes += [Float(atom.rawValue), 0, 0, 0, 0, hydrogens]
    }
    var bonds: [(source: Int, target: Int, order: Molecule.Bond.Order)] = []
    for bond in molecule.bonds {
      bonds.append((bond.from, bond.to, bond.order))
      bonds.append((bond.to, bond.from, bond.order))
    }
    bonds.sort { ($0.source, $0.target) < ($1.source, $1.target) }
    var edges: [Float] = []
    for bond in bonds { edges += (1...4).map { $0 == bond.order.rawValue ? 1 : 0 } }
    append(nodes: nodes, edges: edges, ends: bonds.map { ($0.source, $0.target) })
  }
}
