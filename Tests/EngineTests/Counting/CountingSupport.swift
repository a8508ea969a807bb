@testable import JeoulText
import Foundation
import TestSupport

@testable import JeoulTokenizing

/// The ids of each document, one after another without a table: the slow path.
func slowIDs(_ text: Data, _ ranges: [Range<Int>], _ tokenizer: any TokenizerModel) throws -> [[TokenID]] {
    try text.withUnsafeBytes { bytes in
        try ranges.map { range in
            var ids: [TokenID] = []
            try tokenizer.encode(
                UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self)[range]), specialTokens: .ordinary,
                into: &ids)
            return ids
        }
    }
}

/// A text in an allocation of exactly its size, so that the address sanitizer sees a read past its end.
func withExactCopy<Result>(_ text: Data, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: text)
    return try body(UnsafeBufferPointer(copy))
}

extension EncodedDocuments {
    /// The ids of each document.
    var documents: [[TokenID]] { ends.indices.map { Array(self[$0]) } }
}

/// The first document in which two lists differ, in words; nil where none does.
func difference<Value: Equatable>(_ actual: [Value], _ expected: [Value], _ set: DocumentSet) -> String? {
    guard actual.count == expected.count else { return "\(actual.count) documents instead of \(expected.count)" }
    guard let number = actual.indices.first(where: { actual[$0] != expected[$0] }) else { return nil }
    return
        "document \(number): \(actual[number]) instead of \(expected[number]): \(escaped(set.text[set.ranges[number]]))"
}
