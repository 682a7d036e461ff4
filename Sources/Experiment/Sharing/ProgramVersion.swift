/// The version of Grokline.
public let programVersion = "0.1.0"
