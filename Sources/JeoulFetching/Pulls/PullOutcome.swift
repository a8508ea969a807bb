import Foundation
import JeoulText
import JeoulReporting

/// What came of pulling one vocabulary or corpus.
package struct PullOutcome: Sendable, Hashable, Codable {
    /// What was done.
    package enum State: String, Sendable, Codable {
        /// It comes with Jeoul: there is nothing to get.
        case bundled
        /// It was here already, with the pinned bytes; no network was used.
        case here
        /// It was fetched, or copied from a folder.
        case pulled
        /// It is not pinned; the server was asked, and still has what is here.
        case unchanged
        /// It is not pinned, and other than it was; the change was accepted.
        case changed
    }

    /// An id, or a repository.
    package var name: String
    /// The name of its folder, by which it can be used too.
    package var installedName: String
    /// What was done.
    package var state: State
    /// Whether a manifest pins it, file by file or as a whole.
    package var isPinned: Bool
    /// The licence, where it is known.
    package var licence: String?
    /// The register of a corpus.
    package var register: String?
    /// Where it is; nil where it is bundled.
    package var folder: String?
    /// The commit, where the server told it.
    package var commit: String?
    /// Its files; empty where it is bundled.
    package var files: [PullRecord.File]

    private enum CodingKeys: String, CodingKey {
        case name
        case installedName = "installed_name"
        case state
        case isPinned = "pinned"
        case licence, register, folder, commit, files
    }
}

/// What came of pulling several.
package struct PullReport: Sendable, Hashable {
    /// What was pulled, in the order in which it was asked for.
    package var outcomes: [PullOutcome]

    /// A report.
    package init(_ outcomes: [PullOutcome]) { self.outcomes = outcomes }

    /// A corpus of more files than this has one row.
    private static let mostRows = 20

    /// The files as a table, a row each.
    package var table: Table {
        var table = Table(columns: [
            Table.Column("name", title: "Name"),
            Table.Column("state", title: "State"),
            Table.Column("file", title: "File"),
            Table.Column("bytes", title: "Bytes", alignment: .right),
            Table.Column("pinned", title: "Pinned"),
            Table.Column("sha256", title: "sha256"),
        ])
        for outcome in outcomes {
            let (name, state) = (Table.Cell.text(outcome.name), Table.Cell.text(outcome.state.rawValue))
            if outcome.files.isEmpty { table.append([name, state]) }
            if outcome.files.count > Self.mostRows {
                let bytes = outcome.files.reduce(0) { $0 + $1.bytes }
                table.append([name, state, .text(NumberFormat.counted(outcome.files.count, "file")), .integer(bytes)])
            }
            for file in outcome.files where outcome.files.count <= Self.mostRows {
                table.append([
                    name, state, .text(file.name), .integer(file.bytes), .text(file.isPinned ? "yes" : "no"),
                    .text(file.sha256),
                ])
            }
            table.notes += outcome.notes
        }
        return table
    }

    /// The same for programs: `{"pulled": [{"name": …, "files": […]}]}`.
    package func json() throws -> JSONValue {
        ["pulled": .array(try outcomes.map { try JSONValue(encoding: $0) })]
    }
}

extension PullOutcome {
    fileprivate var notes: [String] {
        var facts = ["licence: \(licence.map(SafeName.printable) ?? "not known")"]
        if let register { facts.append("register: \(register)") }
        if let commit { facts.append("commit: \(commit)") }
        if let folder { facts.append("in \(folder)") }
        var notes = ["\(name): " + facts.joined(separator: "; ")]
        if !isPinned {
            notes.append(
                "\(name): no manifest pins all of it; its sha256 is recorded, and a later change is refused")
        }
        return notes
    }
}
