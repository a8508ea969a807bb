import ArgumentParser
import Foundation
import Jeoul

/// How a command ends: the one table of which help, manual pages and scripts speak.
enum ExitStatus: Int32, CaseIterable {
    case ran = 0
    case negative = 1
    case wrongUse = 2
    case notPossible = 3
    case overLimit = 4
    case skipped = 5
    case interrupted = 130

    /// What it means, and of which command where not of all.
    var meaning: String {
        switch self {
        case .ran: "it ran, whatever the figures and the verdicts"
        case .negative:
            "the answer is no: a check of vocabulary check failed, something differs for reproduce, every reading of a claim is "
                + "contradicted for verify --strict"
        case .wrongUse: "a usage or input error; for pull something is not here, and why is said"
        case .notPossible:
            "pull: nothing else is wrong than that there is no network (no connection within --timeout, or HF_HUB_OFFLINE=1); "
                + "verify --strict: a reading was not judged somewhere"
        case .overLimit: "it ran, and a limit of --fail-over or --fail-over-document was passed"
        case .skipped: "it ran, and --on-error skip left something out"
        case .interrupted: "interrupted by Control-C: what is printed is of what was read until then, and says so"
        }
    }

    /// The error that ends a command so.
    var code: ExitCode { ExitCode(rawValue) }

    /// The rows of these, and of those that every command may end with.
    static func table(_ statuses: ExitStatus...) -> String { table(statuses) }

    /// All rows.
    static var whole: String { table(allCases) }

    private static func table(_ statuses: [ExitStatus]) -> String {
        let shown = allCases.filter { [.ran, .wrongUse].contains($0) || statuses.contains($0) }
        return HelpTable.text("EXIT STATUS", shown.map { ("\($0.rawValue)", $0.meaning) })
    }
}

/// The variables of the environment that are read.
enum EnvironmentVariables {
    private static let rows: [(String, String)] = [
        ("JEOUL_VOCABULARY_PATH", "folders, separated by colons, that hold a folder for each vocabulary"),
        ("JEOUL_CORPUS_PATH", "the same for corpora"),
        ("JEOUL_COMPILED_CACHE", "where compiled vocabularies are kept; off for nowhere"),
        ("JEOUL_DATA", "where the bundled data is, instead of where it was installed"),
        ("XDG_CACHE_HOME", "the cache, with what was pulled in jeoul/; else ~/.cache"),
        ("HF_HUB_CACHE, HF_HOME", "where the Hub's own programs keep what they downloaded; else ~/.cache/huggingface"),
        ("HF_TOKEN, HF_TOKEN_PATH", "the token for the Hub, or its file; else the one that hf auth login left"),
        ("HF_ENDPOINT", "another Hub"),
        ("HF_HUB_OFFLINE", "1 forbids the network"),
        ("PIP_INDEX_URL", "another index of Python packages"),
        ("COLUMNS", "how wide to print where no terminal says it"),
        ("NO_COLOR, CLICOLOR_FORCE, TERM", "no colours; colours in a pipe too; dumb for none"),
    ]

    static var table: String { HelpTable.text("ENVIRONMENT", rows) }
}

/// Names and what they mean in a command's help, in lines that a narrow terminal need not break; Scripts/build_manual.sh makes a section
/// of each.
enum HelpTable {
    private static let width = 76

    /// Help whose line of usage wraps too, which the parser leaves as long as it is.
    static func wrappingUsage(_ text: String, width: Int) -> String {
        guard let start = text.range(of: "USAGE: ") else { return text }
        guard start.lowerBound == text.startIndex || text[text.index(before: start.lowerBound)] == "\n" else {
            return text
        }
        let end = text[start.lowerBound...].firstIndex(of: "\n") ?? text.endIndex
        let lines = Prose.lines(String(text[start.lowerBound..<end]), width: width)
        return text.replacingCharacters(in: start.lowerBound..<end, with: lines.joined(separator: "\n"))
    }

    static func text(_ title: String, _ rows: [(name: String, meaning: String)]) -> String {
        let wide = rows.map(\.name.count).max() ?? 0
        // A name that would leave no room has a line of its own.
        let indent = wide > 8 ? 6 : wide + 4
        var lines = ["\(title):"]
        for (name, meaning) in rows {
            var line = "  " + name.padding(toLength: max(indent - 4, name.count), withPad: " ", startingAt: 0)
            if wide > 8 {
                lines.append(line)
                line = String(repeating: " ", count: indent - 1)
            } else {
                line += " "
            }
            for word in meaning.split(separator: " ") {
                if line.count + 1 + word.count > width {
                    lines.append(line)
                    line = String(repeating: " ", count: indent - 1)
                }
                line += " " + word
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }
}
