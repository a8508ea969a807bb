import ScanKernels

/// Finds the documents that have an added token.
struct AddedTokenDocuments {
    private let matcher: AddedTokenMatcher
    private let kernel: ScanKernel
    private let beginnings: [jeoul_byte_pair]

    init(_ matcher: AddedTokenMatcher, kernel: ScanKernel) {
        self.matcher = matcher
        self.kernel = kernel
        beginnings = matcher.beginningPairs
    }

    /// The documents' numbers, ascending. O(n).
    func find(in text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) -> [Int] {
        guard !beginnings.isEmpty, let base = text.baseAddress else { return [] }
        var found: [Int] = []
        var cursor = DocumentCursor(text, layout)
        var position = 0
        while true {
            let offset = kernel.pointer.pointee.find_pairs(base, text.count, position, beginnings, beginnings.count)
            guard offset < text.count else { return found }
            position = offset + 1
            guard matcher.matches(text, at: offset), let document = cursor.document(at: offset),
                matcher.matches(
                    UnsafeBufferPointer(rebasing: text[document.range]), at: offset - document.range.lowerBound)
            else { continue }
            found.append(document.index)
            position = document.range.upperBound
        }
    }
}
