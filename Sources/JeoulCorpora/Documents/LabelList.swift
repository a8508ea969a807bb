/// What is known of each of some documents beside their text: one label a document, however little is known.
///
/// Where nothing is known of any, nothing is kept but their number; so lists of several files can be joined whether or not each of
/// the files has records.
package struct LabelList: Sendable, Hashable, RandomAccessCollection {
    /// One a document; empty where nothing is known of any.
    private var known: [DocumentLabels]
    /// The number of documents.
    package private(set) var endIndex: Int

    /// The first document.
    package var startIndex: Int { 0 }

    /// The labels of so many documents of which nothing is known.
    package init(unknown count: Int) {
        known = []
        endIndex = count
    }

    /// The labels of so many documents, of which nothing is known behind the labels given.
    package init(_ labels: [DocumentLabels], count: Int) {
        known = labels.isEmpty ? [] : labels + Array(repeating: DocumentLabels(), count: count - labels.count)
        endIndex = count
    }

    /// The labels of several lists, one after another. O(documents of lists in which something is known).
    package init(joining lists: some Sequence<LabelList>) {
        self.init(unknown: 0)
        for list in lists {
            if !list.known.isEmpty {
                known += repeatElement(DocumentLabels(), count: endIndex - known.count)
                known += list.known
            }
            endIndex += list.endIndex
        }
        if !known.isEmpty { known += repeatElement(DocumentLabels(), count: endIndex - known.count) }
    }

    /// What is known of a document. O(1).
    package subscript(document: Int) -> DocumentLabels {
        precondition(indices.contains(document), "there is no such document")
        return known.isEmpty ? DocumentLabels() : known[document]
    }

    /// The labels of some of the documents.
    package func selecting(_ documents: [Int]) -> LabelList {
        known.isEmpty
            ? LabelList(unknown: documents.count) : LabelList(documents.map { known[$0] }, count: documents.count)
    }
}
