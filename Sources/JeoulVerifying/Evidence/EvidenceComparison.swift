import Foundation
import JeoulText
import JeoulReporting
import JeoulClaims

/// Tells how two versions of a file of evidence differ: JSON by its values, CSV by its rows, all else by its first byte.
enum EvidenceComparison {
    static func differences(_ name: String, _ old: Data?, _ new: Data?) -> [Reproduction.Difference] {
        guard let old, let new else {
            let part: Reproduction.Part = name.hasPrefix("documents/") ? .counts : .evidence
            return [
                Reproduction.Difference(
                    part: part, place: name, recorded: old.map { "\($0.count) bytes" },
                    now: new.map { "\($0.count) bytes" })
            ]
        }
        if name.hasSuffix(".csv") { return rows(name, old, new) }
        if name.hasSuffix(".json"), let recorded = json(old), let now = json(new) {
            var found: [Reproduction.Difference] = []
            compare(recorded, now, at: "", name, &found)
            // Equal values in other bytes: another layout of the same JSON.
            if !found.isEmpty { return found }
        }
        let offset =
            zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
        return [
            Reproduction.Difference(
                part: .evidence, place: name, recorded: "\(old.count) bytes, the first other one at \(offset)",
                now: "\(new.count) bytes")
        ]
    }

    private static func json(_ bytes: Data) -> JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: bytes) }

    // MARK: JSON

    static func compare(
        _ old: JSONValue?, _ new: JSONValue?, at path: String, _ file: String, _ found: inout [Reproduction.Difference]
    ) {
        if old == new { return }
        switch (old, new) {
        case (.object(let a)?, .object(let b)?) where hasRun(a) != hasRun(b):
            let isResult = file == "result.json"
            found.append(
                Reproduction.Difference(
                    part: isResult ? part(of: path) : .evidence, place: isResult ? path : "\(file): \(path)",
                    recorded: essence(a), now: essence(b)))
        case (.object(let a)?, .object(let b)?):
            let names = a.members.map(\.name) + b.members.map(\.name).filter { a[$0] == nil }
            for name in names { compare(a[name], b[name], at: path.isEmpty ? name : "\(path).\(name)", file, &found) }
        case (.array(let a)?, .array(let b)?):
            let (left, right) = (labels(a), labels(b))
            for (label, element) in left {
                compare(element, right.first { $0.0 == label }?.1, at: "\(path)[\(label)]", file, &found)
            }
            for (label, element) in right where !left.contains(where: { $0.0 == label }) {
                compare(nil, element, at: "\(path)[\(label)]", file, &found)
            }
        default:
            found.append(
                Reproduction.Difference(
                    part: file == "result.json" ? part(of: path) : .evidence,
                    place: file == "result.json" ? path : "\(file): \(path)", recorded: old.map(text),
                    now: new.map(text)))
        }
    }

    /// Whether a corpus, a vocabulary or a result is there; if not, it says why in `not_run`.
    private static func hasRun(_ object: JSONObject) -> Bool {
        if case .string? = object["not_run"] { false } else { true }
    }

    /// Of what is there on one side only, all members would differ: its hashes or its estimate, or why it is not there.
    private static func essence(_ object: JSONObject) -> String {
        var parts: [String] = []
        if case .string(let reason)? = object["not_run"] { parts.append(reason) }
        if case .array(let files)? = object["files"] {
            for case .object(let file) in files {
                if case .string(let hash)? = file["sha256"] { parts.append("sha256 \(hash)") }
            }
        }
        if let estimate = object["estimate"] { parts.append("estimate \(text(estimate))") }
        return parts.isEmpty ? "there" : parts.joined(separator: "; ")
    }

    /// The elements by what identifies them, or by their number where that is not unique.
    private static func labels(_ elements: [JSONValue]) -> [(String, JSONValue)] {
        let names = elements.compactMap(label)
        if names.count == elements.count, Set(names).count == names.count { return Array(zip(names, elements)) }
        return elements.enumerated().map { (String($0.offset), $0.element) }
    }

    private static func label(_ element: JSONValue) -> String? {
        guard case .object(let object) = element else { return nil }
        func text(_ name: String) -> String? { if case .string(let text)? = object[name] { text } else { nil } }
        if let axis = text("axis") { return "\(axis) \(text("setting") ?? "")" }
        if let id = text("id") ?? text("name") ?? text("corpus") ?? text("reading") ?? text("stratum") { return id }
        for name in ["claim", "reading"] {
            if case .object(let inner)? = object[name], case .string(let id)? = inner["id"] { return id }
        }
        if case .object(let ratio)? = object["ratio"], case .string(let a)? = ratio["numerator"],
            case .string(let b)? = ratio["denominator"]
        {
            return "\(a)/\(b)"
        }
        return nil
    }

    /// A value in a few words; of what is there on one side only the JSON would fill pages.
    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .array(let elements): "\(elements.count) values"
        case .object(let object): essence(object)
        default: String(JSONOutput.text(of: value, isPretty: false).dropLast())
        }
    }

    /// Which part of `result.json` a path lies in.
    private static func part(of path: String) -> Reproduction.Part {
        let head = path.prefix { $0 != "." && $0 != "[" }
        switch head {
        case "jeoul", "unicode", "icu", "schema": return .version
        case "settings", "command": return .setting
        case "vocabularies": return .vocabulary
        case "corpora": return path.contains("].token") ? .result : .corpus
        default: return .result
        }
    }

    // MARK: CSV

    private static func rows(_ name: String, _ old: Data, _ new: Data) -> [Reproduction.Difference] {
        let (a, b) = (lines(old), lines(new))
        var places: [Int] = []
        for row in 0..<max(a.count, b.count) {
            let left = row < a.count ? a[row] : nil
            let right = row < b.count ? b[row] : nil
            if left != right { places.append(row) }
        }
        let shown = places.prefix(5).map { row in
            Reproduction.Difference(
                part: .counts, place: row == 0 ? "\(name), the head" : "\(name), document \(row)",
                recorded: row < a.count ? String(decoding: a[row], as: UTF8.self) : nil,
                now: row < b.count ? String(decoding: b[row], as: UTF8.self) : nil)
        }
        guard places.count > shown.count else { return shown }
        return shown + [
            Reproduction.Difference(
                part: .counts, place: "\(name), \(places.count - shown.count) more documents", recorded: nil, now: nil)
        ]
    }

    private static func lines(_ csv: Data) -> [Data] { csv.split(separator: UInt8(ascii: "\n")) }
}
