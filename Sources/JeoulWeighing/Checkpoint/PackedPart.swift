import Foundation
import JeoulText
import JeoulCorpora

/// What was counted of a batch's documents one by one, as a checkpoint keeps it: numbers as bytes, since there are many of them.
struct PackedPart: Sendable, Codable {
    private let firstDocument, input, bytes, emptyDocuments: Int
    private let forms: NormalizationForms
    private let tokens: [Data]
    private let unknownTokens: [Int]
    private let bytesOfEach: Data
    private let unknownOfEach: [Data]
    /// The counts of each document, one kind after another.
    private let characters: [Data]
    private let traits: DocumentProperties.Packed?
    private let labels: LabelList.Packed

    init(_ part: Part) {
        (firstDocument, input, bytes) = (part.firstDocument, part.input, part.bytes)
        (emptyDocuments, forms) = (part.emptyDocuments, part.forms)
        tokens = part.tokens.map(PackedNumbers.data)
        unknownTokens = part.unknownTokens
        bytesOfEach = PackedNumbers.data(part.bytesOfEach)
        unknownOfEach = part.unknownOfEach.map(PackedNumbers.data)
        characters = Self.kinds.map { kind in PackedNumbers.data(part.characters.map { $0[keyPath: kind] }) }
        traits = part.traits?.packed
        labels = part.labels.packed
    }

    /// The same, as it was counted.
    var part: Part {
        let columns = characters.map { PackedNumbers.numbers($0, of: Int.self) }
        let counts = (columns.first ?? []).indices.map { document in
            var counts = CharacterCounts()
            for (kind, column) in zip(Self.kinds, columns) { counts[keyPath: kind] = column[document] }
            return counts
        }
        return Part(
            firstDocument: firstDocument, input: input, bytes: bytes,
            tokens: tokens.map { PackedNumbers.numbers($0, of: UInt32.self) }, unknownTokens: unknownTokens,
            bytesOfEach: PackedNumbers.numbers(bytesOfEach, of: Int.self),
            unknownOfEach: unknownOfEach.map { PackedNumbers.numbers($0, of: Int.self) }, characters: counts,
            traits: traits.map(DocumentProperties.init), labels: LabelList(labels), emptyDocuments: emptyDocuments,
            forms: forms)
    }

    private static var kinds: [WritableKeyPath<CharacterCounts, Int>] {
        [\.hangul, \.hanja, \.syllable, \.grapheme, \.graphemeNonspace, \.scalar, \.byte, \.eojeol]
    }
}

/// The counts that metrics need of a batch's documents, as a checkpoint keeps them.
struct PackedColumns: Sendable, Codable {
    private let firstDocument: Int
    private let counts: [[Data]]

    init(_ columns: MetricPass.Columns) {
        firstDocument = columns.firstDocument
        counts = columns.counts.map { $0.map(PackedNumbers.data) }
    }

    /// The same, as they were counted.
    var columns: MetricPass.Columns {
        MetricPass.Columns(
            firstDocument: firstDocument, counts: counts.map { $0.map { PackedNumbers.numbers($0, of: Int.self) } })
    }
}

/// Whole numbers as bytes, the lowest first.
enum PackedNumbers {
    static func data<Number: FixedWidthInteger & BitwiseCopyable>(_ numbers: [Number]) -> Data {
        numbers.map(\.littleEndian).withUnsafeBytes { Data($0) }
    }

    /// The numbers again. A checkpoint is read only where its digest is right: the bytes are those that were written.
    static func numbers<Number: FixedWidthInteger & BitwiseCopyable>(_ data: Data, of type: Number.Type) -> [Number] {
        let size = MemoryLayout<Number>.size
        return data.withUnsafeBytes { bytes in
            // SAFETY: every offset has a whole number behind it, and none need be aligned.
            (0..<bytes.count / size).map {
                Number(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: type))
            }
        }
    }
}

extension DocumentProperties {
    /// As a checkpoint keeps it.
    struct Packed: Sendable, Codable {
        fileprivate let identities: Data
        fileprivate let otherLetters: Int
        fileprivate let documentOtherLetters: Data
    }

    var packed: Packed {
        Packed(
            identities: PackedNumbers.data(identities.flatMap { [$0.high, $0.low] }), otherLetters: otherLetters,
            documentOtherLetters: PackedNumbers.data(documentOtherLetters))
    }

    init(_ packed: Packed) {
        let halves = PackedNumbers.numbers(packed.identities, of: UInt64.self)
        self.init(
            identities: stride(from: 0, to: halves.count - 1, by: 2).map {
                Identity(high: halves[$0], low: halves[$0 + 1])
            }, otherLetters: packed.otherLetters,
            documentOtherLetters: PackedNumbers.numbers(packed.documentOtherLetters, of: Int.self))
    }
}

extension LabelList {
    /// As a checkpoint keeps it: the keys of each kind one after another, each by itself.
    struct Packed: Sendable, Codable {
        fileprivate let count: Int
        /// For each kind the length of each document's key, −1 where it has none; nothing where no document has one.
        fileprivate let lengths: [Data]
        fileprivate let bytes: [Data]
    }

    private static var kinds: [WritableKeyPath<DocumentLabels, UTF8Key?>] {
        [\.id, \.register, \.language, \.cluster, \.group]
    }

    var packed: Packed {
        let keys = Self.kinds.map { kind in map { $0[keyPath: kind] } }
        let known = keys.map { $0.contains { $0 != nil } ? $0 : [] }
        return Packed(
            count: count, lengths: known.map { keys in PackedNumbers.data(keys.map { $0?.bytes.count ?? -1 }) },
            bytes: known.map { keys in Data(keys.flatMap { $0?.bytes ?? [] }) })
    }

    init(_ packed: Packed) {
        var labels: [DocumentLabels] = []
        for (index, kind) in Self.kinds.enumerated() {
            let lengths = PackedNumbers.numbers(packed.lengths[index], of: Int.self)
            if lengths.isEmpty { continue }
            if labels.isEmpty { labels = Array(repeating: DocumentLabels(), count: packed.count) }
            var rest = packed.bytes[index][...]
            for (document, length) in lengths.enumerated() where length >= 0 {
                labels[document][keyPath: kind] = UTF8Key(rest.prefix(length))
                rest = rest.dropFirst(length)
            }
        }
        self.init(labels, count: packed.count)
    }
}
