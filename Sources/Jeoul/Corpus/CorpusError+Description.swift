import Foundation

extension CorpusError: CustomStringConvertible, LocalizedError {
    /// The place, what is wrong, and what to do, in one line: `a.txt, line 3, byte 120: …`.
    public var description: String {
        let place = [
            file.map { $0 == "-" ? "standard input" : $0 }, line.map { "line \($0)" },
            byteOffset.map { "byte \($0)" },
        ].compactMap { $0 }.joined(separator: ", ")
        return (place.isEmpty ? "" : place + ": ") + message + (remedy.map { "; \($0)" } ?? "")
    }

    /// The same as ``description``.
    public var errorDescription: String? { description }

    /// What is wrong, without place and remedy.
    public var message: String {
        switch kind {
        case .noInput: "there is no text to read"
        case .missing: "there is no such file"
        case .directory: "this is a folder, not a file"
        case .notADirectory: "this is a file, not a folder"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .invalidUTF8(let byte, _): "invalid UTF-8: the byte 0x\(hexadecimal(byte)) does not belong here"
        case .malformedJSON(let reason): "invalid JSON: \(reason)"
        case .missingField(let name, let present):
            "the record has no field \"\(name)\""
                + (present.isEmpty ? "" : "; it has " + present.map { "\"\($0)\"" }.joined(separator: ", "))
        case .duplicateField(let name): "the record has the field \"\(name)\" twice"
        case .wrongFieldType(let name, let found, let expected):
            "\(name.isEmpty ? "the record" : "the field \"\(name)\"") is \(found), not \(expected)"
        case .cutNeedsText(let format): "the file cannot be one document: its format is \(format.rawValue)"
        case .clusterNeedsRecords(let field): "there is no field \"\(field)\" to cluster by: the input is plain text"
        case .noDocuments(let expected): "there is no document in it: \(expected)"
        case .missingColumn(let name, let present):
            "the table has no column \"\(name)\"; it has \(present.map { "\"\($0)\"" }.joined(separator: ", "))"
        case .shortRow(let column): "the row ends before the column \"\(column)\""
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
        case .missing: "check the path"
        case .directory: "name the files in it"
        case .notADirectory: "name the folder that holds the files"
        case .unreadable: "check its permissions"
        case .invalidUTF8(_, true): "the file looks like UTF-16: convert it with iconv -f UTF-16 -t UTF-8"
        case .invalidUTF8(_, false):
            "convert the file (older Korean text is often CP949: iconv -f CP949 -t UTF-8), "
                + "or use --invalid-utf8 replace or skip"
        case .malformedJSON: "correct the record; --input-format text weighs the file as plain text"
        case .missingField: "name the field with --text-field"
        case .duplicateField: "leave one of them"
        case .wrongFieldType: nil
        case .cutNeedsText: "leave --document out, or weigh the file's bytes with --input-format text"
        case .clusterNeedsRecords: "use a .jsonl file whose records have the field, or leave --cluster out"
        case .noDocuments: "check that the file is of the format"
        case .missingColumn, .shortRow: nil
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

    private func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
