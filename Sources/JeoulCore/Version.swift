/// Jeoul's version.
public let jeoulVersion = "0.1.0"
