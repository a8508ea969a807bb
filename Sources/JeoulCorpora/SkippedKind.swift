import JeoulReporting

/// What is left out because it cannot be read, as reports name it.
package struct SkippedKind: Sendable, Hashable, Codable {
    /// One of them.
    let one: String
    /// Several; for programs their name.
    package let many: String
    let korean: String

    /// So many of them.
    package func words(_ count: Int) -> Words {
        let number = NumberFormat.grouped(count)
        return Words("\(number) \(count == 1 ? one : many)", "\(korean) \(number)건")
    }
}

extension CorpusError.Kind {
    /// What is left out where such errors are skipped.
    var skippedKind: SkippedKind {
        switch self {
        case .malformedJSON, .duplicateField, .malformedTable, .unevenRow, .shortRow: .brokenRecord
        case .missingField:
            SkippedKind(one: "record without the field", many: "records without the field", korean: "필드가 없는 레코드")
        case .wrongFieldType:
            SkippedKind(
                one: "record whose field is no text", many: "records whose field is no text", korean: "필드가 글이 아닌 레코드")
        case .invalidUTF8(_, looksLike: .cp949):
            SkippedKind(
                one: "document that looks like CP949 (--encoding cp949 reads it)",
                many: "documents that look like CP949 (--encoding cp949 reads them)",
                korean: "CP949로 보이는 문서(--encoding cp949로 읽는다)")
        case .invalidUTF8, .invalidText, .loneSurrogate:
            SkippedKind(
                one: "document that is not UTF-8", many: "documents that are not UTF-8", korean: "UTF-8이 아닌 문서")
        case .otherEncoding:
            SkippedKind(one: "file of another encoding", many: "files of another encoding", korean: "인코딩이 다른 파일")
        case .foreign(let format, _): .noText(": \(format.rawValue)")
        case .notText: .noText()
        case .compressedTwice:
            SkippedKind(
                one: "file that is compressed twice", many: "files that are compressed twice", korean: "두 번 압축된 파일")
        case .truncatedCompression, .damagedCompression, .notCompressed:
            SkippedKind(one: "damaged file", many: "damaged files", korean: "손상된 파일")
        case .changed: SkippedKind(one: "file that changed", many: "files that changed", korean: "읽는 사이 바뀐 파일")
        case .tooLong:
            SkippedKind(
                one: "file with a record that is too long", many: "files with a record that is too long",
                korean: "레코드가 너무 긴 파일")
        default: SkippedKind(one: "unreadable file", many: "unreadable files", korean: "읽을 수 없는 파일")
        }
    }
}

extension SkippedKind {
    static let brokenRecord = SkippedKind(one: "broken record", many: "broken records", korean: "깨진 레코드")
    static let restOfFile = SkippedKind(
        one: "file from a broken record to its end", many: "files from a broken record to their end",
        korean: "깨진 레코드부터 끝까지 읽지 못한 파일")

    fileprivate static func noText(_ what: String = "") -> SkippedKind {
        SkippedKind(
            one: "file that is no text" + what, many: "files that are no text" + what, korean: "글이 아닌 파일" + what)
    }
}
