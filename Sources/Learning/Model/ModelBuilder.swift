/// Collects a model before its memory exists: parameters, their first values, and the operations in order.
public struct ModelBuilder {
  private(set) var parameters: [Parameter] = []
  private(set) var draws: [Draw] = []
  private(set) var operations: [any Operation] = []
  private(set) var buffers: [Buffer] = []
  /// Sizes of memory that has nothing to do with rows.
  private(set) var memories: [Int] = []
  private(set) var links: [BatchRows.LinkRequest] = []
  private(set) var readsPaths = false
  /// What is handed from batch to batch.
  private(set) var carried: [CarriedState] = []
  private var size = 0
  /// How many masks dropout has.
  private(set) var masks = 0
  /// The length of the token sequences; 0 for features.
  let positions: Int

  public init(for inputs: Signature.Inputs) {
    if case .tokens(_, let length) = inputs { positions = length } else { positions = 0 }
  }

  /// A parameter with PyTorch's name; registration order is the order in the flat vector.
  public mutating func parameter(_ name: String, _ shape: [Int]) -> Parameter {
    precondition(!parameters.contains { $0.name == name }, "two parameters are called \(name)")
    let parameter = Parameter(name: name, shape: shape, offset: size)
    parameters.append(parameter)
    size += parameter.count
    return parameter
  }

  /// Says how a parameter starts; the order of these calls is the order of the random draws.
  public mutating func initialize(_ parameter: Parameter, _ initializer: Initializer) {
    draws.append(Draw(initializer: initializer, count: parameter.count, offset: parameter.offset))
  }

  /// Adds further numbers to how a parameter starts, each multiplied by its own factor.
  public mutating func add(_ initializer: Initializer, times factors: [Float], to parameter: Parameter) {
    precondition(
      factors.count == parameter.count, "\(factors.count) factors for \(parameter.count) numbers")
    draws.append(
      Draw(initializer: initializer, count: parameter.count, offset: parameter.offset, factors: factors))
  }

  /// Draws numbers that nothing uses, where PyTorch does.
  public mutating func discard(_ count: Int, _ initializer: Initializer) {
    draws.append(Draw(initializer: initializer, count: count, offset: nil))
  }

  /// A new matrix `[rows, width]` that an operation computes.
  public mutating func value(_ rows: RowSet, width: Int, needsGradient: Bool = true) -> Value {
    Value(data: scratch(rows, width: width), needsGradient: needsGradient)
  }

  /// Memory `[rows, width]` that an operation keeps for itself.
  mutating func scratch(_ rows: RowSet, width: Int) -> Buffer {
    let buffer = Buffer(index: buffers.count, rows: rows, width: width)
    buffers.append(buffer)
    return buffer
  }

  /// Room for `count` numbers that an operation lays out in `prepare`.
  mutating func memory(_ count: Int) -> Int {
    memories.append(count)
    return memories.count - 1
  }

  /// A place for dropout; nil if nothing is to be dropped.
  mutating func dropped(_ rate: Double) -> Dropped? {
    if rate == 0 { return nil }
    masks += 1
    return Dropped(rate: rate, place: masks - 1)
  }

  mutating func append(_ operation: some Operation) { operations.append(operation) }

  /// Asks for lists of the rows of `target` on whose paths each row of `source` lies.
  mutating func link(from source: RowSet, to target: RowSet) -> Int {
    let request = BatchRows.LinkRequest(source: source, target: target)
    if let index = links.firstIndex(of: request) { return index }
    links.append(request)
    return links.count - 1
  }

  /// Lets the states of whole inputs, rows of both buffers, precede the inputs of the next batch.
  mutating func carry(outputs: Buffer, cells: Buffer) -> CarriedState {
    let state = CarriedState(outputs: outputs, cells: cells, offset: carried.reduce(0) { $0 + $1.width })
    carried.append(state)
    return state
  }

  /// Says that an operation looks along the paths of a batch's prefixes, though it needs no links.
  mutating func readPaths() { readsPaths = true }

  var layout: ParameterLayout { ParameterLayout(parameters) }

  /// The operations with their gradients planned, all buffers, and the gradient that the loss must write.
  func finished(_ predictions: Value) -> (
    operations: [any Operation], buffers: [Buffer], lossGradient: Buffer
  ) {
    var plan = GradientPlan(buffers: buffers.count)
    guard let loss = plan.claim(predictions) else {
      preconditionFailure("predictions depend on no parameter")
    }
    var planned = operations
    for index in planned.indices.reversed() { planned[index].plan(&plan) }
    let covered = operations.reduce(0) { $0 + $1.parameterCount }
    precondition(covered == size, "gradients of \(covered) of \(size) parameters are computed")
    return (planned, buffers + plan.added, loss.buffer)
  }
}
