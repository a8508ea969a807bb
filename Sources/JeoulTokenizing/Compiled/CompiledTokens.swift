import JeoulText

/// The tokens of a compiled file as they lie there; valid as long as the file.
package struct CompiledTokens {
    /// Where each token's bytes begin, one more at the end.
    let starts: UnsafeBufferPointer<UInt32>
    /// The bytes.
    let bytes: UnsafeBufferPointer<UInt8>
    /// The same as a table, which keeps the file.
    package let table: TokenTable

    /// Nil where they are not there, or a bound is none.
    package init?(_ file: BlockFile) {
        guard let starts = file.block(.tokenStarts, of: UInt32.self), starts.first == 0, let end = starts.last,
            let bytes = file.block(.tokenBytes, of: UInt8.self), bytes.count == Int(end),
            starts.isAscending, let mapped = MappedTokens(bytes: bytes, starts: starts, owner: file)
        else { return nil }
        self.starts = starts
        self.bytes = bytes
        table = TokenTable(mapped)
    }

    /// One more than the greatest id.
    package var endID: Int { starts.count - 1 }

    /// The bytes of a token; nil where there is no such id.
    subscript(id: TokenID) -> UnsafeBufferPointer<UInt8>? {
        guard Int(id) < endID else { return nil }
        return UnsafeBufferPointer(rebasing: bytes[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])])
    }
}

extension TokenTable {
    /// Adds what `CompiledTokens` takes back.
    package func addBlocks(to writer: inout BlockWriter) {
        writer.add(.tokenStarts, starts)
        writer.add(.tokenBytes, storage)
    }
}

extension UnsafeBufferPointer<UInt32> {
    /// Whether no element is less than the one before it.
    fileprivate var isAscending: Bool {
        var isAscending = true
        var last: UInt32 = 0
        for element in self {
            isAscending = isAscending && last <= element
            last = element
        }
        return isAscending
    }
}

extension AddedToken {
    /// Adds what `tokens(of:)` takes back.
    package static func addBlocks(of added: [AddedToken], to writer: inout BlockWriter) {
        var starts: [UInt32] = [0]
        var bytes: [UInt8] = []
        for token in added {
            bytes += token.content
            starts.append(UInt32(bytes.count))
        }
        writer.add(.addedBytes, bytes)
        writer.add(.addedStarts, starts)
        writer.add(.addedIDs, added.map(\.id))
        writer.add(.addedFlags, added.map(\.flags))
    }

    /// The added tokens of a file; nil where they are not whole.
    package static func tokens(of file: BlockFile) -> [AddedToken]? {
        guard let bytes = file.block(.addedBytes, of: UInt8.self),
            let starts = file.block(.addedStarts, of: UInt32.self),
            let ids = file.block(.addedIDs, of: TokenID.self), let flags = file.block(.addedFlags, of: UInt8.self),
            starts.count == ids.count + 1, flags.count == ids.count, starts.first == 0,
            starts.last.map(Int.init) == bytes.count, starts.isAscending
        else { return nil }
        return ids.indices.map { index in
            AddedToken(
                content: Array(bytes[Int(starts[index])..<Int(starts[index + 1])]), id: ids[index], flags: flags[index])
        }
    }

    /// What is true of it, a bit each.
    private var flags: UInt8 {
        [isSpecial, stripsLeft, stripsRight, isSingleWord, isNormalized].enumerated()
            .reduce(0) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) }
    }

    private init(content: [UInt8], id: TokenID, flags: UInt8) {
        self.init(
            content: content, id: id, isSpecial: flags & 1 != 0, stripsLeft: flags & 2 != 0,
            stripsRight: flags & 4 != 0, isSingleWord: flags & 8 != 0, isNormalized: flags & 16 != 0)
    }
}
