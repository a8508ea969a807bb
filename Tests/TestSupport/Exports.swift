// The oracles are a target of their own, so that a fuzz target takes them without the rest.
@_exported import TestOracles
