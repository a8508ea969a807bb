/// Gives documents to a pass of a `MarkRule`: texts in which each document follows a LF that is not of it, where documents
/// open with a space; else as they stand.
struct MarkedRuns {
    /// Documents for a pass, one a line, or one that has lines.
    typealias Body = (_ text: UnsafeBufferPointer<UInt8>, _ splitsLines: Bool) throws -> Void

    private let rule: MarkRule
    private var buffer: [UInt8] = []
    /// Copied documents are taken when there are so many bytes.
    private static let enough = 1 << 20

    init(_ rule: MarkRule) { self.rule = rule }

    private var opensWithLineFeed: Bool { rule.opening != .text }

    /// Gives `body` the lines of a text, but for one none of them copied.
    mutating func forEachLine(of text: UnsafeBufferPointer<UInt8>, _ body: Body) throws {
        guard opensWithLineFeed else { return try body(text, true) }
        guard !text.isEmpty else { return }
        let end = text.lineEnd(from: 0)
        try add(UnsafeBufferPointer(rebasing: text[text.line(0, end)]), body)
        try finish(body)
        if end < text.count { try body(UnsafeBufferPointer(rebasing: text[end...]), true) }
    }

    /// Gives `body` a document, with others or later.
    mutating func add(_ document: UnsafeBufferPointer<UInt8>, _ body: Body) throws {
        guard document.isOneLine else {
            try finish(body)
            if opensWithLineFeed { buffer.append(0x0A) }
            buffer.append(contentsOf: document)
            defer { buffer.removeAll(keepingCapacity: true) }
            return try buffer.withUnsafeBufferPointer { try body($0, false) }
        }
        if buffer.isEmpty, opensWithLineFeed { buffer.append(0x0A) }
        buffer.append(contentsOf: document)
        buffer.append(0x0A)
        if buffer.count > Self.enough { try finish(body) }
    }

    /// Gives `body` what was added and not given yet.
    mutating func finish(_ body: Body) throws {
        guard !buffer.isEmpty else { return }
        defer { buffer.removeAll(keepingCapacity: true) }
        try buffer.withUnsafeBufferPointer { try body($0, true) }
    }
}
