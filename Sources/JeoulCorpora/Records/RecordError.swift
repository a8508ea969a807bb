import JeoulText

/// What is wrong with a record, and at which byte of its text.
struct RecordError: Error, Equatable {
    var offset: Int
    var kind: CorpusError.Kind

    init(_ kind: CorpusError.Kind, at offset: Int) {
        self.offset = offset
        self.kind = kind
    }

    init(_ error: JSONError) {
        let reason = error.isTruncation ? "the text ends: \(error.message)" : error.message
        self.init(.malformedJSON(reason: reason), at: error.offset)
    }
}
