/// What a cache or table finds to be wrong with itself; see `checkInvariants()` of each. Tests ask, at any time.
struct BrokenInvariant: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Throws unless a condition holds.
func require(_ holds: Bool, _ description: @autoclosure () -> String) throws(BrokenInvariant) {
    if !holds { throw BrokenInvariant(description()) }
}
