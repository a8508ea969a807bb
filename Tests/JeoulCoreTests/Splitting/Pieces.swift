import Foundation
import ScanKernels
import TestSupport

@testable import JeoulCore

/// The pieces of a text and the documents among them, in the form of a `PieceBatch`.
struct Pieces: Equatable {
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    /// For each document: how many pieces come before its end, and where it ends.
    var documentPieces: [UInt32] = []
    var documentEnds: [UInt32] = []

    init() {}

    /// What the scanner gives.
    init(scanning text: UnsafeBufferPointer<UInt8>, _ pattern: SplitPattern, lines: Bool, kernel: ScanKernel) {
        guard let base = text.baseAddress else { return }
        let scanner = PieceScanner([pattern], kernel: kernel)
        scanner.start(base, text.count, splitsLines: lines)
        let batch = PieceBatch()
        while !scanner.isFinished {
            batch.removeAll()
            scanner.fill(batch)
            add(batch)
        }
    }

    /// Adds what a batch has.
    mutating func add(_ batch: PieceBatch) {
        let before = UInt32(starts.count)
        starts += UnsafeBufferPointer(start: batch.starts, count: batch.pieceCount)
        lengths += UnsafeBufferPointer(start: batch.lengths, count: batch.pieceCount)
        documentPieces += UnsafeBufferPointer(start: batch.documentPieces, count: batch.documentCount).map {
            $0 + before
        }
        documentEnds += UnsafeBufferPointer(start: batch.documentEnds, count: batch.documentCount)
    }

    /// The pieces of each document, one splitter call after another.
    init(
        of text: UnsafeBufferPointer<UInt8>, documents: [Range<Int>],
        _ split: (UnsafeBufferPointer<UInt8>) -> [(start: Int, end: Int)]
    ) {
        for range in documents {
            if !range.isEmpty {
                for piece in split(UnsafeBufferPointer(rebasing: text[range])) {
                    starts.append(UInt32(range.lowerBound + piece.start))
                    lengths.append(UInt32(piece.end - piece.start))
                }
            }
            documentPieces.append(UInt32(starts.count))
            documentEnds.append(UInt32(range.upperBound))
        }
    }

    /// Where the pieces differ from the expected ones, in words; nil where they do not.
    func difference(from expected: Pieces, in text: UnsafeBufferPointer<UInt8>) -> String? {
        if isSame(starts, expected.starts), isSame(lengths, expected.lengths),
            isSame(documentPieces, expected.documentPieces), isSame(documentEnds, expected.documentEnds)
        {
            return nil
        }
        let both = min(starts.count, expected.starts.count)
        if let piece = (0..<both).first(where: {
            starts[$0] != expected.starts[$0] || lengths[$0] != expected.lengths[$0]
        }) {
            let start = Int(min(starts[piece], expected.starts[piece]))
            let end = min(text.count, start + Int(max(lengths[piece], expected.lengths[piece])) + 24)
            let context = escaped(text[max(0, start - 24)..<start]) + "|" + escaped(text[start..<end])
            return "piece \(piece): \(starts[piece])+\(lengths[piece]) instead of "
                + "\(expected.starts[piece])+\(expected.lengths[piece]): \(context)"
        }
        if starts.count != expected.starts.count { return "\(starts.count) pieces instead of \(expected.starts.count)" }
        let documents = zip(documentEnds, documentPieces).map { "\($0)/\($1)" }
        let others = zip(expected.documentEnds, expected.documentPieces).map { "\($0)/\($1)" }
        return "documents \(documents.prefix(20)) instead of \(others.prefix(20)) in \(escaped(text.prefix(100)))"
    }

    private func isSame(_ left: [UInt32], _ right: [UInt32]) -> Bool {
        // Comparing memory: `==` of arrays is slow where nothing is optimized.
        left.count == right.count
            && left.withUnsafeBytes { left in
                right.withUnsafeBytes { left.isEmpty || memcmp(left.baseAddress!, $0.baseAddress!, left.count) == 0 }
            }
    }
}

extension ScalarSplitter {
    /// All pieces of a text.
    func pieces(_ text: UnsafeBufferPointer<UInt8>) -> [(start: Int, end: Int)] {
        var pieces: [(start: Int, end: Int)] = []
        var start = 0
        while start < text.count {
            let end = end(of: text.baseAddress!, from: start, to: text.count)
            pieces.append((start, end))
            // A splitter that stands still would never end.
            guard end > start else { break }
            start = end
        }
        return pieces
    }
}

/// Compares both splitters with the regular expression, on every kernel, as one document and line by line.
struct SplitterCheck {
    let pattern: SplitPattern
    private let oracle: RegexSplitter
    private let unassigned = RegexSplitter(#"\p{Cn}"#)

    init(_ pattern: SplitPattern) {
        self.pattern = pattern
        oracle = RegexSplitter(pattern)
    }

    /// Whether a text has a character that Unicode 16.0 assigns and ICU's Unicode does not, in a class that matters.
    func isBeyondOracle(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        unassigned.matches(in: text).contains { match in
            let scalar = String(decoding: text[match.start..<match.end], as: UTF8.self).unicodeScalars.first!
            return jeoul_class(scalar.value) != CharacterClass.other
        }
    }

    /// What is wrong with a text's pieces, in words; nil where nothing is.
    func fault(in text: [UInt8], modes: [Bool] = [false, true]) -> String? {
        // An allocation of exactly the text's size, so that the address sanitizer sees a read past its end.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        defer { copy.deallocate() }
        _ = copy.initialize(from: text)
        let text = UnsafeBufferPointer(copy)
        for lines in modes {
            let documents = lines ? SharedCorpus.lines(of: Data(text)) : text.isEmpty ? [] : [0..<text.count]
            let expected = Pieces(of: text, documents: documents) { oracle.matches(in: $0) }
            if let fault = tilingFault(expected, documents) { return "the regular expression: \(fault)" }
            let scalar = Pieces(of: text, documents: documents, ScalarSplitter(pattern: pattern).pieces)
            if let fault = scalar.difference(from: expected, in: text) {
                return "scalar splitter, lines \(lines): \(fault)"
            }
            for kernel in ScanKernel.all {
                let scanned = Pieces(scanning: text, pattern, lines: lines, kernel: kernel)
                if let fault = scanned.difference(from: expected, in: text) {
                    return "kernel \(kernel.name), lines \(lines): \(fault)"
                }
            }
        }
        return nil
    }

    /// Whether each document's pieces follow one another from its beginning to its end, none empty.
    private func tilingFault(_ pieces: Pieces, _ documents: [Range<Int>]) -> String? {
        var piece = 0
        for (number, document) in documents.enumerated() {
            var position = document.lowerBound
            while piece < Int(pieces.documentPieces[number]) {
                guard Int(pieces.starts[piece]) == position, pieces.lengths[piece] > 0 else {
                    return "a gap at \(position)"
                }
                position += Int(pieces.lengths[piece])
                piece += 1
            }
            guard position == document.upperBound else { return "a gap at \(position)" }
        }
        return nil
    }
}
