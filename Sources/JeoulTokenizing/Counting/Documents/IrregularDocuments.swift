import JeoulText
import ScanKernels

/// Finds the documents that a pass does not take as they are: one that has an added token, or that the vocabulary's normalizer
/// changes.
struct IrregularDocuments {
    /// A document: its index, and where it lies in the text.
    typealias Document = (index: Int, range: Range<Int>)

    private let preparer: Preparer
    private let matchers: [AddedTokenMatcher]
    private let kernel: ScanKernel
    private let beginnings: [jeoul_byte_pair]

    /// A token of normalized text may also come about by normalizing: then the normalizer changes the document.
    init(_ preparer: Preparer, kernel: ScanKernel) {
        self.preparer = preparer
        self.kernel = kernel
        matchers = preparer.matchers
        beginnings = matchers.flatMap(\.beginningPairs)
    }

    /// All documents.
    static func all(of text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) -> [Document] {
        layout.ranges(in: text).enumerated().map { ($0, $1) }
    }

    /// The irregular documents, ascending. O(n).
    func find(in text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) throws -> [Document] {
        if preparer.rewrites { return Self.all(of: text, layout) }
        let withTokens = findTokens(in: text, layout)
        guard let normalizer = preparer.form else { return withTokens }
        let known = Set(withTokens.map(\.index))
        let changed = try findChanged(by: normalizer, text, layout, except: known)
        return (withTokens + changed).sorted { $0.index < $1.index }
    }

    /// Those that have an added token.
    private func findTokens(in text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) -> [Document] {
        guard !beginnings.isEmpty, let base = text.baseAddress else { return [] }
        var found: [Document] = []
        var cursor = DocumentCursor(text, layout)
        var position = 0
        while true {
            let offset = kernel.pointer.pointee.find_pairs(base, text.count, position, beginnings, beginnings.count)
            guard offset < text.count else { return found }
            position = offset + 1
            // Most are no token, whatever the document: to know which one that is takes longer.
            guard hasToken(text, at: offset), let document = cursor.document(at: offset),
                hasToken(UnsafeBufferPointer(rebasing: text[document.range]), at: offset - document.range.lowerBound)
            else { continue }
            found.append(document)
            position = document.range.upperBound
        }
    }

    private func hasToken(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
        matchers.contains { $0.matches(text, at: offset) }
    }

    /// Those that a normalizer changes, but for some.
    private func findChanged(
        by normalizer: Normalizer, _ text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout,
        except known: Set<Int>
    ) throws -> [Document] {
        var found: [Document] = []
        let plain = PlainText(text: text, kernel: kernel)
        var cursor = DocumentCursor(text, layout)
        var position = 0
        while let region = plain.nextChange(to: normalizer.form, from: position) {
            // A region may reach over several documents: each is looked at. It may begin in the one before.
            var offset = max(region.lowerBound, position)
            position = region.upperBound
            while offset < region.upperBound {
                guard let document = cursor.document(at: offset) else {
                    offset += 1
                    continue
                }
                let content = UnsafeBufferPointer(rebasing: text[document.range])
                if !known.contains(document.index), try normalizer.normalized(content) != nil { found.append(document) }
                offset = document.range.upperBound
                position = max(position, offset)
            }
        }
        return found
    }
}
