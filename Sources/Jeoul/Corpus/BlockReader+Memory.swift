import Foundation

/// Cuts bytes that are all there, in memory or mapped, into blocks of whole lines. Nothing is copied.
struct LineBlocks: BlockReading {
    private let data: Data
    private let file: String
    private let size: Int
    private var position = 0
    private var lines = 0

    init(of data: Data, file: String, size: Int) {
        self.data = data
        self.file = file
        self.size = max(size, 1)
    }

    mutating func next() throws(CorpusError) -> TextBlock? {
        guard position < data.count else { return nil }
        let end = blockEnd()
        let bytes = data.slice(position..<end)
        let block = TextBlock(
            data: bytes, file: file, offset: position, linesBefore: lines, lineFeeds: LineEnds.count(in: bytes))
        lines += block.lineFeeds
        position = end
        return block
    }

    /// Behind the last LF within the size, else behind the first one after it, else the end.
    private func blockEnd() -> Int {
        let wanted = position + min(size, data.count - position)
        guard wanted < data.count else { return data.count }
        if let lineFeed = LineEnds.last(in: data, from: position, before: wanted) { return lineFeed + 1 }
        return LineEnds.first(in: data, from: wanted).map { $0 + 1 } ?? data.count
    }
}

/// All bytes of an input as one block; an empty input is one empty block.
struct WholeBlock: BlockReading {
    private var block: TextBlock?

    init(of data: Data, file: String) {
        block = TextBlock(data: data, file: file)
    }

    mutating func next() throws(CorpusError) -> TextBlock? {
        defer { block = nil }
        return block
    }
}

/// Every file as one block, opened when its turn comes.
struct FileBlocks: BlockReading {
    private var remaining: ArraySlice<String>

    init(of paths: [String]) {
        remaining = paths[...]
    }

    mutating func next() throws(CorpusError) -> TextBlock? {
        guard let path = remaining.popFirst() else { return nil }
        return TextBlock(data: try FileAccess.wholeFile(at: path), file: path)
    }
}
