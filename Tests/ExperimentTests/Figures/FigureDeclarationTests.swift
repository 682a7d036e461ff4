import Spec
import Testing

@testable import Experiment

@Suite struct FigureDeclarationTests {
  @Test("every kind reads its own example", arguments: figureKinds.entries.map(\.kind))
  func examples(kind: String) throws {
    let entry = try #require(figureKinds.entries.first { $0.kind == kind })
    _ = try figure(entry.example)
  }

  @Test(
    "figures as experiments write them are read",
    arguments: [
      "{kind: curves, y: accuracy, x: {axis: step, scale: log}, band: range, marks: [time], lines: {y: [0.95]}, select: {run: [baseline, one-stage]}}",
      "{kind: curves, y: validation_accuracy, x: {axis: step, scale: log}, select: {run: [baseline, by-gain]}, color: {axis: gain}, band: range}",
      "{kind: curves, of: time, x: weight_decay, y: {axis: step, scale: log}, color: run, band: range}",
      "{kind: trajectory, of: plane, x: pc1, y: pc2, color: run, select: {seed: 0}, marks: [A, B, C]}",
      "{kind: curves, of: deviation, x: {axis: step, scale: log}, y: distance, band: std, marks: [A, B, C]}",
      "{kind: curves, x: step, y: loss, columns: split, color: run, lines: {x: [1000, 2000, 5000]}}",
      "{kind: curves, of: landscape, x: {axis: scale, scale: log}, y: {axis: loss, scale: log, offset: 1e-5}, points: true}",
      "{kind: curves, of: [fitted, generalized], x: {axis: weight_decay, scale: log}, y: {axis: step, scale: log}, y2: norm, color: analysis, overlay: [law]}",
      "{kind: heat-map, of: landscape, x: {axis: scale, scale: log}, y: {axis: size, scale: index, reverse: true}, value: train_error, blur: 1, upsample: 10, colors: {map: reds, limits: [0, 1]}, contours: [0.1, 0.2], lines: {size: [268, 7196]}, points: {A: {scale: 1, size: 138}}}",
      "{kind: curves, of: landscape, select: {size: [268, 7196]}, rows: size, x: {axis: scale, scale: log}, y: [train_error, validation_error]}",
      "{kind: heat-map, of: coarse, x: scale, y: messiness, value: loss, colors: {map: reds, power: 0.5, limits: [0.35, 2]}, overlay: [reduced]}",
      "{kind: heat-map, of: zoom, x: scale, y: messiness, value: train_loss, color: train_size, contours: [0.02], fill: false}",
      "{kind: curves, x: {axis: step, scale: log}, y: {axis: loss, scale: log}, smooth: 0.95, raw: faint}",
      "{kind: heat-map, of: time, x: window, y: gain, value: step, colors: {scale: log}, over_seeds: median}",
      "{kind: panels, layout: [[a, b], [c, d], [e]]}",
      "{kind: response, of: moving-average, show: impulse}",
    ])
  func trials(yaml: String) throws { _ = try figure(yaml) }

  @Test(
    "what is wrong is named",
    arguments: [
      ("{kind: curves}", "missing 'y': expected a column or a measure"),
      ("{kind: curves, y: a, bnd: range}", "unknown key 'bnd'; did you mean 'band'?"),
      (
        "{kind: curves, y: {axis: a, scale: logg}}",
        "'logg' is not one of linear, log, index; did you mean 'log'?"
      ),
      ("{kind: curves, y: {axis: a, limits: [1, 0]}}", "limits are two ascending numbers, such as [0, 1]"),
      (
        "{kind: curves, y: {axis: a, scale: log, limits: [0, 1]}}",
        "limits of a logarithmic scale are positive"
      ),
      ("{kind: curves, y: a, smooth: 1}", "'1' is out of range: expected from 0 and below 1"),
      ("{kind: heat-map, x: a, y: b}", "missing 'value': expected an axis or a column"),
      ("{kind: heat-map, x: a, y: b, value: c, color: d}", "colours show the value already: set fill: false"),
      (
        "{kind: panels, layout: [[a]], of: b}",
        "panels show other figures and no data of their own; leave it out"
      ),
      ("{kind: curvs, y: a}", "'curvs' is not a kind of figure; did you mean 'curves'?"),
    ])
  func mistakes(yaml: String, message: String) throws {
    let messages = try figureMessages(yaml)
    #expect(messages.contains(message), "\(messages)")
  }
}
