/// Sections of documents, one a line, so that one pass counts them all: a pass for each would cost as much as hundreds of bytes.
struct SectionLines {
    private(set) var text: [UInt8] = []

    /// What is worth a pass: with more, the lines are taken before others are added.
    static let enough = 1 << 20

    /// Adds a section, unless it would be more than one line, or less, or there is no room: false then.
    ///
    /// - Throws: `TokenizerError.textTooLarge` of a section, which normalizing may have made larger than its text, that no pass
    ///   can take.
    mutating func add(_ section: UnsafeBufferPointer<UInt8>) throws(TokenizerError) -> Bool {
        guard section.count < Int(UInt32.max) else { throw .textTooLarge(bytes: section.count) }
        guard text.count + section.count < Int(UInt32.max) else { return false }
        guard !section.isEmpty, section.isOneLine else { return false }
        text.append(contentsOf: section)
        text.append(0x0A)
        return true
    }

    mutating func removeAll() { text.removeAll(keepingCapacity: true) }
}
