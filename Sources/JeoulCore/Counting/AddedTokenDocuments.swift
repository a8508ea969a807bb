import ScanKernels

/// Finds the documents that have an added token.
struct AddedTokenDocuments {
    private let matchers: [AddedTokenMatcher]
    private let kernel: ScanKernel
    private let beginnings: [jeoul_byte_pair]

    /// - Parameter matchers: what is matched; a document is found where any of them matches.
    init(_ matchers: [AddedTokenMatcher], kernel: ScanKernel) {
        self.matchers = matchers
        self.kernel = kernel
        beginnings = matchers.flatMap(\.beginningPairs)
    }

    /// The documents, ascending. O(n).
    func find(in text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) -> [IrregularDocuments.Document] {
        guard !beginnings.isEmpty, let base = text.baseAddress else { return [] }
        var found: [IrregularDocuments.Document] = []
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
}
