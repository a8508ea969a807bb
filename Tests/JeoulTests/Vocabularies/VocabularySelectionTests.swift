import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulReporting
@testable import JeoulWeighing

@Suite struct VocabularySelectionTests {
    private let catalog: VocabularyCatalog

    init() throws { catalog = try VocabularyCatalog.standard(environment: [:]) }

    @Test func oneVocabularyByThreeNamesIsSaid() throws {
        let selection = try VocabularySelection(["gpt-4o", "GPT-4.1", "gpt-4", "o200k_base", "gpt-4o"]) {
            try catalog.load($0)
        }
        #expect(selection.vocabularies.map(\.id) == ["o200k_base", "cl100k_base"])
        #expect(
            selection.remarks.map(\.english) == [
                "gpt-4o, GPT-4.1 and o200k_base are one vocabulary, o200k_base: it is counted once"
            ])
        #expect(try VocabularySelection(["gpt-4o", "gpt-4o"]) { try catalog.load($0) }.remarks.isEmpty)
        // The same ranks with other added tokens are two vocabularies.
        #expect(try VocabularySelection(["qwen2.5", "qwen3"]) { try catalog.load($0) }.vocabularies.count == 2)
    }

    @Test func filesOfOneNameAreToldApartByTheirFolders() throws {
        let folder = try TemporaryFolder()
        let bundled = try catalog.load("cl100k_base").files[0].url
        let text = try String(contentsOf: bundled, encoding: .utf8)
        let paths = try ["a/x/tok.tiktoken", "b/x/tok.tiktoken", "c/tok.tiktoken"].enumerated().map { index, name in
            try folder.write(text + "\(Data("jeoul \(index)".utf8).base64EncodedString()) 100256\n", to: name)
        }
        let selection = try VocabularySelection(paths + ["mine=" + paths[0]]) {
            try catalog.load($0, splitter: .pattern(.cl100k))
        }
        #expect(selection.vocabularies.prefix(2).map(\.id) == ["a/x/tok.tiktoken", "b/x/tok.tiktoken"])
        #expect(selection.vocabularies.last?.id.hasSuffix("/c/tok.tiktoken") == true)
        #expect(Set(selection.vocabularies.map(\.id)).count == 3)
        #expect(selection.remarks.count == 1)
    }

    @Test(arguments: [
        ("a,b", ["a", "b"]), (" a , b ", ["a", "b"]), ("a\\,b,c", ["a,b", "c"]), ("a\\b", ["a\\b"]),
        ("a,,b", ["a", "", "b"]),
        ("a\\\\,b", ["a\\", "b"]), ("a\\\\\\,b", ["a\\,b"]), ("a\\", ["a\\"]), ("", [""]),
    ])
    func commasCanBeWritten(_ text: String, names: [String]) {
        #expect(NameListText.names(in: text) == names)
    }
}
