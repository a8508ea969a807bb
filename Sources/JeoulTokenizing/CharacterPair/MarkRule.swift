import ScanKernels

/// Where a text whose spaces become ▁ may be cut without changing an id: before spaces, and between Hangul and ASCII.
///
/// A *mark* is a space or ▁, which are one to the model. A text may be cut at an edge that no token covers, whatever stands around it
/// (`SpanBoundaries` says why). Which edges these are, the tokens prove when a vocabulary is loaded:
/// - before the first mark of a run, but for the characters that a token has before ▁ (Gemma 3 has one: `>▁</`); runs of
///   marks are left whole, since tokens of several ▁ are usual;
/// - between U+A000–DFFF and U+0021–007E, where no token has two such neighbours: SentencePiece makes no tokens that mix
///   scripts, so that this holds for most vocabularies.
///
/// A vocabulary that splits at every mark itself (`Metaspace` with `split`) is cut there whatever its tokens.
package struct MarkRule: Sendable, Hashable, Codable {
    /// Where a document's first piece begins.
    package enum Opening: UInt8, Sendable, Hashable, Codable {
        /// With its text.
        case text
        /// With a space that is put before it.
        case space
        /// The same, but for a text that begins with a mark.
        case spaceUnlessMarked
    }

    /// ▁, U+2581.
    package static let mark: [UInt8] = [0xE2, 0x96, 0x81]

    package var opening: Opening
    /// The last bytes of the characters after which a mark begins no piece.
    private(set) var unsafeBytes: [UInt8] = []
    package let cutsEveryMark: Bool
    private(set) var cutsSyllables: Bool

    /// The rule for tokens: `forEachToken` gives all that a merge can make, and all that are matched as a whole. Nil where
    /// marks follow too many characters inside tokens. O(bytes).
    init?(
        opening: Opening, cutsEveryMark: Bool, mayCutSyllables: Bool = true,
        forEachToken: ((UnsafeBufferPointer<UInt8>) -> Void) -> Void
    ) {
        self.opening = opening
        self.cutsEveryMark = cutsEveryMark
        var unsafe = [Bool](repeating: false, count: 256)
        var cutsSyllables = mayCutSyllables
        forEachToken { token in
            // The last bytes, the latest the lowest.
            var last: UInt64 = 0
            var count = 0
            for byte in token {
                let isAfterSyllable = Self.isSyllable(UInt8(truncatingIfNeeded: last &>> 16))
                let isMixed =
                    Self.isSyllable(byte) && Self.isGraphic(UInt8(truncatingIfNeeded: last))
                    || Self.isGraphic(byte) && isAfterSyllable
                if isMixed { cutsSyllables = false }
                last = last &<< 8 | UInt64(byte)
                count += 1
                guard last & 0xFF_FFFF == 0xE2_96_81 else { continue }
                let before = last &>> 24
                if count > 3, before & 0xFF_FFFF != 0xE2_96_81 {
                    unsafe[Int(before & 0xFF)] = true
                }
            }
        }
        self.cutsSyllables = cutsSyllables
        unsafeBytes = cutsEveryMark ? [] : unsafe.indices.filter { unsafe[$0] }.map { UInt8($0) }
        guard fitsScan else { return nil }
    }

    /// Whether a scan has room for the rule: what a compiled file says may be anything.
    package var fitsScan: Bool { unsafeBytes.count <= Int(JEOUL_UNSAFE_BYTES) }

    private static func isSyllable(_ byte: UInt8) -> Bool { 0xEA...0xED ~= byte }
    private static func isGraphic(_ byte: UInt8) -> Bool { 0x21...0x7E ~= byte }

    /// A scan by this rule from a text's beginning.
    func scan(splitsLines: Bool) -> jeoul_mark_scan {
        var scan = jeoul_mark_scan()
        withUnsafeMutableBytes(of: &scan.unsafe) { bytes in
            for index in bytes.indices { bytes[index] = index < unsafeBytes.count ? unsafeBytes[index] : 0xFF }
        }
        scan.unsafe_count = UInt8(unsafeBytes.count)
        scan.opens =
            switch opening {
            case .text: UInt8(JEOUL_OPENS_WITH_TEXT)
            case .space: UInt8(JEOUL_OPENS_WITH_LINE_FEED)
            case .spaceUnlessMarked: UInt8(JEOUL_OPENS_UNLESS_MARKED)
            }
        scan.cuts_every_mark = cutsEveryMark ? 1 : 0
        scan.cuts_syllables = cutsSyllables ? 1 : 0
        scan.splits_lines = splitsLines ? 1 : 0
        scan.after_opening = 1
        scan.open = -1
        return scan
    }
}
