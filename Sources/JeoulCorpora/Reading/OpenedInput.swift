import Foundation

/// An input that is being read: what it was found to be, and its text block by block.
final class OpenedInput {
    let input: CorpusInput
    /// How its blocks become documents; the same for all of them.
    let decoding: BlockDecoding
    private let opened: InputOpening.Opened
    private var blocks: any BlockReading
    private var offset = 0
    private var hasBegun = false

    /// Opens an input and looks at its first bytes.
    init(_ input: CorpusInput, options: CorpusOptions) throws(CorpusError) {
        self.input = input
        opened = try InputOpening(input, options: options).open()
        blocks = opened.blocks
        decoding = try BlockDecoding(input, opened: opened, options: options)
    }

    /// Whether the blocks are the stored bytes, one after another, all of them.
    var isStoredText: Bool { opened.isStoredText }

    /// The next block, or nil at the end.
    func next() throws(CorpusError) -> TextBlock? {
        var next = try blocks.next()
        // Where all there is is one document, nothing is one too.
        if next == nil, !hasBegun, opened.isOneBlock { next = Data() }
        hasBegun = true
        guard let data = next else { return nil }
        defer { offset += data.count }
        if opened.isStoredText {
            opened.record.bytes += data.count
            opened.record.stored = [data]
        }
        if let file = blocks.file { return TextBlock(data: data, file: file, isFirst: true) }
        return TextBlock(
            data: data, file: input.name, offset: offset, isFirst: offset == 0, hasFileOffsets: opened.isStoredText)
    }

    /// The stored bytes that were read since this was asked last.
    func takeStored() -> [Data] {
        defer { opened.record.stored = [] }
        return opened.record.stored
    }

    /// How many stored bytes were read since this was asked last.
    func takeProgress() -> Int {
        defer { opened.record.told = opened.record.bytes }
        return opened.record.bytes - opened.record.told
    }

    /// What the input was, once it is at its end.
    var end: InputEnd {
        var kind = opened.kind
        if let undecided = opened.undecided, undecided.encoding != .utf8 {
            (kind.encoding, kind.encodingSource) = (undecided.encoding, .contents)
        }
        let invalid = opened.transcoding?.invalid ?? opened.undecided?.invalid ?? InvalidUTF8Count()
        return InputEnd(kind: kind, bytes: opened.record.bytes, invalid: invalid, warnings: opened.record.warnings)
    }
}

/// What is known of an input when all of it has been read.
struct InputEnd: Sendable {
    var kind: InputKind
    /// Its size as it is stored.
    var bytes: Int
    /// What was ill-formed in another encoding than UTF-8.
    var invalid: InvalidUTF8Count
    var warnings: [CorpusWarning]
}

/// Opens an input: finds out how it is compressed, encoded and laid out, and puts together what reads it.
struct InputOpening {
    let input: CorpusInput
    let options: CorpusOptions

    init(_ input: CorpusInput, options: CorpusOptions) {
        self.input = input
        self.options = options
    }

    /// What is remarked while reading.
    final class Record {
        package var warnings: [CorpusWarning] = []
        /// The stored bytes that nobody has taken yet.
        var stored: [Data] = []
        var bytes = 0
        /// How many of them were told of.
        var told = 0
    }

    /// What opening gives.
    struct Opened {
        var kind: InputKind
        var layout: InputLayout
        var blocks: any BlockReading
        let record: Record
        /// Whether the blocks are the stored bytes, one after another, all of them.
        var isStoredText = true
        /// Whether all of the text is one block, even where there is none.
        var isOneBlock = false
        var transcoding: TranscodingSource?
        var undecided: UndecidedSource?
    }

    /// What the input is, by its first bytes. It is opened for that, and closed.
    func kind() throws(CorpusError) -> InputKind { try open().kind }

    func open() throws(CorpusError) -> Opened {
        if let failure = input.failure { throw failure }
        let record = Record()
        if input.format == .nsmcRaw, case .path(let folder) = input.location {
            let files = try FileAccess.files(in: folder, withSuffix: ".json")
            return Opened(
                kind: InputKind(format: .nsmcRaw), layout: InputLayout(format: .nsmcRaw), blocks: FileBlocks(of: files),
                record: record)
        }
        let stored: any ByteSource
        switch input.location {
        case .memory(_, let bytes):
            if input.isVerbatim { return verbatim(bytes, record) }
            stored = MemorySource(bytes)
        case .standardInput, .path:
            let file = try FileSource(path: input.place)
            file.note = { record.warnings.append($0) }
            file.isCancelled = options.isCancelled
            stored = file
        }
        let (head, whole) = try stored.opened(FormatDetection.headBytes)
        guard let compression = Compression(head: head) else {
            // Bytes that are no text would be counted as some, where bad UTF-8 is let pass.
            if options.format == nil, input.format == nil, let named = Compression(name: input.fileName) {
                throw CorpusError(.notCompressed(named), file: input.name)
            }
            return try text(whole, head: head, compression: nil, record)
        }
        let compressed = observed(whole, record)
        let source = try DecompressingSource(compressed, compression: compression, name: input.name)
        let (textHead, wholeText) = try source.opened(FormatDetection.headBytes)
        // One layer is read: reports name one, and two are a slip of whoever made the file.
        if let inner = Compression(head: textHead) {
            throw CorpusError(.compressedTwice(inner, in: compression), file: input.name)
        }
        return try text(wholeText, head: textHead, compression: compression, record)
    }

    /// Text in memory that is to be taken as it is.
    private func verbatim(_ bytes: Data, _ record: Record) -> Opened {
        let layout = InputLayout(format: .lines)
        return Opened(
            kind: InputKind(format: .lines), layout: layout,
            blocks: MemoryCutter(
                bytes, name: input.name, boundaries: boundaries(layout), size: options.batchBytes),
            record: record, isOneBlock: isOneBlock(layout))
    }

    private func isOneBlock(_ layout: InputLayout) -> Bool { boundaries(layout) is NoBoundaries }

    /// The text of an input, whose encoding and layout its first bytes tell.
    private func text(
        _ source: any ByteSource, head: Data, compression: Compression?, _ record: Record
    ) throws(CorpusError) -> Opened {
        if let foreign = ForeignFormat(head: head) {
            throw CorpusError(.foreign(foreign, in: compression), file: input.name)
        }
        var (encoding, found) = try self.encoding(of: head)
        if input.isFound, encoding == .utf8, head.contains(0) { throw CorpusError(.notText, file: input.name) }
        let mark = head.starts(with: encoding.byteOrderMark) ? encoding.byteOrderMark.count : 0
        if mark > 0 { record.warnings.append(.byteOrderMark(file: input.name, encoding: encoding)) }
        let mayBeCP949 = options.encoding == .detected && mark == 0 && encoding == .utf8
        let isStoredText = compression == nil && encoding == .utf8 && mark == 0 && !mayBeCP949

        var text = source
        if !isStoredText, compression == nil { text = observed(text, record) }
        if mark > 0 { _ = try text.bytes(mark) }
        var transcoding: TranscodingSource?
        var undecided: UndecidedSource?
        if encoding != .utf8 {
            let converted = try TranscodingSource(
                text, encoding: encoding, policy: options.invalidUTF8, name: input.name, offset: mark)
            (transcoding, text) = (converted, converted)
        } else if mayBeCP949 {
            let either = UndecidedSource(text, policy: options.invalidUTF8, name: input.name)
            (undecided, text) = (either, either)
        }
        var textHead = head
        if !isStoredText {
            (textHead, text) = try text.opened(FormatDetection.headBytes)
        }
        if let undecided, undecided.encoding != .utf8 { (encoding, found) = (undecided.encoding, .contents) }
        let layout = try FormatDetection(
            name: input.fileName, options: options, head: textHead, isWhole: textHead.count < FormatDetection.headBytes
        ).layout(given: input.format)
        if let warning = layout.warning { record.warnings.append(warning) }
        let kind = InputKind(
            format: layout.format, compression: compression, encoding: encoding, encodingSource: found,
            separator: layout.separator.map { String(Unicode.Scalar($0)) }, textFields: layout.textFields)
        return Opened(
            kind: kind, layout: layout,
            blocks: BlockCutter(text, name: input.name, boundaries: boundaries(layout), size: options.batchBytes),
            record: record, isStoredText: isStoredText, isOneBlock: isOneBlock(layout), transcoding: transcoding,
            undecided: undecided)
    }

    private func observed(_ source: any ByteSource, _ record: Record) -> any ByteSource {
        let keeps = options.computesDigests
        return ObservedSource(source) { bytes in
            record.bytes += bytes.count
            if keeps { record.stored.append(bytes) }
        }
    }

    private func encoding(of head: Data) throws(CorpusError) -> (TextEncoding, InputKind.EncodingSource) {
        if case .named(let encoding) = options.encoding {
            if let other = TextEncoding.contradicting(encoding, head) {
                throw CorpusError(.otherEncoding(other, asked: encoding), file: input.name)
            }
            return (encoding, .asked)
        }
        if let marked = TextEncoding.marked(head) { return (marked, .byteOrderMark) }
        if let plain = TextEncoding.byNULs(head) { return (plain, .nuls) }
        return (.utf8, .plain)
    }

    private func boundaries(_ layout: InputLayout) -> any RecordBoundaries {
        switch layout.format {
        case .lines: options.cut == .file ? NoBoundaries() : LineBoundaries()
        case .jsonl: LineBoundaries()
        case .conllu: ParagraphBoundaries()
        case .json: JSONBoundaries()
        case .csv, .tsv: TableBoundaries(separator: layout.separator ?? UInt8(ascii: ","), quotes: options.tableQuotes)
        case .korquad, .nsmcRaw: NoBoundaries()
        }
    }
}

/// Every file as one block, opened when its turn comes.
struct FileBlocks: BlockReading {
    private var remaining: ArraySlice<String>
    private(set) var file: String?

    init(of paths: [String]) { remaining = paths[...] }

    mutating func next() throws(CorpusError) -> Data? {
        guard let path = remaining.popFirst() else { return nil }
        file = path
        return try FileAccess.wholeFile(at: path)
    }
}
