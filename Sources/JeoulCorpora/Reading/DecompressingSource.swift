import CompressionShims
import Foundation

/// How a file is compressed.
package enum Compression: String, Sendable, Codable, CaseIterable {
    /// gzip (RFC 1952), of one member or several.
    case gzip
    /// Zstandard (RFC 8878), of one frame or several.
    case zstd
    /// bzip2, of one stream or several.
    case bzip2
    /// xz, of one stream or several.
    case xz

    /// The endings of the names of such files.
    var extensions: [String] {
        switch self {
        case .gzip: ["gz", "gzip"]
        case .zstd: ["zst", "zstd"]
        case .bzip2: ["bz2"]
        case .xz: ["xz"]
        }
    }

    /// What decompresses a file in its place; with a c behind it, to standard output.
    var command: String {
        switch self {
        case .gzip: "gzip -d"
        case .zstd: "zstd -d"
        case .bzip2: "bzip2 -d"
        case .xz: "xz -d"
        }
    }

    /// The compression that a file's name tells by its ending, or nil.
    package init?(name: String) {
        let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased()
        guard let found = Self.allCases.first(where: { $0.extensions.contains(ending ?? "") }) else { return nil }
        self = found
    }

    /// The compression that the first bytes of a file tell, or nil.
    init?(head: Data) {
        let marks: [(Compression, [UInt8])] = [
            (.gzip, [0x1F, 0x8B, 0x08]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
            (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        ]
        if let found = marks.first(where: { head.starts(with: $0.1) }) {
            self = found.0
            return
        }
        let start = [UInt8](head.prefix(10))
        guard start.count >= 4 else { return nil }
        // A frame to be skipped may come first (zstd's seekable format, pzstd).
        if start[0] & 0xF0 == 0x50, start[1...3].elementsEqual([0x2A, 0x4D, 0x18]) {
            self = .zstd
        } else if start.count == 10, start[..<3].elementsEqual("BZh".utf8), (0x31...0x39).contains(start[3]),
            start[4...].elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
                || start[4...].elementsEqual([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
        {
            self = .bzip2
        } else {
            return nil
        }
    }

    fileprivate var code: Int32 {
        switch self {
        case .gzip: Int32(JEOUL_GZIP)
        case .zstd: Int32(JEOUL_ZSTD)
        case .bzip2: Int32(JEOUL_BZIP2)
        case .xz: Int32(JEOUL_XZ)
        }
    }
}

/// What compressed bytes hold, member after member. Memory is bounded by the buffers and the library's window, whatever the file
/// grows to.
final class DecompressingSource: ByteSource {
    private let compression: Compression
    private let source: any ByteSource
    private let name: String
    // SAFETY: made in `init`, closed in `deinit`, and used by one thread at a time as the whole source is.
    private let decompressor: OpaquePointer
    private var input = [UInt8](repeating: 0, count: 1 << 17)
    private var available = 0..<0
    /// The offset in the file of the first byte that is available.
    private var offset = 0
    private var isAtEndOfInput = false
    /// What ended reading, behind what was decompressed before it.
    private var failure: CorpusError?
    /// Whether what was read so far is whole members.
    private var isBetweenMembers = false

    init(_ source: any ByteSource, compression: Compression, name: String) throws(CorpusError) {
        guard let decompressor = jeoul_decompressor_open(compression.code) else {
            throw CorpusError(.damagedCompression(compression, reason: "there is not enough memory"), file: name)
        }
        self.decompressor = decompressor
        self.compression = compression
        self.source = source
        self.name = name
    }

    deinit { jeoul_decompressor_close(decompressor) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
        if let failure { throw failure }
        while true {
            if available.isEmpty { try readInput() }
            if isBetweenMembers, try isAtEnd() { return 0 }
            var (consumed, produced) = (0, 0)
            let result = input.withUnsafeBufferPointer { bytes in
                // SAFETY: both buffers outlive the call, which stays inside their counts.
                jeoul_decompressor_run(
                    decompressor, bytes.baseAddress.map { $0 + available.lowerBound }, available.count, &consumed,
                    buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count, &produced)
            }
            available = available.lowerBound + consumed..<available.upperBound
            offset += consumed
            guard result >= 0 else {
                let failure = damaged(String(cString: jeoul_decompressor_error(decompressor)))
                self.failure = failure
                if produced > 0 { return produced }
                throw failure
            }
            isBetweenMembers = result == JEOUL_DECOMPRESSOR_MEMBER_END
            if produced > 0 { return produced }
            if !isBetweenMembers, consumed == 0, available.isEmpty, isAtEndOfInput {
                throw CorpusError(.truncatedCompression(compression), file: name, byteOffset: offset)
            }
        }
    }

    private func readInput() throws(CorpusError) {
        guard !isAtEndOfInput else { return }
        var error: CorpusError?
        let count = input.withUnsafeMutableBytes { bytes in
            do {
                return try source.read(into: bytes)
            } catch let failure as CorpusError {
                error = failure
            } catch {}
            return 0
        }
        if let error { throw error }
        available = 0..<count
        isAtEndOfInput = count == 0
    }

    /// Whether nothing follows the members read so far. Zeros are padding, as gzip and xz have it; all else must be a member.
    private func isAtEnd() throws(CorpusError) -> Bool {
        if compression != .zstd {
            while let first = available.first, input[first] == 0 {
                available = first + 1..<available.upperBound
                offset += 1
                if available.isEmpty { try readInput() }
            }
        }
        if available.isEmpty { return isAtEndOfInput }
        isBetweenMembers = false
        let begins: UInt8 =
            switch compression {
            case .gzip: 0x1F
            case .bzip2: 0x42
            case .xz: 0xFD
            case .zstd: 0x28
            }
        let byte = input[available.lowerBound]
        guard byte == begins || (compression == .zstd && byte & 0xF0 == 0x50) else {
            throw damaged("something else follows the compressed text")
        }
        return false
    }

    private func damaged(_ reason: String) -> CorpusError {
        CorpusError(.damagedCompression(compression, reason: reason), file: name, byteOffset: offset)
    }
}
