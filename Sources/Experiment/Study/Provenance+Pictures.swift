public import Figures

extension Provenance {
  /// What a picture says of itself; nil if it says nothing, or nothing whole.
  public init?(_ picture: SVGDocument) {
    guard let text = picture.metadata else { return nil }
    self.init(text: text)
  }

  /// What a picture says of itself; nil if it says nothing, or nothing whole.
  public init?(_ picture: PNGDocument) {
    guard let text = picture.text(keyword: Provenance.keyword) else { return nil }
    self.init(text: text)
  }
}

extension SVGDocument {
  func with(_ provenance: Provenance) -> SVGDocument { with(metadata: provenance.text) }
}

extension PNGDocument {
  func with(_ provenance: Provenance) -> PNGDocument {
    with(text: provenance.text, keyword: Provenance.keyword)
  }
}
