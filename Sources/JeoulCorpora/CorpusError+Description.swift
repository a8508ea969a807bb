import Foundation
import JeoulText
import JeoulReporting

extension CorpusError: CustomStringConvertible, LocalizedError {
    /// The place, what is wrong, and what to do, in one line: `a.txt, line 3, byte 120: …`.
    public var description: String { placeAndMessage + (remedy.map { "; \($0)" } ?? "") }

    /// The place and what is wrong.
    var placeAndMessage: String {
        let place = [
            file.map { $0 == "-" ? "standard input" : $0 }, line.map { "line \($0)" },
            byteOffset.map { "byte \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
        return (place.isEmpty ? "" : place + ": ") + message
    }

    /// The same as ``description``.
    public var errorDescription: String? { description }

    /// What is wrong, without place and remedy.
    public var message: String {
        switch kind {
        case .noInput: "there is no text to read"
        case .missing: "there is no such file"
        case .noMatch: "there is no file that this pattern matches"
        case .emptyFolder: "there is no file in this folder"
        case .notText: "this is no text"
        case .nothingButOthers(let count):
            count == 1
                ? "the only file there is no text" : "none of the \(NumberFormat.grouped(count)) files there is a text"
        case .directory: "this is a folder, not a file"
        case .notADirectory: "this is a file, not a folder"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .invalidUTF8(let byte, _): "invalid UTF-8: the byte 0x\(hexadecimal(byte)) does not belong here"
        case .invalidText(let encoding): "this is not well-formed in \(encoding.title)"
        case .otherEncoding(let found, let asked): "this is plainly \(found.title), and not \(asked.title)"
        case .loneSurrogate: "a surrogate stands alone, which is no text"
        case .foreign(let format, let compression):
            "this is \(format.rawValue)" + (compression.map { ", compressed with \($0.rawValue)" } ?? "")
                + ", which is not read"
        case .compressedTwice(let inner, let outer):
            "this is \(inner.rawValue) within \(outer.rawValue): it was compressed twice, and one layer is taken off"
        case .truncatedCompression(let compression):
            "the \(compression.rawValue) data end too early: the file is cut short"
        case .damagedCompression(let compression, let reason):
            "the \(compression.rawValue) data cannot be decompressed: \(reason)"
        case .notCompressed(let compression):
            "its name says \(compression.rawValue), and its first bytes are of no \(compression.rawValue) file"
        case .changed(.truncated(let before, let now)):
            "the file became shorter while it was read: it had \(before) bytes, and now has \(now)"
        case .changed(.rewritten): "the file was written to while it was read"
        case .tooLong(let limit): "a line or record is longer than \(limit) bytes, the most that is read"
        case .tooLarge(let limit): "it is longer than \(limit) bytes, the most that is read of such a file"
        case .malformedJSON(let reason): "invalid JSON: \(reason)"
        case .malformedTable(let reason): "the table is not as RFC 4180 has it: \(reason)"
        case .unevenRow(let columns, let expected):
            "the row has \(columns) column\(columns == 1 ? "" : "s"), but the header \(expected)"
        case .openTextColumn(let present, let korean):
            "it is open which column is the text; there \(present.count == 1 ? "is" : "are") "
                + Self.list(present)
                + (korean.isEmpty ? ", none with Hangul" : ", with Hangul in " + Self.list(korean))
        case .missingField(let name, let present):
            "the record has no field \"\(name)\""
                + (present.isEmpty ? "" : "; it has " + Self.list(present))
        case .duplicateField(let name): "the record has the field \"\(name)\" twice"
        case .wrongFieldType(let name, let found, let expected):
            "\(name.isEmpty ? "the record" : "the field \"\(name)\"") is \(found), not \(expected)"
        case .cutNeedsText(let format): "the file cannot be one document: its format is \(format.rawValue)"
        case .clusterNeedsRecords(let field): "there is no field \"\(field)\" to cluster by: the input is plain text"
        case .groupNeedsRecords(let field): "there is no field \"\(field)\" to group by: the input is text"
        case .noDocuments(let expected): "there is no document in it: \(expected)"
        case .missingColumn(let name, let present):
            "the table has no column \"\(name)\"; it "
                + (present.isEmpty ? "is empty, and has no header either" : "has \(Self.list(present))")
        case .duplicateColumn(let name): "the table has several columns \"\(name)\", and it is open which is meant"
        case .shortRow(let column): "the row ends before the column \"\(column)\""
        case .clustersOfSeveralFiles: "a table of clusters is of one file, and this is another"
        case .clusterCountMismatch(let rows, let documents, let table):
            "\(table) has \(rows) rows, but there are \(documents) documents"
        case .malformedManifest(let reason): "the manifest of corpora is damaged: \(reason)"
        case .unknownCorpus(let id, _): "there is no corpus \"\(id)\""
        case .notInstalled(let id, _, let looked):
            "the corpus \(id) is not on this machine"
                + (looked.isEmpty ? "" : " (looked in \(looked.joined(separator: ", ")))")
        case .sameText(let other): "the same text as \(other)"
        case .hashMismatch(let expected, let found): "the sha256 is \(found), but \(expected) is pinned"
        }
    }

    /// What to do about it, where something can be said.
    public var remedy: String? {
        switch kind {
        case .noInput: "name a file, or - for standard input"
        case .missing, .noMatch: "check the path"
        case .emptyFolder: "hidden files are not read; name them"
        case .notText, .tooLarge: nil
        case .nothingButOthers:
            "name a file, and what it is with --input-format, to have it read whatever it looks like"
        case .directory: "name the files in it"
        case .notADirectory: "name the folder that holds the files"
        case .unreadable(let reason):
            [EACCES, EPERM].contains { reason == String(cString: strerror($0)) } ? "check its permissions" : nil
        case .invalidUTF8(_, let encoding?):
            "the text looks like \(encoding.title): use --encoding \(encoding.rawValue)"
        case .invalidUTF8(_, nil):
            "say what it is with --encoding (older Korean text is often cp949), or use --invalid-utf8 replace or skip"
        case .invalidText: "if it is UTF-8, leave --encoding out or say auto; else use --invalid-utf8 replace or skip"
        case .otherEncoding: "leave --encoding out, or say which it is"
        case .loneSurrogate: "use --invalid-utf8 replace or skip"
        case .foreign(let format, let compression):
            // tar decompresses by itself.
            (format == .tar ? "" : compression.map { "decompress it (\($0.command) FILE), then " } ?? "")
                + format.remedy
        case .compressedTwice(_, let outer): "take the other off: \(outer.command)c FILE | jeoul measure - …"
        case .truncatedCompression: "get the file again; --on-error skip counts what comes before"
        case .damagedCompression: "get the file again"
        case .notCompressed: "get the file again; if it is not compressed, say what it is with --input-format"
        case .changed: "count it when nothing writes to it, or a copy of it"
        case .tooLong: "is it a file of lines? --input-format says what it is"
        case .malformedTable: "correct it, or take quotes as text with --table-quotes none"
        case .unevenRow: "correct it; --on-error skip leaves such rows out, --table-quotes none takes quotes as text"
        case .openTextColumn: "name the column with --text-field"
        case .groupNeedsRecords: "group by file or folder, or use records that have the field"
        case .malformedJSON:
            "correct the record, or leave such records out with --on-error skip; --input-format text weighs the file as plain text"
        case .missingField: "name the field with --text-field; --on-error skip leaves such records out"
        case .duplicateField: "leave one of them"
        case .wrongFieldType: "--on-error skip leaves such records out"
        case .cutNeedsText: "leave --document out, or weigh the file's bytes with --input-format text"
        case .clusterNeedsRecords: "use a .jsonl file whose records have the field, or leave --cluster out"
        case .noDocuments: "check that the file is of the format"
        case .missingColumn(_, let present): present.isEmpty ? "get the file again" : "name one of them"
        case .duplicateColumn: "give them names of their own"
        case .shortRow: nil
        case .clustersOfSeveralFiles: "name one file, or a field of its records with --cluster"
        case .clusterCountMismatch: "the two files must be parallel, line by line"
        case .malformedManifest: "install Jeoul again"
        case .unknownCorpus(_, let nearest):
            nearest.isEmpty
                ? "jeoul corpus list shows all" : "did you mean \(nearest.joined(separator: " or "))?"
        case .notInstalled(let id, let pullable, _):
            pullable
                ? "get it with jeoul corpus pull \(id), or name its folder in JEOUL_CORPUS_PATH"
                : "jeoul corpus show \(id) says where it is; name its folder in JEOUL_CORPUS_PATH"
        case .sameText: "name it once: a text counted twice is no more evidence"
        case .hashMismatch: "get the file again, or name it by path to weigh it as it is"
        }
    }

    /// Names out of a file, of which there may be many, and long ones.
    private static func list(_ names: [String]) -> String {
        names.prefix(12).map { "\"\($0.prefix(60))\($0.count > 60 ? "…" : "")\"" }.joined(separator: ", ")
            + (names.count > 12 ? " and \(names.count - 12) more" : "")
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
