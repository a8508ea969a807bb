import JeoulTokenizing
import JeoulVocabularies
import JeoulClaims

/// The vocabularies that claims speak of, each loaded once, or why it could not be.
package struct ClaimVocabularies: Sendable {
    /// A vocabulary that a claim names.
    package struct Named: Sendable {
        /// The name in the claim.
        package let name: String
        /// The column of its counts; nil where it could not be loaded.
        package let column: Int?
        /// Why it could not be loaded, without any path of this machine.
        package let absence: NotRun?
        /// Whether its files are here but are not the pinned ones, or cannot be read.
        package let isRefused: Bool
    }

    /// All names of the claims, in the order in which they first come.
    package private(set) var named: [Named] = []
    /// The vocabularies that were loaded.
    package private(set) var loaded: [Vocabulary] = []
    /// Their tokenizers.
    package private(set) var tokenizers: [any TokenizerModel] = []
    /// Where the vocabularies are that are named by path.
    package let paths: [String: String]

    /// Loads what the claims name.
    ///
    /// - Parameters:
    ///   - paths: for names that stand for a path, the path (``UserClaims/paths``).
    ///   - withheld: names that are taken as not installed, with the reason, whatever is on this machine.
    /// - Throws: `VocabularyError` for a name that is not known, and for a path that cannot be read; a known vocabulary
    ///   that is not here, or whose files are not the pinned ones, is an absence.
    package init(
        of claims: [Claim], catalog: VocabularyCatalog, paths: [String: String] = [:],
        withheld: [String: String] = [:]
    ) throws(VocabularyError) {
        self.paths = paths
        for name in claims.flatMap({ [$0.subject, $0.baseline] }) where !named.contains(where: { $0.name == name }) {
            if let reason = withheld[name] {
                let empty = VocabularyCatalog(manifest: catalog.manifest)
                let known = Self.absence(of: name, in: empty).flatMap { $0.english == reason ? $0 : nil }
                named.append(
                    Named(name: name, column: nil, absence: known ?? NotRun(message: reason), isRefused: false))
                continue
            }
            do {
                let vocabulary = try catalog.load(paths[name] ?? name)
                named.append(Named(name: name, column: try add(vocabulary), absence: nil, isRefused: false))
            } catch let error as VocabularyError {
                if catalog.entry(named: name) == nil { throw error }
                let isRefused = if case .notInstalled = error.problem { false } else { true }
                named.append(Named(name: name, column: nil, absence: error.notRun(name), isRefused: isRefused))
            } catch {
                named.append(
                    Named(name: name, column: nil, absence: NotRun(message: "\(name): \(error)"), isRefused: true))
            }
        }
    }

    /// Why a vocabulary that is known cannot be loaded from a catalog; nil where it can, or is not known.
    package static func absence(of name: String, in catalog: VocabularyCatalog) -> NotRun? {
        guard catalog.manifest.entry(named: name) != nil else { return nil }
        do {
            _ = try catalog.load(name)
            return nil
        } catch {
            return error.notRun(name)
        }
    }

    private mutating func add(_ vocabulary: Vocabulary) throws -> Int {
        let known = loaded.firstIndex { $0.id == vocabulary.id && $0.location == vocabulary.location }
        if let known { return known }
        tokenizers.append(try vocabulary.tokenizer())
        loaded.append(vocabulary)
        return loaded.count - 1
    }

    /// The vocabulary of a name that the claims use.
    func column(_ name: String) -> Int? { named.first { $0.name == name }?.column }

    /// Why a claim cannot be run; nil where it can.
    package func absence(for claim: Claim) -> NotRun? {
        let reasons = named.filter { $0.name == claim.subject || $0.name == claim.baseline }.compactMap(\.absence)
        return reasons.isEmpty ? nil : NotRun(reasons)
    }

    /// What is to be said of the vocabularies of a claim: which was counted, where the claim's name is neither its id nor one of
    /// its models, and whose ranks served it.
    package func counted(of claim: Claim) -> [CountedVocabulary] {
        [(claim.subject, claim.subjectName), (claim.baseline, claim.baselineName)].compactMap { id, name in
            guard let column = column(id), let entry = loaded[column].entry else { return nil }
            let names = ([entry.id] + entry.models).map(Self.plain)
            let isNamed = names.contains(Self.plain(name))
            let server = loaded[column].notes.lazy.compactMap { note in
                if case .servedBy(let id) = note { id } else { nil }
            }.first
            guard !isNamed || server != nil else { return nil }
            return CountedVocabulary(name: name, id: entry.id, models: isNamed ? [] : entry.models, server: server)
        }
    }

    /// A name as it is compared: case, spaces and hyphens make no other name.
    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0 != " " && $0 != "-" }
    }

    /// A name for each column: the vocabulary's id, with a number where two have the same.
    package var columnNames: [String] {
        loaded.indices.map { index in
            let before = loaded[..<index].count { $0.id == loaded[index].id }
            return before == 0 ? loaded[index].id : "\(loaded[index].id)#\(before + 1)"
        }
    }
}

extension VocabularyError {
    /// The message and the remedy, with the file's name but not its folder: the same on every machine.
    fileprivate func notRun(_ vocabulary: String) -> NotRun {
        let name = file.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        let text = (name.map { $0 + ": " } ?? "") + message + (remedy.isEmpty ? "" : "; " + remedy)
        guard case .notInstalled(let command) = problem else { return NotRun(message: text) }
        return NotRun(text, korean: "어휘 \(vocabulary)의 파일이 여기에 없다(`\(command)` 명령으로 받을 수 있다)")
    }
}
