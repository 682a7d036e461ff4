internal import Compute

/// Runs a program's passes on a team of threads.
final class Runner: TeamWork {
  /// What a task number means.
  private enum Job {
    case idle
    /// Task: one of `program.preparing`.
    case prepare
    /// Task: one of `shards` ranges of rows through a stretch.
    case stretch(Program.Stretch, rows: Int, shards: Int, backward: Bool)
    /// Task: one of `pieces` of the columns at one depth.
    case depth(any Recurrence, Int, pieces: Int, backward: Bool)
    /// Task: one of `pieces`.
    case parameters
  }

  /// One piece of one operation's parameter gradient.
  private struct Piece {
    let operation: Int
    let index: Int
    let count: Int
  }

  private let program: Program
  private let rows: BatchRows
  let team: Team
  /// What the team works on now.
  private var job = Job.idle
  private var pass: Pass?
  private var pieces: [Piece] = []

  init(_ program: Program, rows: BatchRows, threads: Int) {
    self.program = program
    self.rows = rows
    team = Team(threads: threads)
    pieces.reserveCapacity(program.learning.count * 64)
  }

  /// Takes notice that parameters have changed.
  func prepare(_ pass: Pass) {
    if program.preparation < Program.smallestSharedPreparation {
      for index in program.preparing { program.operations[index].prepare(pass) }
    } else {
      share(.prepare, tasks: program.preparing.count, pass)
    }
  }

  func forward(_ pass: Pass) { run(pass, program.forward, backward: false) }

  /// The gradients of all values and parameters, given that of the predictions.
  func backward(_ pass: Pass) {
    run(pass, program.backward, backward: true)
    runParameterGradients(pass)
  }

  private func run(_ pass: Pass, _ stretches: [Program.Stretch], backward: Bool) {
    for stretch in stretches {
      if let recurrence = stretch.recurrence {
        run(recurrence, pass, backward: backward)
        continue
      }
      let count = rows.count(stretch.rows)
      let shards = stretch.shards(count)
      if shards == 1 {
        perform(stretch, 0..<count, pass, backward: backward)
      } else {
        share(
          .stretch(stretch, rows: count, shards: shards, backward: backward), tasks: shards, pass)
      }
    }
  }

  private func run(_ recurrence: any Recurrence, _ pass: Pass, backward: Bool) {
    for step in 0..<rows.positions {
      let depth = backward ? rows.positions - 1 - step : step
      let pieces = recurrence.pieces(rows: rows.rows(atDepth: depth).count)
      if pieces == 1 {
        perform(recurrence, depth, piece: 0, of: 1, pass, backward: backward)
      } else {
        share(.depth(recurrence, depth, pieces: pieces, backward: backward), tasks: pieces, pass)
      }
    }
  }

  private func share(_ job: Job, tasks: Int, _ pass: Pass) {
    self.job = job
    self.pass = pass
    team.run(self, tasks: tasks)
    self.job = .idle
    self.pass = nil
  }

  private func runParameterGradients(_ pass: Pass) {
    pieces.removeAll(keepingCapacity: true)
    var work = 0
    for index in program.learning {
      let operation = program.operations[index]
      let count = rows.count(operation.forwardRows ?? .ends)
      work += count * operation.work
      let parts = operation.parameterPieces(rows: count)
      for part in 0..<parts { pieces.append(Piece(operation: index, index: part, count: parts)) }
    }
    if work < Program.smallestSharedWork {
      for piece in pieces { perform(piece, pass) }
    } else {
      share(.parameters, tasks: pieces.count, pass)
    }
    for index in program.adding { program.operations[index].addParameterGradient(pass) }
  }

  func run(task: Int) {
    guard let pass else { return }
    switch job {
    case .idle: break
    case .prepare: program.operations[program.preparing[task]].prepare(pass)
    case .stretch(let stretch, let rows, let shards, let backward):
      perform(stretch, (rows * task / shards)..<(rows * (task + 1) / shards), pass, backward: backward)
    case .depth(let recurrence, let depth, let pieces, let backward):
      perform(recurrence, depth, piece: task, of: pieces, pass, backward: backward)
    case .parameters: perform(pieces[task], pass)
    }
  }

  private func perform(
    _ recurrence: any Recurrence, _ depth: Int, piece: Int, of pieces: Int, _ pass: Pass, backward: Bool
  ) {
    if backward {
      recurrence.backward(depth: depth, piece: piece, of: pieces, pass)
    } else {
      recurrence.forward(depth: depth, piece: piece, of: pieces, pass)
    }
  }

  /// Takes some rows at a time through all operations, so that each finds in the cache what the one before it left.
  private func perform(_ stretch: Program.Stretch, _ rows: Range<Int>, _ pass: Pass, backward: Bool) {
    let count = (rows.count + Program.rowsTogether / 2) / Program.rowsTogether
    for block in 0..<max(count, 1) where !rows.isEmpty {
      let start = rows.lowerBound + rows.count * block / max(count, 1)
      let end = rows.lowerBound + rows.count * (block + 1) / max(count, 1)
      for index in stretch.operations {
        if backward {
          program.operations[index].backward(start..<end, pass)
        } else {
          program.operations[index].forward(start..<end, pass)
        }
      }
    }
  }

  private func perform(_ piece: Piece, _ pass: Pass) {
    program.operations[piece.operation].parameterGradient(piece.index, of: piece.count, pass)
  }
}
