extension [String] {
    /// The first few, and how many more there are.
    package func shortened(to limit: Int) -> String {
        let shown = prefix(limit).joined(separator: ", ")
        return count > limit ? "\(shown), +\(count - limit)" : shown
    }
}
