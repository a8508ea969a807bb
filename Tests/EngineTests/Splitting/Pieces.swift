@testable import JeoulText
import Foundation
import ScanKernels
import TestSupport

@testable import JeoulTokenizing

/// The pre-tokens of a text and the documents among them, in the form of a `PreTokenBatch`.
struct PreTokens: Equatable {
    var starts: [UInt32] = []
    var lengths: [UInt32] = []
    /// For each document: how many pre-tokens come before its end, and where it ends.
    var documentPreTokens: [UInt32] = []
    var documentEnds: [UInt32] = []

    init() {}

    /// What the scanner gives.
    init(scanning text: UnsafeBufferPointer<UInt8>, _ pattern: SplitPattern, lines: Bool, kernel: ScanKernel) {
        guard let base = text.baseAddress else { return }
        let scanner = PatternScanner([pattern], kernel: kernel)
        scanner.start(base, text.count, splitsLines: lines)
        let batch = PreTokenBatch()
        while !scanner.isFinished {
            batch.removeAll()
            scanner.fill(batch)
            add(batch)
        }
    }

    /// Adds what a batch has.
    mutating func add(_ batch: PreTokenBatch) {
        let before = UInt32(starts.count)
        starts += UnsafeBufferPointer(start: batch.starts, count: batch.preTokenCount)
        lengths += UnsafeBufferPointer(start: batch.lengths, count: batch.preTokenCount)
        documentPreTokens += UnsafeBufferPointer(start: batch.documentPreTokens, count: batch.documentCount).map {
            $0 + before
        }
        documentEnds += UnsafeBufferPointer(start: batch.documentEnds, count: batch.documentCount)
    }

    /// The pre-tokens of each document, one splitter call after another.
    init(
        of text: UnsafeBufferPointer<UInt8>, documents: [Range<Int>],
        _ split: (UnsafeBufferPointer<UInt8>) -> [(start: Int, end: Int)]
    ) {
        for range in documents {
            if !range.isEmpty {
                for preToken in split(UnsafeBufferPointer(rebasing: text[range])) {
                    starts.append(UInt32(range.lowerBound + preToken.start))
                    lengths.append(UInt32(preToken.end - preToken.start))
                }
            }
            documentPreTokens.append(UInt32(starts.count))
            documentEnds.append(UInt32(range.upperBound))
        }
    }

    /// Where the pre-tokens differ from the expected ones, in words; nil where they do not.
    func difference(from expected: PreTokens, in text: UnsafeBufferPointer<UInt8>) -> String? {
        if isSame(starts, expected.starts), isSame(lengths, expected.lengths),
            isSame(documentPreTokens, expected.documentPreTokens), isSame(documentEnds, expected.documentEnds)
        {
            return nil
        }
        let both = min(starts.count, expected.starts.count)
        if let preToken = (0..<both).first(where: {
            starts[$0] != expected.starts[$0] || lengths[$0] != expected.lengths[$0]
        }) {
            let start = Int(min(starts[preToken], expected.starts[preToken]))
            let end = min(text.count, start + Int(max(lengths[preToken], expected.lengths[preToken])) + 24)
            let context = escaped(text[max(0, start - 24)..<start]) + "|" + escaped(text[start..<end])
            return "piece \(preToken): \(starts[preToken])+\(lengths[preToken]) instead of "
                + "\(expected.starts[preToken])+\(expected.lengths[preToken]): \(context)"
        }
        if starts.count != expected.starts.count { return "\(starts.count) pieces instead of \(expected.starts.count)" }
        let documents = zip(documentEnds, documentPreTokens).map { "\($0)/\($1)" }
        let others = zip(expected.documentEnds, expected.documentPreTokens).map { "\($0)/\($1)" }
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
    /// All pre-tokens of a text.
    func preTokens(_ text: UnsafeBufferPointer<UInt8>) -> [(start: Int, end: Int)] {
        var preTokens: [(start: Int, end: Int)] = []
        var start = 0
        while start < text.count {
            let end = end(of: text.baseAddress!, from: start, to: text.count)
            preTokens.append((start, end))
            // A splitter that stands still would never end.
            guard end > start else { break }
            start = end
        }
        return preTokens
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

    /// What is wrong with a text's pre-tokens, in words; nil where nothing is.
    func fault(in text: [UInt8], modes: [Bool] = [false, true]) -> String? {
        // An allocation of exactly the text's size, so that the address sanitizer sees a read past its end.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        defer { copy.deallocate() }
        _ = copy.initialize(from: text)
        let text = UnsafeBufferPointer(copy)
        for lines in modes {
            let documents = lines ? SharedCorpus.lines(of: Data(text)) : text.isEmpty ? [] : [0..<text.count]
            let expected = PreTokens(of: text, documents: documents) { oracle.matches(in: $0) }
            if let fault = tilingFault(expected, documents) { return "the regular expression: \(fault)" }
            let scalar = PreTokens(of: text, documents: documents, ScalarSplitter(pattern: pattern).preTokens)
            if let fault = scalar.difference(from: expected, in: text) {
                return "scalar splitter, lines \(lines): \(fault)"
            }
            for kernel in ScanKernel.all {
                let scanned = PreTokens(scanning: text, pattern, lines: lines, kernel: kernel)
                if let fault = scanned.difference(from: expected, in: text) {
                    return "kernel \(kernel.name), lines \(lines): \(fault)"
                }
            }
        }
        return nil
    }

    /// Whether each document's pre-tokens follow one another from its beginning to its end, none empty.
    private func tilingFault(_ preTokens: PreTokens, _ documents: [Range<Int>]) -> String? {
        var preToken = 0
        for (number, document) in documents.enumerated() {
            var position = document.lowerBound
            while preToken < Int(preTokens.documentPreTokens[number]) {
                guard Int(preTokens.starts[preToken]) == position, preTokens.lengths[preToken] > 0 else {
                    return "a gap at \(position)"
                }
                position += Int(preTokens.lengths[preToken])
                preToken += 1
            }
            guard position == document.upperBound else { return "a gap at \(position)" }
        }
        return nil
    }
}
