/// Finds the documents that a byte-level vocabulary does not take as they are: one that has an added token, or that the
/// vocabulary's normalizer changes. All others may be counted by the pass over the whole text.
struct IrregularDocuments {
    /// A document: its index, and where it lies in the text.
    typealias Document = (index: Int, range: Range<Int>)

    private let tokenizer: ByteLevelTokenizer
    private let kernel: ScanKernel
    private let tokenDocuments: AddedTokenDocuments

    init(_ tokenizer: ByteLevelTokenizer, kernel: ScanKernel) {
        self.tokenizer = tokenizer
        self.kernel = kernel
        // A token of normalized text may also come about by normalizing: then the normalizer changes the document.
        let stages = tokenizer.addedTokens
        tokenDocuments = AddedTokenDocuments([stages.given.ordinary, stages.normalized.ordinary], kernel: kernel)
    }

    /// The irregular documents, ascending. O(n).
    func find(in text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) throws -> [Document] {
        let withTokens = tokenDocuments.find(in: text, layout)
        guard let normalizer = tokenizer.normalizer else { return withTokens }
        let known = Set(withTokens.map(\.index))
        let changed = try changed(by: normalizer, text, layout, except: known)
        return (withTokens + changed).sorted { $0.index < $1.index }
    }

    /// Those that a normalizer changes, but for some.
    private func changed(
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
