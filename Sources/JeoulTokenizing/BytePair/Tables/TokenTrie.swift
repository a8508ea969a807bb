import JeoulText
import ScanKernels

/// The tokens of a vocabulary by their bytes: which is the longest that a text begins with (`long_pretokens.c` asks).
///
/// A node is a beginning of tokens. The first two bytes lead to theirs by a table, every further byte by a hash table of one
/// word an entry, with a filter in each node of the bytes that go on. A node that is a token has the token's id for its
/// number, the others have numbers from `endID` on.
///
// SAFETY: the memory is not written, and freed with it.
final class TokenTrie: @unchecked Sendable {
    /// No node, and no token.
    static let none = UInt32.max

    let table: jeoul_trie
    private let memory: [PageMemory]

    fileprivate init(_ table: jeoul_trie, _ memory: [PageMemory]) {
        self.table = table
        self.memory = memory
    }
}

/// Makes a trie. A structure, since in a class every access to what changes is checked at run time.
struct TokenTrieBuilder {
    private static let numberMask = UInt32(JEOUL_NODE_LIMIT)
    private static let emptyWord = UInt64.max

    private let byteTokens: UnsafeMutablePointer<TokenID>
    private let byPair: UnsafeMutablePointer<UInt32>
    private let fixedMemory: [PageMemory]
    private var memory: PageMemory
    private var words: UnsafeMutablePointer<UInt64>
    private var wordCount = 0
    private var nextNode: UInt32
    private var table: jeoul_trie

    /// A trie of the 256 bytes, whose tokens may have flags; nil where there is no memory.
    init?(byteTokens flagged: UnsafePointer<TokenID>, endID: Int) {
        var capacity = 1 << 12
        while capacity < 2 * endID { capacity *= 2 }
        guard let memory = PageMemory(byteCount: capacity * 8), let pairs = PageMemory(byteCount: 4 << 16),
            let bytes = PageMemory(byteCount: 4 * 256)
        else { return nil }
        self.memory = memory
        fixedMemory = [pairs, bytes]
        words = memory.base.bindMemory(to: UInt64.self, capacity: capacity)
        words.initialize(repeating: Self.emptyWord, count: capacity)
        nextNode = UInt32(endID)
        byteTokens = bytes.base.bindMemory(to: TokenID.self, capacity: 256)
        for byte in 0..<256 { byteTokens[byte] = flagged[byte] & PairTable.limit }
        byPair = pairs.base.bindMemory(to: UInt32.self, capacity: 1 << 16)
        byPair.initialize(repeating: TokenTrie.none, count: 1 << 16)
        table = jeoul_trie(
            byte_tokens: byteTokens, by_pair: byPair, words: words, mask: UInt64(capacity - 1), runs: nil,
            run_starts: nil, end_id: UInt32(endID))
    }

    /// Adds a token of two or more bytes that is not there, after all shorter ones. The longest token that it begins with,
    /// other than itself, is returned; nil where there is no memory or no number left.
    // SAFETY: `bytes[0 ..< count]` must be readable.
    mutating func insert(_ id: TokenID, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> TokenID? {
        guard Int(nextNode) + count < Self.numberMask, makeRoom(for: count) else { return nil }
        var prefix = byteTokens[Int(bytes[0])]
        let pair = Int(bytes[0]) << 8 | Int(bytes[1])
        if byPair[pair] == TokenTrie.none { byPair[pair] = count == 2 ? id : makeNode() }
        var number = byPair[pair] & Self.numberMask
        // Where the word of that node is; nil of one of two bytes.
        var above: Int?
        for index in 2..<max(2, count) {
            if number < table.end_id { prefix = number }
            let place = Int(jeoul_trie_place(&table, number, bytes[index]))
            if words[place] == Self.emptyWord {
                let bit = jeoul_filter_bit(bytes[index])
                if let above { words[above] |= UInt64(bit) } else { byPair[pair] |= bit }
                let child = index == count - 1 ? id : makeNode()
                words[place] = UInt64(number << 8 | UInt32(bytes[index])) << 32 | UInt64(child)
                wordCount += 1
            }
            number = UInt32(truncatingIfNeeded: words[place]) & Self.numberMask
            above = place
        }
        return prefix
    }

    /// The trie, with the runs of one byte noted; nil where there is no memory.
    consuming func finish() -> TokenTrie? {
        var found: [jeoul_byte_run] = []
        var starts: [UInt32] = []
        for byte in UInt8.min ... .max {
            starts.append(UInt32(found.count))
            var token = byteTokens[Int(byte)]
            found.append(jeoul_byte_run(node: token, token: token))
            var node = byPair[Int(byte) << 8 | Int(byte)]
            while node != TokenTrie.none {
                if node & Self.numberMask < table.end_id { token = node & Self.numberMask }
                found.append(jeoul_byte_run(node: node, token: token))
                node = jeoul_trie_child(&table, node, byte)
            }
        }
        starts.append(UInt32(found.count))
        guard let runMemory = PageMemory(byteCount: found.count * MemoryLayout<jeoul_byte_run>.stride),
            let startMemory = PageMemory(byteCount: starts.count * 4)
        else { return nil }
        let runs = runMemory.base.bindMemory(to: jeoul_byte_run.self, capacity: found.count)
        runs.initialize(from: found, count: found.count)
        let runStarts = startMemory.base.bindMemory(to: UInt32.self, capacity: starts.count)
        runStarts.initialize(from: starts, count: starts.count)
        table.runs = UnsafePointer(runs)
        table.run_starts = UnsafePointer(runStarts)
        return TokenTrie(table, fixedMemory + [memory, runMemory, startMemory])
    }

    private mutating func makeNode() -> UInt32 {
        defer { nextNode += 1 }
        return nextNode
    }

    /// Makes the table larger where so many more words would fill more than half of it; false where there is no memory.
    private mutating func makeRoom(for count: Int) -> Bool {
        let capacity = Int(table.mask) + 1
        guard 2 * (wordCount + count) > capacity else { return true }
        guard let memory = PageMemory(byteCount: 2 * capacity * 8) else { return false }
        let (old, oldMemory) = (words, self.memory)
        words = memory.base.bindMemory(to: UInt64.self, capacity: 2 * capacity)
        words.initialize(repeating: Self.emptyWord, count: 2 * capacity)
        table.words = UnsafePointer(words)
        table.mask = UInt64(2 * capacity - 1)
        withExtendedLifetime(oldMemory) {
            for word in UnsafeBufferPointer(start: old, count: capacity) where word != Self.emptyWord {
                let key = UInt32(truncatingIfNeeded: word >> 32)
                words[Int(jeoul_trie_place(&table, key >> 8, UInt8(truncatingIfNeeded: key)))] = word
            }
        }
        self.memory = memory
        return makeRoom(for: count)
    }
}
