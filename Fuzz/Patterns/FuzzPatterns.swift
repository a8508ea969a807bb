import Foundation

@testable import JeoulText
@testable import JeoulTokenizing

/// Patterns of a pre-tokenizer, and a text to cut: an error or pieces, after bounded work, never a trap.
///
/// The first byte says what becomes of matches; then comes a pattern, a NUL, and the text. Pieces must be in order inside their
/// documents, and cover all of the text unless some are taken away. Where pattern and text are ASCII, whose properties every Unicode
/// version has, ICU's regular expressions must cut alike.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPatterns(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let input = UnsafeBufferPointer(start: data, count: size)
    guard let first = input.first, let end = input.firstIndex(of: 0), end > 0,
        let pattern = String(validating: input[1..<end], as: UTF8.self)
    else { return 0 }
    let text = UnsafeBufferPointer(rebasing: input[(end + 1)...])
    guard UTF8Validation.firstInvalidOffset(text) == nil else { return 0 }
    let behaviors: [SplitBehavior] = [.isolated, .removed, .mergedWithPrevious, .mergedWithNext, .contiguous]
    let behavior = behaviors[Int(first >> 1) % behaviors.count]
    let isInverted = first & 1 != 0
    let step = PreTokenizationStep.split(.regex(pattern), behavior, isInverted: isInverted)
    guard let splitter = try? CompiledSplitter([step]) else { return 0 }
    for lines in [true, false] { check(splitter, text, lines: lines, pattern) }
    compareWithICU(splitter, text, pattern, behavior, isInverted)
    return 0
}

private func check(_ splitter: CompiledSplitter, _ text: UnsafeBufferPointer<UInt8>, lines: Bool, _ pattern: String) {
    guard let base = text.baseAddress, !text.isEmpty else { return }
    let scanner = CompiledScanner(splitter)
    let batch = PreTokenBatch()
    scanner.start(base, text.count, splitsLines: lines)
    var end = 0
    while !scanner.isFinished {
        batch.removeAll()
        scanner.fill(batch)
        for piece in 0..<batch.preTokenCount {
            let start = Int(batch.starts[piece])
            let isNext = splitter.removes || lines ? start >= end : start == end
            guard isNext, batch.lengths[piece] > 0 else { fatalError("\(pattern): a piece at \(start) after \(end)") }
            end = start + Int(batch.lengths[piece])
        }
    }
    guard end <= text.count, splitter.removes || lines || end == text.count else {
        fatalError("\(pattern): ends at \(end)")
    }
    let most = (text.count + 1) * (splitter.steps[0].automaton.stateCount + PatternMatcher.freeSteps + 2) * 2
    guard scanner.stepCount <= most else {
        fatalError("\(pattern): \(scanner.stepCount) steps for \(text.count) bytes")
    }
}

private func compareWithICU(
    _ splitter: CompiledSplitter, _ text: UnsafeBufferPointer<UInt8>, _ pattern: String, _ behavior: SplitBehavior,
    _ isInverted: Bool
) {
    // Engines differ in which round of nothing is the last one.
    guard pattern.utf8.allSatisfy({ $0 < 0x80 }), text.allSatisfy({ $0 < 0x80 }), text.count < 200,
        let node = try? PatternParser.node(pattern), !node.repeatsNullable, let regex = try? RegularExpression(pattern)
    else { return }
    var stretches: [Stretch] = []
    var end = 0
    guard (try? regex.forEachMatch(in: text) { Stretch.add($0, after: &end, to: &stretches) }) != nil else { return }
    if end < text.count { stretches.append(Stretch(range: end..<text.count, isDelimiter: false)) }
    if isInverted { for index in stretches.indices { stretches[index].isDelimiter.toggle() } }
    let expected = Stretch.merged(stretches, behavior).filter { !$0.isEmpty }
    var pieces: [Range<Int>] = []
    splitter.forEachPreToken(of: text) { pieces.append($0) }
    guard pieces == expected else { fatalError("\(pattern), \(behavior): \(pieces) and not \(expected)") }
}

extension PatternNode {
    fileprivate var repeatsNullable: Bool {
        switch self {
        case .set, .ahead, .behind: false
        case .sequence(let nodes), .alternation(let nodes): nodes.contains(where: \.repeatsNullable)
        case .repeated(let node, _): node.isNullable || node.repeatsNullable
        }
    }
}
