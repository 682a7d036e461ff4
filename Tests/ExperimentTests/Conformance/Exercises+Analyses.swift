import Compute
import Experiment
import Learning
import Spec
import Testing

extension Exercises {
  /// Two runs whose validation accuracy rises late, over four weight decays.
  private static var table: Table {
    var table = Table(
      axes: ["run", "weight_decay", "seed", "step"],
      columns: ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "norm"])
    for (index, decay) in [0.001, 0.01, 0.1, 1].enumerated() {
      for step in stride(from: 0, through: 4000, by: 100) {
        let isFit = step >= 500 * (index + 1)
        table.append(
          [.text("baseline"), .number(decay), .number(0), .number(Double(step))],
          [
            .number(1 / Double(step + 100)), .number(5 / Double(step + 50)), .number(step > 300 ? 1 : 0.5),
            .number(isFit ? 0.97 : 0.1), .number(30 + Double(step % 700)),
          ])
      }
    }
    return table
  }

  private static var crossings: Table {
    var table = Table(axes: ["run", "weight_decay", "seed"], columns: ["step"])
    for (decay, step) in [(0.001, 900.0), (0.01, 500), (0.1, 320), (1, 180)] {
      table.append([.text("baseline"), .number(decay), .number(0)], [.number(step)])
    }
    return table
  }

  private struct Snapshots: SnapshotSource {
    let points = [Coordinates([("run", .text("baseline")), ("seed", .number(0))])]
    func part(_ name: String, of point: Int) -> SnapshotPart? { SnapshotPart(range: 0..<12, shape: [6, 2]) }
    func parameterCount(of point: Int) -> Int { 12 }
    func steps(of point: Int) -> [Int] { [0, 250, 500, 750, 1000] }
    func load(point: Int, step: Int, into destination: UnsafeMutableBufferPointer<Float>) throws {
      // Two directions: one that grows, and one that comes and goes.
      let (along, across) = (normal(12, "along"), normal(12, "across"))
      for index in 0..<12 {
        destination[index] = along[index] * Float(step) / 500 + across[index] * Float(step % 500) / 250
      }
    }
  }

  /// Two parameters of two numbers over 600 steps: a slow wave, a fast one, and noise.
  private struct Gradients: GradientSource, GradientRows {
    let points = [Coordinates([("run", .text("baseline")), ("seed", .number(0))])]
    let steps = Array(1...600)
    private let noise = normal(2400, "gradients")

    func parts(of point: Int) -> [GradientSample.Part] {
      [
        GradientSample.Part(name: "layers.0.weight", size: 12, range: 0..<2),
        GradientSample.Part(name: "head.weight", size: 2, range: 2..<4),
      ]
    }
    func filter(of point: Int, at step: Int) -> TrainedFilter? {
      TrainedFilter(["kind": "moving-average", "window": 10, "gain": 5, "parameters": "all"])
    }
    func read(_ point: Int) -> any GradientRows { self }
    func load(
      _ index: Int, gradient: UnsafeMutableBufferPointer<Float>, update: UnsafeMutableBufferPointer<Float>
    ) {
      for place in 0..<4 {
        let slow = Float(index % 100 < 50 ? 1 : -1)
        let fast = Float(index % 4 < 2 ? 1 : -1)
        gradient[place] = slow + fast * Float(place) + noise[4 * index + place]
        update[place] = -slow / 10 - fast / Float(10 + place)
      }
    }
  }

  /// What the example of a kind of analysis gives.
  static func table(of kind: String) throws -> Table {
    let entry = try #require(analysisKinds.entries.first { $0.kind == kind })
    return try table(of: decoded(entry.example, from: analysisKinds))
  }

  /// Two runs of every cell of a grid: a valley of the training loss, and a bowl of the validation loss.
  private static var grid: Table {
    var table = Table(
      axes: ["run", "scale", "size", "seed", "step"], columns: ["train_loss", "validation_loss"])
    for scale in [0.5, 1, 2, 4] {
      for size in [10.0, 100, 1000] {
        for seed in 0..<2 {
          for step in [0.0, 100, 200] {
            let (train, validation) = lossPair(scale, 1 / size)
            let shift = (step - 100) * (step - 100) / 1e5 + Double(seed) / 100
            table.append(
              [.text("grid"), .number(scale), .number(size), .number(seed), .number(step)],
              [.number(train + shift), .number(validation + shift)])
          }
        }
      }
    }
    return table
  }

  private static func lossPair(_ scale: Double, _ messiness: Double) -> (train: Double, validation: Double) {
    let miss = scale - 1.7 + messiness
    return (max(0, -miss) + messiness * messiness, miss * miss + messiness)
  }

  /// The same landscape over norm and representation, reduced.
  private static var landscape: Table {
    var table = Table(
      axes: ["run", "scale", "messiness", "seed"],
      columns: ["train_loss", "validation_loss", "validation_loss_best"])
    for scale in [0.25, 0.5, 1, 2, 4] {
      for messiness in [0, 0.25, 0.5, 1] {
        let (train, validation) = lossPair(scale, messiness)
        table.append(
          [.text("grid"), .number(scale), .number(messiness), 0],
          [.number(train), .number(validation), .number(validation)])
      }
    }
    return table
  }

  /// When runs fitted and generalized, and their norms then.
  private static var twoCrossings: Table {
    var table = Table(axes: ["analysis", "weight_decay", "seed"], columns: ["step", "norm"])
    for (index, decay) in [0.03, 0.1, 1].enumerated() {
      table.append([.text("fitted"), .number(decay), 0], [.number(Double(100 + index)), 20])
      table.append(
        [.text("generalized"), .number(decay), 0], [.number(700 / decay), .number(9 + Double(index))])
    }
    return table
  }

  /// Untrained runs over norm and representation, and one that is trained.
  private static var fullTraining: Table {
    var table = Table(
      axes: ["run", "scale", "messiness", "seed", "step"],
      columns: ["norm", "disorder", "validation_loss"])
    for scale in [1.0, 2, 4] {
      for messiness in [0, 0.5, 1] {
        table.append(
          [.text("untrained"), .number(scale), .number(messiness), 0, 0],
          [.number(13 * scale), .number(0.1 + messiness * messiness), .number(1)])
      }
    }
    for step in 0...5 {
      let step = Double(step)
      table.append(
        [.text("free"), .absent, .absent, 0, .number(100 * step)],
        [.number(15 + 9 * step), .number(0.2 + 0.2 * step), .number(1 / (1 + step))])
    }
    return table
  }

  /// The numbers that a kind of analysis is for.
  private static func table(for analysis: any Analysis) -> Table {
    switch analysis {
    case is Fit: crossings
    case is ReducedLandscape: grid
    case is FullTrajectory: fullTraining
    case is Goldilocks, is LandscapePath, is ReducedTrajectory: landscape
    case is TravelTime: twoCrossings
    default: table
    }
  }

  private static func table(of analysis: any Analysis) throws -> Table {
    try analysis.run(
      AnalysisInputs(
        table: table(for: analysis), snapshots: Snapshots(), gradients: Gradients(),
        moments: Moments(),
        stepsPerEpoch: { _ in 10 },
        random: { CounterRandom(seed: UInt64($0), stream: "analysis") }))
  }

  static func analysis(_ analysis: any Analysis) throws -> Transcript {
    let table = try table(of: analysis)
    var transcript = Transcript()
    for column in table.columns {
      transcript.add(column.name)
      for outcome in (0..<column.count).map({ column[$0] }) {
        outcome.number.map { transcript.add($0) } ?? transcript.add("\(outcome)")
      }
    }
    return transcript
  }
}
