import Foundation
import JeoulText
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// The proof that a vocabulary is what it is called and is used as it must be: what `jeoul vocabulary check` does.
package struct VocabularyCheck: Sendable {
    /// How a check ended.
    package enum Outcome: String, Sendable, Codable {
        /// It holds.
        case passed
        /// It does not hold.
        case failed
        /// Nothing was to hold: what was found.
        case noted
        /// It could not be made, and the detail says why.
        case notRun = "not run"
    }

    /// One check.
    package struct Item: Sendable, Hashable {
        /// Its name, the same in every version.
        package var name: String
        /// How it ended.
        package var outcome: Outcome
        /// What was found, in a sentence.
        package var detail: String

        init(_ name: String, _ outcome: Outcome, _ detail: String) {
            self.name = name
            self.outcome = outcome
            self.detail = detail
        }
    }

    /// The vocabulary; for one that could not be loaded, what was asked for.
    package let id: String
    /// What was asked for.
    package let requested: String
    /// The checks, in order.
    package let items: [Item]

    /// Whether a check failed.
    package var hasFailed: Bool { items.contains { $0.outcome == .failed } }

    /// Checks a vocabulary.
    ///
    /// - Parameters:
    ///   - name: its id, alias or path.
    ///   - catalog: where it is found.
    ///   - corpora: where the sampler and the corpora of the reference counts are found.
    ///   - load: loads it; by default from the catalog. An error that says that the files are not the pinned ones, or
    ///     that bytes are missing, is a check that failed; others are thrown.
    /// - Throws: ``VocabularyError`` and what stands in the way of reading the corpora.
    package init(
        _ name: String, catalog: VocabularyCatalog, corpora: CorpusCatalog,
        load: ((String) throws -> Vocabulary)? = nil
    ) throws {
        requested = name
        let vocabulary: Vocabulary
        do {
            vocabulary = try load?(name) ?? catalog.load(name)
        } catch let error as VocabularyError {
            id = catalog.entry(named: name)?.id ?? name
            let failed: String
            switch error.problem {
            case .hashMismatch: failed = "files"
            case .missingBytes: failed = "bytes"
            default: throw error
            }
            items = [
                Item(failed, .failed, error.description),
                Item("all other checks", .notRun, "the vocabulary cannot be used"),
            ]
            return
        }
        id = vocabulary.id
        items = try VocabularyChecker(vocabulary, manifest: catalog.manifest, corpora: corpora).items()
    }

    /// The checks as a table.
    package var table: Table {
        var table = Table(
            title: "\(id): \(summary)",
            columns: [
                Table.Column("check", title: "check"),
                Table.Column("outcome", title: "outcome"), Table.Column("detail", title: "detail"),
            ])
        for item in items {
            table.append(
                [.text(item.name), .text(item.outcome.rawValue), .text(item.detail)],
                emphasis: item.outcome == .failed ? .strong : item.outcome == .notRun ? .faint : .normal)
        }
        return table
    }

    /// The checks for reading: the details wrapped, beside the names or, where there is too little room for that, below them.
    package func readable(width: Int, style: TextStyle = .plain) -> String {
        var nameWidth = items.map { TextWidth.columns(of: $0.name) }.max() ?? 0
        let isBelow = width - nameWidth - 11 < 40
        let indent = isBelow ? 9 : nameWidth + 11
        if isBelow { nameWidth = 0 }
        var text = style.strong("\(id): \(summary)") + "\n\n"
        for item in items {
            let lines = TextWidth.wrapped(VisibleText.line(item.detail), to: max(20, width - indent))
            let outcome = TextWidth.padded(item.outcome.rawValue, to: 7, .left)
            let tone: TextStyle.Tone? =
                switch item.outcome {
                case .passed: .good
                case .failed: .bad
                case .noted: nil
                case .notRun: .open
                }
            let head = TextWidth.padded(item.name, to: nameWidth, .left)
            text +=
                "\(tone.map { style.toned(outcome, $0) } ?? outcome)  \(head)" + (isBelow ? "\n" : "  \(lines[0])\n")
            for line in isBelow ? lines[...] : lines.dropFirst() {
                text += String(repeating: " ", count: indent) + line + "\n"
            }
        }
        return text
    }

    private var summary: String {
        let counts = [Outcome.passed, .failed, .noted, .notRun].map { outcome in
            (outcome, items.count { $0.outcome == outcome })
        }
        return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    }

    /// The checks for programs: `jeoul`, `unicode`, `icu`, `id`, `requested`, `passed` (whether none failed) and
    /// `checks`, each with `check`, `outcome` (passed, failed, noted, not run) and `detail`.
    package var json: JSONValue {
        [
            "jeoul": .string(jeoulVersion), "unicode": .string(unicodeVersion), "icu": .string(icuVersion),
            "id": .string(id), "requested": .string(requested), "passed": .boolean(!hasFailed),
            "checks": .array(
                items.map { item in
                    [
                        "check": .string(item.name), "outcome": .string(item.outcome.rawValue),
                        "detail": .string(item.detail),
                    ]
                }),
        ]
    }
}
