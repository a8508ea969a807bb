import JeoulText
import ScanKernels

/// Finds the documents that a pass does not take as they are: those that have an added token, or that a vocabulary's normalizer changes.
struct IrregularDocuments {
    /// A document: its index, where it lies in the text, and the vocabularies to which it is irregular.
    typealias Document = (index: Int, range: Range<Int>, members: MemberSet)

    private let finders: [Finder]

    /// - Parameter preparers: of each vocabulary.
    init(_ preparers: [Preparer], kernel: ScanKernel) {
        finders = preparers.enumerated().map { Finder($1, MemberSet($0), kernel) }
    }

    /// All documents, irregular to every vocabulary.
    func all(of text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) -> [Document] {
        layout.ranges(in: text).enumerated().map { ($0, $1, MemberSet(first: finders.count)) }
    }

    /// The irregular documents, ascending. O(n) for each vocabulary.
    func find(in text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) throws -> [Document] {
        var found: [Document] = []
        for finder in finders {
            found += finder.rewrites ? all(of: text, layout) : try finder.find(in: text, layout)
        }
        // One's are in order, and none is there twice.
        guard finders.count > 1, !found.isEmpty else { return found }
        found.sort { $0.index < $1.index }
        var (kept, last) = (0, found[0])
        for document in found.dropFirst() {
            if document.index == last.index {
                last.members.formUnion(document.members)
            } else {
                (found[kept], last) = (last, document)
                kept += 1
            }
        }
        found[kept] = last
        found.removeLast(found.count - kept - 1)
        return found
    }
}

/// Finds the documents that are irregular to one vocabulary.
private struct Finder {
    typealias Document = IrregularDocuments.Document

    private let preparer: Preparer
    private let matchers: [AddedTokenMatcher]
    private let kernel: ScanKernel
    private let beginnings: [jeoul_byte_pair]
    private let member: MemberSet

    /// Whether every document is.
    var rewrites: Bool { preparer.rewrites }

    /// A token of normalized text may also come about by normalizing: then the normalizer changes the document.
    init(_ preparer: Preparer, _ member: MemberSet, _ kernel: ScanKernel) {
        self.preparer = preparer
        self.member = member
        self.kernel = kernel
        matchers = preparer.matchers
        beginnings = matchers.flatMap(\.beginningPairs)
    }

    /// The irregular documents, ascending. O(n).
    func find(in text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) throws -> [Document] {
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
            found.append((document.index, document.range, member))
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
                if !known.contains(document.index), try normalizer.normalized(content) != nil {
                    found.append((document.index, document.range, member))
                }
                offset = document.range.upperBound
                position = max(position, offset)
            }
        }
        return found
    }
}
