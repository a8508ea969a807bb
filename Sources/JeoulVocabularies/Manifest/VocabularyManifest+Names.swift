import JeoulText

extension VocabularyManifest {
    /// The entry that a name means: an id, an alias, a model as it is printed ("A.X 4.0", "HyperCLOVA X"; case, spaces and
    /// hyphens do not matter), a repository of the Hub, or a model as its interface names it (`gpt-4o-2024-08-06`).
    package func entry(named name: String) -> VocabularyEntry? { entry(called: name) ?? entry(recognizing: name) }

    /// The entry with this id or alias; case does not matter.
    func entry(called name: String) -> VocabularyEntry? {
        let name = name.lowercased()
        return entry(id: name)
            ?? vocabularies.first { $0.id.lowercased() == name || $0.aliases.contains { $0.lowercased() == name } }
    }

    /// The entry that a name means which is neither an id nor an alias.
    func entry(recognizing name: String) -> VocabularyEntry? {
        let lower = name.lowercased()
        if let id = apiNames?.names[lower] { return entry(id: id) }
        let folded = Self.folded(name)
        guard !folded.isEmpty else { return nil }
        return vocabularies.first { entry in entry.allNames.contains { Self.folded($0) == folded } }
            ?? vocabularies.first { $0.repositories.contains { $0.lowercased() == lower } }
            ?? apiNames?.id(byPrefix: lower).flatMap(entry(id:))
    }

    private func entry(id: String) -> VocabularyEntry? { vocabularies.first { $0.id == id } }

    /// A name without what people write differently: case, spaces, hyphens and underscores.
    package static func folded(_ name: String) -> String {
        String(name.lowercased().filter { !$0.isWhitespace && !"-_‐‑–".contains($0) })
    }

    /// The known names nearest to one that is not known, all equally near, one a vocabulary, at most three.
    ///
    /// A number in a name says which model is meant, so a name with other numbers is another vocabulary's and is not suggested.
    package func suggestions(for name: String) -> [String] {
        let wanted = Self.folded(name)
        let numbers = Self.numbers(of: wanted)
        let tolerated = max(2, wanted.utf8.count / 3)
        let best = vocabularies.compactMap { entry -> (name: String, distance: Int)? in
            let names = ([entry.id] + entry.aliases).compactMap { known -> (String, Int)? in
                let folded = Self.folded(known)
                guard numbers.isEmpty || Self.numbers(of: folded) == numbers else { return nil }
                return (known, editDistance(Array(wanted.utf8), Array(folded.utf8)))
            }
            return names.min { $0.1 < $1.1 }
        }
        guard let nearest = best.map(\.distance).min(), nearest <= tolerated else { return [] }
        return best.filter { $0.distance == nearest }.prefix(3).map(\.name)
    }

    /// The suggestions as a question, each with its vocabulary where the name does not tell.
    package func question(suggesting names: [String]) -> String {
        let shown = names.map { name in
            let id = entry(named: name)?.id ?? name
            return Self.folded(id) == Self.folded(name) ? name : "\(name) (\(id))"
        }
        return "did you mean \(shown.joined(separator: ", "))?"
    }

    /// The digits of a name but zeros, which are left out of "4.0", and typed for an o.
    private static func numbers(of name: String) -> String { name.filter { ("1"..."9").contains($0) } }
}

extension VocabularyEntry {
    /// The repositories of the Hub that have its files.
    fileprivate var repositories: [String] {
        forms.filter { $0.source.kind == "hub" }.compactMap(\.source.repository) + (otherRepositories ?? [])
    }

    /// The names that it has, those of its models among them.
    var allNames: [String] { [id] + aliases + models + (namesKorean ?? []) }
}
