@testable import JeoulText
import Foundation
import TestOracles

@testable import JeoulTokenizing

/// Text through whole tokenizers, by every entry: what the definition gives, and no read out of bounds.
///
/// The first byte chooses the tokenizers, the second the kernel and how the text is written: as UTF-8, or with bytes from 0x80 on as
/// names of strings that tokenizers treat in their own way, so that every input is valid. Documents are lines, or lie between U+001F.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTokenizers(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let input = UnsafeBufferPointer(start: data, count: size)
    guard size > 2, let text = text(input) else { return 0 }
    let group = Int(input[0]) % FuzzSubject.groups.count
    let kernel = ScanKernel.all[Int(input[1] >> 1) % ScanKernel.all.count]
    do {
        try check(Documents(text, separatedBy: 0x1F), group, kernel)
        try check(Documents(lines: text), group, kernel)
    } catch {
        fatalError("\(FuzzSubject.groups[group]): \(error)")
    }
    return 0
}

/// The text of an input; nil where it is none, or has characters that the oracle's Unicode does not know.
private func text(_ input: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    let rest = input[2...]
    if input[1] & 1 == 1 { return rest.flatMap { $0 < 0x80 ? [$0] : strings[Int($0 - 0x80)] } }
    guard let text = String(validating: rest, as: UTF8.self),
        text.unicodeScalars.allSatisfy({ ($0.properties.age ?? (99, 0)) <= (15, 0) })
    else { return nil }
    return Array(rest)
}

/// What a byte from 0x80 on stands for.
private let strings: [[UInt8]] = {
    let special = [
        "<t>", "<|s|>", "ㅋㅋ", "가b", "  ", "\n\n", "\r\n", "▁", "▁▁", "\u{3000}", "\u{A0}", "\u{85}", "각", "漢", "🙂",
    ]
    let others = special + ["\u{1100}", "\u{1161}", "\u{11A8}", "\u{301}", "\u{3099}", "ſ", "'ſ", "…", "Ａ", "ﬁ", "①"]
    return (0..<128).map { number in
        Array(
            (number < others.count ? others[number] : MixedText.constructs[number * 5 % MixedText.constructs.count])
                .utf8)
    }
}()

/// A text and where its documents lie.
private struct Documents {
    let text: [UInt8]
    let ranges: [Range<Int>]
    let layout: DocumentLayout

    init(_ text: [UInt8], separatedBy separator: UInt8) {
        let places = text.indices.filter { text[$0] == separator }
        self.text = text
        ranges = zip([0] + places.map { $0 + 1 }, places + [text.count]).map { $0..<$1 }
        layout = .ranges(ranges)
    }

    init(lines text: [UInt8]) {
        let ends = text.indices.filter { text[$0] == 0x0A }
        self.text = text
        ranges = zip([0] + ends.map { $0 + 1 }, ends + [text.count]).map { start, end in
            start..<(end < text.count && end > start && text[end - 1] == 0x0D ? end - 1 : end)
        }.filter { $0.lowerBound < text.count }
        layout = .lines
    }
}

// SAFETY: libFuzzer runs one input at a time.
nonisolated(unsafe) private var counters: [Int: DocumentCounter] = [:]
nonisolated(unsafe) private var encoders: [Int: DocumentEncoder] = [:]

private func check(_ documents: Documents, _ group: Int, _ kernel: ScanKernel) throws {
    let members = FuzzSubject.groups[group]
    // As much memory as the text, so that the address sanitizer sees a read past its end.
    let text = Array(documents.text)
    let options = CountingOptions(kernel: kernel, memoryLimit: 8 << 20)
    let key = group << 8 | ScanKernel.all.firstIndex { $0.name == kernel.name }!
    let counter = counters[key] ?? DocumentCounter(members.map { FuzzSubject.all[$0].tokenizer }, options: options)
    counters[key] = counter
    let expected = try members.map { member in
        try documents.ranges.map { try FuzzSubject.all[member].oracle.encode(Array(text[$0])) }
    }
    for pass in ["first", "second"] {
        let counts = try text.withUnsafeBufferPointer { try counter.session().count($0, layout: documents.layout) }
        for (number, member) in members.enumerated() {
            let right = expected[number].map { UInt32($0.count) }
            guard counts[number] == right else { fail(member, "\(pass) counts \(counts[number])", "\(right)") }
        }
    }
    for (number, member) in members.enumerated() {
        let subject = FuzzSubject.all[member]
        let key = member << 8 | key & 0xFF
        let encoder = encoders[key] ?? DocumentEncoder(subject.tokenizer, options: options)
        encoders[key] = encoder
        for policy in [SpecialTokenPolicy.ordinary, .match] {
            let right =
                policy == .ordinary
                ? expected[number]
                : try documents.ranges.map { try subject.oracle.encode(Array(text[$0]), matchesSpecial: true) }
            let encoded = try text.withUnsafeBufferPointer {
                try encoder.session().encode($0, layout: documents.layout, specialTokens: policy)
            }
            guard encoded.ends.indices.map({ Array(encoded[$0]) }) == right else {
                fail(member, "encoded \(policy) \(encoded)", "\(right)")
            }
            for (range, ids) in zip(documents.ranges, right) {
                try check(Array(text[range]), ids, policy, member)
            }
        }
    }
}

/// One document by the entries that take one.
private func check(_ document: [UInt8], _ ids: [TokenID], _ policy: SpecialTokenPolicy, _ member: Int) throws {
    let subject = FuzzSubject.all[member]
    let found = try subject.tokenizer.encode(document, specialTokens: policy)
    guard found == ids else { fail(member, "encode \(policy) \(found)", "\(ids)") }
    let count = try subject.tokenizer.count(String(decoding: document, as: UTF8.self), specialTokens: policy)
    guard count == ids.count else { fail(member, "count \(policy) \(count)", "\(ids.count)") }
    let encoded = try subject.tokenizer.encodeWithText(document, specialTokens: policy)
    var end = 0
    for token in ids.indices {
        let range = encoded.range(of: token)
        let bytes = subject.tokenizer.decodedBytes(of: ids[token], isFirst: token == 0)
        guard range.lowerBound == end, Array(encoded.text[range]) == bytes else {
            fail(member, "at \(range)", "\(end)")
        }
        end = range.upperBound
    }
    guard encoded.ids == ids, end == encoded.text.count, !subject.isLossless || encoded.text == document else {
        fail(member, "offsets in \(escaped(encoded.text))", escaped(document))
    }
}

private func fail(_ member: Int, _ found: String, _ right: String) -> Never {
    fatalError("\(FuzzSubject.all[member].name): \(found) and not \(right)")
}
