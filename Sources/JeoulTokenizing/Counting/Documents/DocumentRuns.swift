import JeoulText

/// Turns documents into runs for a pass.
///
/// Text that is taken as it is stays where it stands, but for small stretches: these are copied together, so that one scanner
/// reads many. (A run of its own costs a document as much as some hundred bytes, copying it a twentieth of counting it.) An irregular
/// document is there in each of its forms: as it stands for those vocabularies that take it so, and for each of the others as the sections
/// between its added tokens, which are copied, each a line where it can be.
///
/// Where documents open with a space (`MarkRule`), every run begins with a LF that is not of it, and each of its documents follows one.
struct DocumentRuns {
    /// What a document is made of.
    enum Part {
        case token(TokenID)
        /// Text, normalized and not empty.
        case section(UnsafeBufferPointer<UInt8>)
    }

    /// Longer documents are read where they stand.
    static let longestCopied = 1 << 14
    /// What is copied before it is worked on: it stays in the second-level cache. Less than what `UTF8Text.mostBytes` leaves, so that
    /// the largest document fits behind it.
    static let enough = 1 << 19

    private let preparers: [Preparer]
    private let everyone: MemberSet
    private let opensWithLineFeed: Bool
    private let room = Room()
    private var runs: [TextRun] = []
    private var marks: [EndMark] = []
    /// The lines that stand last in the room, if lines do: where they begin, their first mark, and how many have ended.
    private var lines: (start: Int, mark: Int, count: Int)?
    /// The section that stands last and has no end yet.
    private var openSection: OpenSection?

    private enum OpenSection { case line, run }

    /// - Parameter preparers: of each vocabulary.
    init(_ preparers: [Preparer]) {
        self.preparers = preparers
        everyone = MemberSet(first: preparers.count)
        // All documents of a pass open alike.
        opensWithLineFeed = preparers[0].splitter.rule.map { $0.opening != .text } ?? false
    }

    /// Gives `body` all documents of a text as runs, some at a time, in order; those that are irregular in all their forms. O(n).
    mutating func forEach(
        of text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout, irregular: [IrregularDocuments.Document],
        _ policy: SpecialTokenPolicy, _ body: (TextRuns) -> Void
    ) throws {
        removeAll()
        switch layout {
        case .lines:
            var (start, index) = (0, 0)
            for document in irregular {
                addLines(start..<document.range.lowerBound, count: document.index - index, of: text, body)
                try add(document, of: text, policy, body)
                start = text.lineEnd(from: document.range.upperBound) + 1
                index = document.index + 1
            }
            if start < text.count { addLines(start..<text.count, count: 0, of: text, body) }
        case .ranges(let ranges):
            var rest = irregular[...]
            for (index, range) in ranges.enumerated() {
                if let document = rest.first, document.index == index {
                    rest = rest.dropFirst()
                    try add(document, of: text, policy, body)
                } else {
                    add(UnsafeBufferPointer(rebasing: text[range]), for: everyone, body)
                }
            }
        }
        flush(body)
    }

    /// Adds whole lines of a text, so many, or the last ones.
    private mutating func addLines(
        _ range: Range<Int>, count: Int, of text: UnsafeBufferPointer<UInt8>, _ body: (TextRuns) -> Void
    ) {
        guard let base = text.baseAddress, !range.isEmpty else { return }
        guard range.count > Self.longestCopied else { return copyLines(range, count: count, of: text, body) }
        flush(body)
        var start = range.lowerBound
        if opensWithLineFeed {
            if start == 0 {
                // The text's first line has no LF before it.
                start = min(text.lineEnd(from: 0) + 1, range.upperBound)
                copyLines(0..<start, count: 1, of: text, body)
                flush(body)
            }
            guard start < range.upperBound else { return }
            start -= 1
        }
        body(
            TextRuns(base: base, count: text.count, runs: [TextRun(range: start..<range.upperBound, splitsLines: true)])
        )
    }

    private mutating func copyLines(
        _ range: Range<Int>, count: Int, of text: UnsafeBufferPointer<UInt8>, _ body: (TextRuns) -> Void
    ) {
        beginLines()
        room.append(UnsafeBufferPointer(rebasing: text[range]))
        lines?.count += count
        // Nothing follows a line that has no end.
        if text[range.upperBound - 1] != 0x0A { endLines() }
        if room.count >= Self.enough { flush(body) }
    }

    /// Adds a document as it is, for some vocabularies.
    @inline(__always)
    private mutating func add(
        _ document: UnsafeBufferPointer<UInt8>, for members: MemberSet, _ body: (TextRuns) -> Void
    ) {
        if let base = document.baseAddress, document.count > Self.longestCopied, !opensWithLineFeed {
            flush(body)
            let mark = mark(members).map { [EndMark(end: 0, kind: $0)] } ?? []
            let run = TextRun(range: 0..<document.count, splitsLines: false, marks: mark.indices)
            body(TextRuns(base: base, count: document.count, runs: [run], marks: mark))
            return
        }
        add(section: document)
        end(mark(members))
        if room.count >= Self.enough { flush(body) }
    }

    /// What marks the end of a document that some vocabularies take so; nil where all do.
    private func mark(_ members: MemberSet) -> EndMark.Kind? { members == everyone ? nil : .form(members) }

    /// Adds all forms of a document.
    private mutating func add(
        _ document: IrregularDocuments.Document, of text: UnsafeBufferPointer<UInt8>, _ policy: SpecialTokenPolicy,
        _ body: (TextRuns) -> Void
    ) throws {
        let bytes = UnsafeBufferPointer(rebasing: text[document.range])
        var (members, others) = (document.members, everyone)
        others.subtract(members)
        if !others.isEmpty { add(bytes, for: others, body) }
        while let member = members.popFirst() {
            try preparers[member].forEachPart(of: bytes, specialTokens: policy) { part in
                // Normalizing may have made it larger than its text.
                guard room.count <= UTF8Text.mostBytes else { throw TokenizerError.textTooLarge(bytes: room.count) }
                switch part {
                case .token(let token): end(.section(token))
                case .section(let section):
                    if openSection != nil { end(.section(nil)) }
                    guard section.count <= UTF8Text.mostBytes - room.count + Self.enough else {
                        throw TokenizerError.textTooLarge(bytes: section.count)
                    }
                    add(section: section)
                }
            }
            end(mark(MemberSet(member)))
            if room.count >= Self.enough || marks.count >= Self.enough { flush(body) }
        }
    }

    @inline(__always)
    private mutating func add(section: UnsafeBufferPointer<UInt8>) {
        if section.isOneLine {
            beginLines()
            room.append(section)
            openSection = .line
        } else {
            endLines()
            let start = room.count
            if opensWithLineFeed { room.appendLineFeed() }
            room.append(section)
            runs.append(TextRun(range: start..<room.count, splitsLines: false))
            openSection = .run
        }
    }

    /// Ends the open section, or one of no text: with the document, unless it is marked that it does so inside it, or for whom.
    @inline(__always)
    private mutating func end(_ mark: EndMark.Kind?) {
        if openSection == .run {
            if let mark {
                runs[runs.count - 1].marks = marks.count..<marks.count + 1
                marks.append(EndMark(end: 0, kind: mark))
            }
        } else {
            beginLines()
            room.appendLineFeed()
            if let mark { marks.append(EndMark(end: lines?.count ?? 0, kind: mark)) }
            lines?.count += 1
        }
        openSection = nil
    }

    @inline(__always)
    private mutating func beginLines() {
        guard lines == nil else { return }
        lines = (room.count, marks.count, 0)
        if opensWithLineFeed { room.appendLineFeed() }
    }

    private mutating func endLines() {
        if let lines {
            runs.append(
                TextRun(range: lines.start..<room.count, splitsLines: true, marks: lines.mark..<marks.count))
        }
        lines = nil
    }

    private mutating func flush(_ body: (TextRuns) -> Void) {
        endLines()
        if !runs.isEmpty {
            body(TextRuns(base: room.base, count: room.count, runs: runs, marks: marks))
        }
        removeAll()
    }

    private mutating func removeAll() {
        room.removeAll()
        // A document of very many sections made them large.
        runs.removeAll(keepingCapacity: runs.count <= Self.enough)
        marks.removeAll(keepingCapacity: marks.count <= Self.enough)
        (lines, openSection) = (nil, nil)
    }

    /// Memory for what is copied, which is all written before it is read.
    private final class Room {
        private(set) var base = UnsafeMutablePointer<UInt8>.allocate(capacity: fewest)
        private(set) var count = 0
        private var capacity = fewest
        private static let fewest = 1 << 12

        deinit { base.deallocate() }

        @inline(__always)
        func append(_ bytes: UnsafeBufferPointer<UInt8>) {
            if count + bytes.count > capacity { grow(to: count + bytes.count) }
            if let start = bytes.baseAddress { (base + count).update(from: start, count: bytes.count) }
            count += bytes.count
        }

        @inline(__always)
        func appendLineFeed() {
            if count == capacity { grow(to: count + 1) }
            base[count] = 0x0A
            count += 1
        }

        /// Makes it empty, and gives back what a large document has taken.
        func removeAll() {
            count = 0
            if capacity > 4 * enough { reallocate(Self.fewest) }
        }

        @inline(never)
        private func grow(to count: Int) { reallocate(max(count, capacity * 2)) }

        private func reallocate(_ capacity: Int) {
            let other = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            other.update(from: base, count: count)
            base.deallocate()
            (base, self.capacity) = (other, capacity)
        }
    }
}
