import JeoulText
import ScanKernels

/// The first tokens of a vocabulary that begins with characters: each character's token, and what makes a piece irregular.
///
/// Nearly every piece begins with a table look-up a character; a character that is no token is written as the tokens of its
/// bytes. What such a table cannot say makes a piece *irregular*, and it is encoded by the definition (`ExactPieces`): strings
/// of several characters that are cut out before anything merges (user-defined pieces) or that merge at equal ranks, and
/// characters that are no token and yet merge. A filter tells where such a string may begin, by a character and the byte after it;
/// of what passes the filter the definition says whether such a string is there, so that text cannot be made to be slow by passing.
///
// SAFETY: the memory is written only while it is made, and owned by the model.
struct CharacterStarts {
    let pages: UnsafeMutablePointer<UInt16>
    let entries: UnsafeMutablePointer<UInt32>
    let entryCount: Int
    /// Nil where no irregular string is looked for.
    let strings: UnsafeMutablePointer<UInt64>?
    /// The token of a LF at the beginning of a piece, where that stands for the space before a document; else
    /// `JEOUL_NO_CHARACTER`.
    let lineFeed: UInt32
    /// What says whether a piece that passes the filter has an irregular string; nil where it is taken to have one.
    var exact: ExactPieces?

    static let pageCount = Int(JEOUL_CHARACTER_PAGES)
    static let pageSize = Int(JEOUL_CHARACTER_PAGE)
    static let filterWords = Int(JEOUL_STRING_FILTER_WORDS)

    /// Valid as long as the model.
    var table: jeoul_character_starts {
        var table = jeoul_character_starts()
        (table.pages, table.entries, table.strings) = (
            UnsafePointer(pages), UnsafePointer(entries), strings.map { UnsafePointer($0) }
        )
        table.line_feed = lineFeed
        if let exact {
            table.context = UnsafeRawPointer(Unmanaged.passUnretained(exact).toOpaque())
            table.has_string = { context, bytes, count in
                guard let context else { return 1 }
                // SAFETY: the model, which owns the tables, owns what it is.
                let exact = Unmanaged<ExactPieces>.fromOpaque(context).takeUnretainedValue()
                return exact.hasIrregularString(UnsafeBufferPointer(start: bytes, count: count)) ? 1 : 0
            }
        }
        return table
    }

    /// For the tokens themselves: a LF in one is a LF, and none is left out because it only might have an irregular string.
    var inTokens: CharacterStarts {
        CharacterStarts(
            pages: pages, entries: entries, entryCount: entryCount, strings: nil, lineFeed: JEOUL_NO_CHARACTER)
    }

    /// Writes a piece's first tokens; nil of an irregular piece.
    // SAFETY: `bytes[0 ..< count]` must be readable whole characters, and `tokens` have room for `count`.
    @inline(__always)
    func begin(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, byteTokens: UnsafePointer<TokenID>,
        _ tokens: UnsafeMutablePointer<TokenID>
    ) -> Int? {
        let begun = withUnsafePointer(to: table) {
            jeoul_begin_characters($0, byteTokens, bytes, count, tokens, count)
        }
        return begun == Int(bitPattern: UInt.max) ? nil : Int(begun)
    }
}

/// Makes `CharacterStarts`.
struct CharacterStartsBuilder {
    /// By scalar, as `jeoul_character_starts` has it.
    private var entries = [UInt32](repeating: JEOUL_NO_CHARACTER, count: 0x11_0000)
    private var strings: [UInt64] = Array(repeating: 0, count: CharacterStarts.filterWords)

    /// The scalar of ▁ counts as a space, which it is in the text that the model sees.
    static let mark: UInt32 = 0x2581

    /// A character's token, with its flag.
    mutating func setToken(_ scalar: UInt32, _ token: TokenID) { entries[Int(scalar)] = token }

    /// Whether a character has a token.
    func hasToken(_ scalar: UInt32) -> Bool { entries[Int(scalar)] != JEOUL_NO_CHARACTER }

    /// A piece with this character is irregular; for characters without a token.
    mutating func setIrregular(_ scalar: UInt32) { entries[Int(scalar)] = UInt32(JEOUL_CHARACTER_IRREGULAR) }

    /// A piece with this string, of two characters and more, is irregular.
    mutating func addString(_ string: [UInt32]) {
        // A space of the model's text is U+0020 or U+2581 of the text as given.
        func forms(_ scalar: UInt32) -> [UInt32] { scalar == Self.mark ? [0x20, Self.mark] : [scalar] }
        for first in forms(string[0]) {
            guard hasToken(first) else {
                setIrregular(first)
                continue
            }
            entries[Int(first)] |= UInt32(JEOUL_CHARACTER_BEGINS_STRING)
            for second in forms(string[1]) {
                guard let next = Unicode.Scalar(second)?.utf8.first else { continue }
                let bit = jeoul_string_bit(first, UInt32(next))
                strings[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
            }
        }
    }

    /// The share of the filter's bits that are set: with many, most pieces would be irregular.
    var load: Double {
        Double(strings.reduce(0) { $0 + $1.nonzeroBitCount }) / Double(strings.count * UInt64.bitWidth)
    }

    /// The table. `lineFeed`: the token of a LF that stands for the space before a document.
    func starts(lineFeed: TokenID?, memory: MemoryList) throws(BytePairError) -> CharacterStarts {
        let size = CharacterStarts.pageSize
        let usedPages = (0..<CharacterStarts.pageCount).filter { page in
            entries[page * size..<(page + 1) * size].contains { $0 != JEOUL_NO_CHARACTER }
        }
        let pages = try memory.allocate(UInt16.self, CharacterStarts.pageCount)
        let entryCount = (usedPages.count + 1) * size
        // The first page is that of all pages without a character.
        let table = try memory.allocate(UInt32.self, entryCount)
        table.update(repeating: JEOUL_NO_CHARACTER, count: entryCount)
        for (index, page) in usedPages.enumerated() {
            pages[page] = UInt16(index + 1)
            for place in 0..<size { table[(index + 1) * size + place] = entries[page * size + place] }
        }
        let filter = try memory.allocate(UInt64.self, CharacterStarts.filterWords)
        filter.update(from: strings, count: strings.count)
        return CharacterStarts(
            pages: pages, entries: table, entryCount: entryCount, strings: filter,
            lineFeed: lineFeed ?? JEOUL_NO_CHARACTER)
    }
}
