public import Spec

extension ShortForms {
  /// The short forms of the language, wherever a layer of a run may stand.
  public static let experiment: ShortForms = {
    var forms: [(path: String, form: Form)] = []
    for home in ["", "runs.*.", "budgets.*.", "budgets.*.runs.*."] {
      forms += run.map { (home + $0.path, $0.form) }
    }
    return ShortForms(forms + pictures)
  }()

  private static let phaseable = ["optimizer", "schedule", "filter", "constraint"]

  /// Below the run keys.
  private static var run: [(path: String, form: Form)] {
    var forms: [(path: String, form: Form)] = [
      ("dataset", .key("kind")), ("model", .key("kind")), ("model.scale", .key("by")),
      ("model.init", .key("from")),
      ("training.loss", .key("kind")),
    ]
    for home in ["training.", "training.phases.*."] {
      forms += phaseable.map { (home + $0, .key("kind")) }
    }
    for home in ["training.evaluate.", "training.evaluate.extra.*."] {
      for list in ["measures", "weights"] {
        forms += [(home + list, .named), (home + list + ".*", .key("kind"))]
      }
    }
    return forms
  }

  /// Analyses and the channels of figures.
  private static var pictures: [(path: String, form: Form)] {
    let channels = ["x", "y", "y2", "value", "color", "rows", "columns"]
    return channels.map { ("figures.*." + $0, .key("axis")) } + [("analyses.*.values.*", .key("take"))]
  }
}
