import JeoulCorpora
import JeoulReporting

extension CorpusSummary {
    /// What was left out: records and files that cannot be read, and what is no text of folders.
    private var leftOutWords: [Words] {
        skipped.kinds.map(\.words) + leftOut.kinds.map { Words("of folders ", "폴더에서 ") + $0.words }
    }

    /// What whoever sees a result must know of the text, a sentence each.
    package var remarks: [Words] {
        var remarks = warnings.map(\.words) + leftOutWords
        if isPartial {
            remarks.append(Words("interrupted: this is of what was read until then", "도중에 멈추어, 그때까지 읽은 글만 센 값이다"))
        }
        if documents == 0 { remarks.append(Words("the input has no documents", "문서가 하나도 없다")) }
        return remarks
    }

    /// What is not in the figures, or not as it was read: for whoever sees them without the remarks.
    package var omissionWords: [Words] {
        var words = leftOutWords
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

extension SkippedInput.Kind {
    /// How many were left out, and where the first of them are.
    fileprivate var words: Words {
        let (what, places) = (kind.words(count), first.joined(separator: "; "))
        let rest = NumberFormat.grouped(count - first.count)
        let isMore = count > first.count
        return Words(
            "left out: \(what.english) (\(places)\(isMore ? "; and \(rest) more" : ""))",
            "제외한 것: \(what.korean)(\(places)\(isMore ? "; 외 \(rest)건" : ""))")
    }
}
