import Foundation
import JeoulText
import JeoulTokenizing
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulWeighing

/// What a checkpoint keeps of documents one by one is what it gives back.
@Suite struct PackedPartTests {
    @Test func partsAreTheSameAgain() throws {
        let text = Data("가 b\n\n나 c d\n".utf8)
        let layout = DocumentLayout.lines
        let part = Part(
            firstDocument: 7, input: 3, bytes: 99, tokens: [[1, 0, .max], [4, 5, 6]], unknownTokens: [0, 2],
            bytesOfEach: [5, 0, 7], unknownOfEach: [[], [0, 0, 2]],
            characters: [
                CharacterCounts(
                    hangul: 1, hanja: 2, syllable: 3, grapheme: 4, graphemeNonspace: 5, scalar: 6, byte: 7, eojeol: 8),
                CharacterCounts(), CharacterCounts(byte: 1 << 40),
            ], traits: DocumentProperties(of: text, layout: layout, keepsEach: true),
            labels: LabelList(
                [DocumentLabels(id: "a", cluster: "b"), DocumentLabels(register: "", group: "d")], count: 3),
            emptyDocuments: 1, forms: [.nfc])
        let data = try JSONEncoder().encode(PackedPart(part))
        let again = try JSONDecoder().decode(PackedPart.self, from: data).part
        #expect(again.firstDocument == 7 && again.input == 3 && again.bytes == 99 && again.emptyDocuments == 1)
        #expect(again.tokens == part.tokens && again.unknownTokens == part.unknownTokens)
        #expect(again.bytesOfEach == part.bytesOfEach && again.unknownOfEach == part.unknownOfEach)
        #expect(again.characters == part.characters && again.labels == part.labels && again.forms == part.forms)
        #expect(again.traits?.identities == part.traits?.identities && again.traits?.identities.count == 3)
        #expect(again.traits?.otherLetters == part.traits?.otherLetters && again.traits?.otherLetters == 3)
        #expect(again.traits?.documentOtherLetters == [1, 0, 2])
    }

    @Test func nothingIsNothing() throws {
        let part = Part(
            firstDocument: 0, input: 0, bytes: 0, tokens: [], unknownTokens: [], characters: [], traits: nil,
            labels: LabelList(unknown: 2), emptyDocuments: 0, forms: [])
        let again = PackedPart(part).part
        #expect(again.characters.isEmpty && again.tokens.isEmpty && again.labels == part.labels && again.traits == nil)
    }
}
