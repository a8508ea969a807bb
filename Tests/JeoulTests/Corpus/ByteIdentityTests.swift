import Foundation
import Testing

@testable import JeoulCorpora
@testable import JeoulReporting
@testable import JeoulWeighing

/// Names and values are told apart by their bytes, wherever Swift's strings would take two for one, or one character for two.
@Suite struct ByteIdentityTests {
    @Test func settingsOfACheckpoint() {
        let composed = Checkpoint.Setting("--text-field", "본문")
        let decomposed = Checkpoint.Setting("--text-field", "본문".decomposedStringWithCanonicalMapping)
        #expect(composed != decomposed && composed == Checkpoint.Setting("--text-field", "본문"))
    }

    @Test(arguments: [
        ("a/b.txt", "a"), ("b.txt", "."), ("/b.txt", "/"), ("a/\u{301}b.txt", "a"), ("가/나/다.txt", "가/나"),
    ])
    func foldersOfNames(name: String, folder: String) {
        #expect(Grouping.folder.group(of: CorpusInput(.path(name))) == UTF8Key(folder))
    }

    /// The mark of UTF-32 begins with that of UTF-16.
    @Test func marksThatBeginWithAnother() {
        let text =
            Data([0xFF, 0xFE, 0, 0])
            + Data("가나다라".unicodeScalars.flatMap { withUnsafeBytes(of: $0.value.littleEndian, Array.init) })
        #expect(TextEncoding.contradicting(.utf16LittleEndian, text) == .utf32LittleEndian)
        #expect(TextEncoding.contradicting(.utf32LittleEndian, text) == nil)
        let shorter =
            Data([0xFF, 0xFE]) + Data("가나다라".utf16.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) })
        #expect(TextEncoding.contradicting(.utf16LittleEndian, shorter) == nil)
    }

    /// A line that is empty is no row of a table; an empty field in quotes is.
    @Test func emptyRows() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-rows-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("text\n가\n\"\"\n\n나\n".utf8).write(to: folder)
        let documents = try Corpus(arguments: [folder.path]).documents(limit: 9, normalization: .asIs).documents
        #expect(documents.map { String(decoding: $0.text, as: UTF8.self) } == ["가", "", "나"])
    }

    @Test func headingsInMarkdown() {
        let table = Table(columns: [Table.Column("group", title: "\u{1B}[31m\u{202E}X")])
        #expect(!table.markdown().unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
}
