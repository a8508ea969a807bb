import Foundation
import JeoulText

/// The first documents of a text as it was counted: enough of it to be shown, from the same reading that counted it.
struct TextBeginning: Sendable, Codable {
    /// How many documents are kept, and how many bytes of all of them.
    static let documents = 125
    static let bytes = 32_000

    /// By their places.
    private var texts: [Int: Data] = [:]

    /// Nothing yet.
    init() {}

    /// Those of the first documents that are in a batch. O(1) for batches behind them.
    init(of text: UTF8Text, firstDocument: Int) {
        guard firstDocument < Self.documents else { return }
        var count = 0
        text.data.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: UInt8.self)
            for (place, range) in text.layout.ranges(in: bytes).enumerated() {
                guard firstDocument + place < Self.documents, count < Self.bytes else { return }
                let document = bytes[range].prefix(Self.bytes)
                texts[firstDocument + place] = Data(document)
                count += document.count
            }
        }
    }

    /// Adds those of another batch.
    mutating func add(_ other: TextBeginning) { texts.merge(other.texts) { $1 } }

    /// The documents as one text, a line end between two, cut between characters' bytes where it is too long.
    var text: [UInt8] {
        let documents = texts.sorted { $0.key < $1.key }.map(\.value)
        let all = Array(documents.joined(separator: CollectionOfOne(UInt8(ascii: "\n"))))
        guard all.count > Self.bytes else { return all }
        let end = all[...Self.bytes].lastIndex { $0 & 0xC0 != 0x80 } ?? 0
        return Array(all[..<end])
    }
}
