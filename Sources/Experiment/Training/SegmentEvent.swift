internal import Pipeline
internal import Spec

/// What a worker tells while it trains, one line of JSON each.
enum SegmentEvent: Sendable {
  /// Steps done, steps per second, the most bytes held so far, the figures to watch.
  case progress(step: Int, rate: Double, peakMemory: Int, text: String)
  /// Everything up to a step is saved, so that a killed run goes on from there.
  case checkpoint(Saved)
  case finished(Saved)
  /// What was to be read from the store failed its checks.
  case damaged(String)
  /// A stored file failed its checks and was written anew.
  case foundDamage(String)
  case failed(String)

  /// The work up to a step.
  struct Saved: Sendable {
    var step: Int
    /// The state: already written to the store, unless it is small.
    var state: SegmentRequest.Content
    /// By observer.
    var memories: [String: [UInt8]] = [:]
    /// By observer, the CSV of the steps since the last save.
    var rows: [String: String] = [:]
    /// By end observer.
    var finals: [String: SegmentRequest.Content] = [:]
  }

  var json: JSON {
    switch self {
    case .progress(let step, let rate, let peakMemory, let text):
      [
        "event": "progress", "step": .integer(step), "rate": .number(rate),
        "peak_memory": .integer(peakMemory), "text": .string(text),
      ]
    case .checkpoint(let saved): saved.json("checkpoint")
    case .finished(let saved): saved.json("finished")
    case .damaged(let message): ["event": "damaged", "message": .string(message)]
    case .foundDamage(let message): ["event": "found-damage", "message": .string(message)]
    case .failed(let message): ["event": "failed", "message": .string(message)]
    }
  }

  init?(_ json: JSON) {
    switch json["event"]?.string {
    case "progress"?:
      self = .progress(
        step: json["step"]?.integer ?? 0, rate: json["rate"]?.number ?? 0,
        peakMemory: json["peak_memory"]?.integer ?? 0, text: json["text"]?.string ?? "")
    case "checkpoint"?:
      guard let saved = Saved(json) else { return nil }
      self = .checkpoint(saved)
    case "finished"?:
      guard let saved = Saved(json) else { return nil }
      self = .finished(saved)
    case "damaged"?: self = .damaged(json["message"]?.string ?? "")
    case "found-damage"?: self = .foundDamage(json["message"]?.string ?? "")
    case "failed"?: self = .failed(json["message"]?.string ?? "")
    default: return nil
    }
  }
}

extension SegmentEvent.Saved {
  fileprivate func json(_ event: String) -> JSON {
    [
      "event": .string(event), "step": .integer(step), "state": state.json,
      "memories": .object(memories.mapValues { .string(hexadecimal($0)) }),
      "rows": .object(rows.mapValues(JSON.string)), "finals": .object(finals.mapValues(\.json)),
    ]
  }

  fileprivate init?(_ json: JSON) {
    guard let step = json["step"]?.integer, let state = json["state"].flatMap({ SegmentRequest.Content($0) })
    else { return nil }
    self.init(
      step: step, state: state,
      memories: (json["memories"]?.object ?? [:]).compactMapValues { $0.string.flatMap(bytes(hexadecimal:)) },
      rows: (json["rows"]?.object ?? [:]).compactMapValues(\.string),
      finals: (json["finals"]?.object ?? [:]).compactMapValues { SegmentRequest.Content($0) })
  }
}
