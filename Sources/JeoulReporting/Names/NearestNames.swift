import JeoulText

/// The known names that someone who typed another may have meant.
package enum NearestNames {
    /// At most three names, the nearest first: those that a few slips away give the typed one, or that contain it.
    package static func suggestions(for typed: String, among names: [String]) -> [String] {
        let wanted = Array(typed.lowercased().unicodeScalars)
        guard !wanted.isEmpty else { return [] }
        let limit = max(2, wanted.count / 3)
        let ranked = names.compactMap { name -> (distance: Int, name: String)? in
            let candidate = Array(name.lowercased().unicodeScalars)
            let distance = editDistance(wanted, candidate)
            if distance <= limit { return (distance, name) }
            let contains = wanted.count >= 3 && name.lowercased().contains(typed.lowercased())
            return contains ? (limit + 1, name) : nil
        }
        return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }
}
