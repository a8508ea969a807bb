import Foundation
import TestSupport

@testable import JeoulTokenizing

extension PreTokens {
    /// What a compiled splitter gives.
    init(
        compiled splitter: CompiledSplitter, _ text: UnsafeBufferPointer<UInt8>, lines: Bool,
        onScanner: (CompiledScanner) -> Void = { _ in }
    ) {
        self.init()
        guard let base = text.baseAddress else { return }
        let scanner = CompiledScanner(splitter)
        scanner.start(base, text.count, splitsLines: lines)
        let batch = PreTokenBatch()
        while !scanner.isFinished {
            batch.removeAll()
            scanner.fill(batch)
            add(batch)
        }
        onScanner(scanner)
    }

    /// What the steps' definition gives, one step after another, each by ICU's regular expressions: the oracle.
    init(of text: UnsafeBufferPointer<UInt8>, documents: [Range<Int>], steps: [PreTokenizationStep]) throws {
        self.init()
        let oracle = try StepOracle(steps)
        for range in documents {
            var preTokens = JeoulTokenizing.PreTokens(TextNormalizer.Text(bytes: Array(text[range]), isFirst: true))
            try oracle.cut(&preTokens)
            for preToken in preTokens.preTokens {
                starts.append(UInt32(range.lowerBound + preToken.range.lowerBound))
                lengths.append(UInt32(preToken.range.count))
            }
            documentPreTokens.append(UInt32(starts.count))
            documentEnds.append(UInt32(range.upperBound))
        }
    }
}

/// Compares a compiled splitter with an oracle, as one document and line by line.
struct CompiledCheck {
    let splitter: CompiledSplitter
    private let oracle: (UnsafeBufferPointer<UInt8>, [Range<Int>]) throws -> PreTokens

    /// Against the hand-written splitter of the same pattern.
    init(_ pattern: SplitPattern) throws {
        splitter = try CompiledSplitter([.pattern(pattern)])
        oracle = { text, documents in
            PreTokens(of: text, documents: documents, ScalarSplitter(pattern: pattern).preTokens)
        }
    }

    /// Against ICU's regular expressions, on texts of characters that ICU 72 knows.
    init(steps: [PreTokenizationStep]) throws {
        splitter = try CompiledSplitter(steps)
        oracle = { text, documents in try PreTokens(of: text, documents: documents, steps: steps) }
    }

    /// What is wrong with a text's pre-tokens, in words; nil where nothing is.
    func fault(in text: [UInt8], modes: [Bool] = [false, true]) throws -> String? {
        // An allocation of exactly the text's size, so that the address sanitizer sees a read past its end.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        defer { copy.deallocate() }
        _ = copy.initialize(from: text)
        let text = UnsafeBufferPointer(copy)
        for lines in modes {
            let documents = lines ? SharedCorpus.lines(of: Data(text)) : text.isEmpty ? [] : [0..<text.count]
            let compiled = PreTokens(compiled: splitter, text, lines: lines)
            if let fault = compiled.difference(from: try oracle(text, documents), in: text) {
                return "lines \(lines): \(fault)"
            }
        }
        return nil
    }
}

/// Random text of characters from all over Unicode.
enum AnyText {
    /// `isKnown` tells which characters may come.
    static func make(
        length: Int, using random: inout some RandomNumberGenerator,
        where isKnown: (Unicode.Scalar) -> Bool = { _ in true }
    ) -> [UInt8] {
        var text = String.UnicodeScalarView()
        while text.count < length {
            // The planes that have most kinds of characters come more often than the rest.
            let limit: UInt32 = [0x80, 0x250, 0x3100, 0x1_0000, 0x2_0000, 0x11_0000].randomElement(using: &random)!
            guard let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)), isKnown(scalar) else {
                continue
            }
            let times = Int.random(in: 0..<6, using: &random) == 0 ? Int.random(in: 2...5, using: &random) : 1
            for _ in 0..<times { text.append(scalar) }
        }
        return Array(String(text).utf8)
    }

    /// The characters of which ICU 72, and this Swift, have the properties that Unicode 16.0 gives them: those that Unicode 15.0
    /// assigned, or that neither 16.0 nor Swift's version assigns.
    static let knownToICU: @Sendable (Unicode.Scalar) -> Bool = {
        let assigned = UnicodeProperties.set(named: "Assigned") ?? .empty
        let assignedInICU = setOfICU("Assigned")
        let bySwift = ScalarSet(
            all.filter { $0.properties.generalCategory != .unassigned }.map { $0.value...$0.value })
        let same = [assignedInICU, bySwift].reduce(ScalarSet.all) { known, other in
            known.intersection(assigned.intersection(other).union(assigned.union(other).complement))
        }
        return { same.contains($0.value) }
    }()

    /// Every scalar, in order.
    static let all: [Unicode.Scalar] = (0...ScalarSet.last).compactMap(Unicode.Scalar.init)

    private static let allText: [UInt8] = {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: all)
        return Array(String(view).utf8)
    }()

    /// What ICU's `\p{name}` matches.
    static func setOfICU(_ name: String) -> ScalarSet {
        allText.withUnsafeBufferPointer { bytes in
            ScalarSet(
                RegexSplitter("\\p{\(name)}+").matches(in: bytes).map { match in
                    var last = match.end - 1
                    while bytes[last] & 0xC0 == 0x80 { last -= 1 }
                    return UInt32(bytes.scalar(at: match.start).value)...UInt32(bytes.scalar(at: last).value)
                })
        }
    }
}
