import JeoulCorpora
import JeoulReporting

extension CorpusSummary {
    /// What is not in the figures, or not as it was read.
    package var omissionWords: [Words] {
        var words = skipped.kinds.map(\.words)
        words += leftOutWords
        if invalidUTF8.sequences > 0 {
            let files = inputs.count { $0.invalidUTF8.sequences > 0 }
            let many = inputs.count > 1
            words.append(
                Words(
                    "\(dropsInvalidUTF8 ? "dropped" : "replaced by U+FFFD"): "
                        + "\(NumberFormat.counted(invalidUTF8.sequences, "ill-formed sequence")) "
                        + "(\(NumberFormat.counted(invalidUTF8.bytes, "byte")))"
                        + (many ? " of \(NumberFormat.counted(files, "file"))" : ""),
                    "\(dropsInvalidUTF8 ? "버린 것" : "U+FFFD로 바꾼 것"): \(many ? "파일 \(NumberFormat.grouped(files))개의 " : "")"
                        + "UTF-8이 아닌 바이트열 \(NumberFormat.grouped(invalidUTF8.sequences))개"
                        + "(\(NumberFormat.grouped(invalidUTF8.bytes))바이트)"))
        }
        return words
    }
}

extension CorpusSummary {
    /// What of folders is no text.
    var leftOutWords: [Words] {
        leftOut.kinds.map { Words("of folders \($0.words.english)", "폴더에서 \($0.words.korean)") }
    }
}

extension SkippedInput.Kind {
    /// How many were left out, and where the first of them are.
    var words: Words {
        let korean = Self.korean.first { name.hasPrefix($0.key) }
        let rest = korean.map { String(name.dropFirst($0.key.count)) } ?? ""
        let more = count > first.count ? "; 외 \(NumberFormat.grouped(count - first.count))건" : ""
        return Words(
            description,
            "제외한 것: \(korean?.value ?? name)\(rest) \(NumberFormat.grouped(count))건(\(first.joined(separator: "; "))\(more))"
        )
    }

    private static let korean: KeyValuePairs = [
        "broken records": "깨진 레코드", "records without the field": "필드가 없는 레코드",
        "records whose field is no text": "필드가 글이 아닌 레코드", "documents that are not UTF-8": "UTF-8이 아닌 문서",
        "files of another encoding": "인코딩이 다른 파일", "files that are no text": "글이 아닌 파일",
        "damaged files": "손상된 파일", "files that changed": "읽는 사이 바뀐 파일",
        "files with a record that is too long": "레코드가 너무 긴 파일", "unreadable files": "읽을 수 없는 파일",
    ]
}
