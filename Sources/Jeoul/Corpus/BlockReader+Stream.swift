import Foundation

/// Reads whole lines from a pipe, or from a file too long to map. Memory is bounded by the block and the longest line.
///
/// The handle is one reader's and never shared; it is closed when the reader is done with.
struct StreamBlocks: BlockReading {
    private let handle: FileHandle
    private let file: String
    private let size: Int
    /// The beginning of a line whose end is not read yet; it has no LF.
    private var rest = Data()
    private var isAtEnd = false
    private var offset = 0
    private var lines = 0

    init(of handle: FileHandle, file: String, size: Int) {
        self.handle = handle
        self.file = file
        self.size = max(size, 1)
    }

    mutating func next() throws(CorpusError) -> TextBlock? {
        guard let data = try nextLines() else { return nil }
        let block = TextBlock(
            data: data, file: file, offset: offset, linesBefore: lines, lineFeeds: LineEnds.count(in: data))
        offset += data.count
        lines += block.lineFeeds
        return block
    }

    private mutating func nextLines() throws(CorpusError) -> Data? {
        while !isAtEnd {
            let chunk = try read()
            isAtEnd = chunk.isEmpty
            guard let lineFeed = LineEnds.last(in: chunk, from: 0, before: chunk.count) else {
                rest.append(chunk)
                continue
            }
            var data = rest
            if data.isEmpty {
                data = chunk.slice(0..<lineFeed + 1)
            } else {
                data.append(chunk.slice(0..<lineFeed + 1))
            }
            // A copy, so that a short rest does not keep the chunk alive.
            rest = Data(chunk.slice(lineFeed + 1..<chunk.count))
            return data
        }
        defer { rest = Data() }
        return rest.isEmpty ? nil : rest
    }

    private func read() throws(CorpusError) -> Data {
        do {
            return try handle.read(upToCount: size) ?? Data()
        } catch {
            throw FileAccess.unreadable(file, error)
        }
    }
}
