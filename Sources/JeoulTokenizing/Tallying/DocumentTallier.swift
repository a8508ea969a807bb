import JeoulText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a `DocumentTallier` is to find out.
package struct TallyOptions: Sendable {
    /// Whether Hanja are Korean characters too.
    package var countsHanja: Bool
    /// Whether distinct words are told apart, which takes memory for each.
    package var recordsWords: Bool

    /// Options.
    package init(countsHanja: Bool = false, recordsWords: Bool = false) {
        self.countsHanja = countsHanja
        self.recordsWords = recordsWords
    }
}

/// How the tokens of some documents were used, for each vocabulary in the order given.
package struct TallyUsage: Sendable, Codable {
    /// Each vocabulary's tokens.
    package var tokens: [TokenUsage]
    /// The words, where they were recorded.
    package var words: WordUsage?

    /// Adds the use in other documents, of the same vocabularies.
    package mutating func add(_ other: TallyUsage) {
        for vocabulary in tokens.indices { tokens[vocabulary].add(other.tokens[vocabulary]) }
        if let added = other.words { words?.add(added) }
    }
}

/// Finds out, in one pass over documents, what their tokens are under several vocabularies: see `TokenTally`.
///
/// The text is marked once (Korean characters, syllables, words), encoded once for each vocabulary, and each token held
/// against the marks. Threads work through a `Session` each. All sums are of whole numbers, so nothing depends on
/// which thread saw which document.
package final class DocumentTallier: Sendable {
    private let encoders: [DocumentEncoder]
    private let bytes: [TokenBytes]
    private let options: TallyOptions
    private let kernel: ScanKernel

    /// A tallier; the memory is taken when a session begins to work.
    package init(
        _ tokenizers: [any TokenizerModel], options: TallyOptions = TallyOptions(),
        counting: CountingOptions = CountingOptions()
    ) {
        var counting = counting
        // Each vocabulary has a cache of its own: together they take what one may.
        counting.memoryLimit = max(1 << 20, counting.memoryLimit / max(1, tokenizers.count))
        encoders = tokenizers.map { [counting] in DocumentEncoder($0, options: counting) }
        bytes = tokenizers.map(TokenBytes.init)
        self.options = options
        kernel = counting.kernel
    }

    /// Whether the memory limit kept pieces out of a table, so that encoding was slower than it might be.
    package var isCacheFull: Bool { encoders.contains(where: \.isCacheFull) }

    /// No use of any token.
    package var noUsage: TallyUsage {
        TallyUsage(
            tokens: bytes.map(TokenUsage.init),
            words: options.recordsWords ? WordUsage(vocabularies: bytes.count) : nil)
    }

    /// The tallying of one thread. O(tokens of the vocabularies).
    package func session() -> Session {
        Session(
            encoders: encoders.map { $0.session() }, bytes: bytes, usage: noUsage, countsHanja: options.countsHanja,
            kernel: kernel)
    }

    /// Tallies documents on one thread. Not `Sendable`.
    package final class Session {
        /// How the tokens of all documents so far were used.
        package private(set) var usage: TallyUsage
        private let noUsage: TallyUsage

        /// The same, to be counted anew from here on.
        package func takeUsage() -> TallyUsage {
            defer { usage = noUsage }
            return usage
        }

        private let encoders: [DocumentEncoder.Session]
        private let bytes: [TokenBytes]
        /// Of the text as it is, for all vocabularies that take it so.
        private let marks: TextMarks
        /// Of one document that a vocabulary's normalizer changed.
        private let changedMarks: TextMarks
        private var changedText: [UInt8] = []
        /// Where tokens begin.
        private let boundaries = BitMap()
        private let changedBoundaries = BitMap()

        init(
            encoders: [DocumentEncoder.Session], bytes: [TokenBytes], usage: TallyUsage, countsHanja: Bool,
            kernel: ScanKernel
        ) {
            self.encoders = encoders
            self.bytes = bytes
            self.usage = usage
            noUsage = usage
            let counter = CharacterCounter(kernel: kernel)
            marks = TextMarks(counter: counter, countsHanja: countsHanja)
            changedMarks = TextMarks(counter: counter, countsHanja: countsHanja)
        }

        /// The tally of each document, for each vocabulary in the order given: `result[vocabulary][document]`.
        ///
        /// - Throws: what a tokenizer throws.
        /// - Complexity: O(n) for each vocabulary.
        package func tally(_ text: UTF8Text) throws -> [[TokenTally]] {
            try text.withBytes { try tally($0, layout: text.layout) }
        }

        /// The same for bytes that are checked first.
        ///
        /// - Throws: `TokenizerError`, too.
        package func tally(_ text: Data, layout: DocumentLayout) throws -> [[TokenTally]] {
            try tally(UTF8Text(text, layout: layout))
        }

        private func tally(_ section: UTF8Section, layout: DocumentLayout) throws -> [[TokenTally]] {
            let text = section.bytes
            // Taken out while it is added to: accesses to what is local are checked when compiled, not at each token.
            var words = usage.words
            usage.words = nil
            defer { usage.words = words }
            try marks.mark(text, documents: layout.ranges(in: text), words: &words)
            return try encoders.indices.map { vocabulary in
                var used = usage.tokens[vocabulary]
                usage.tokens[vocabulary] = TokenUsage()
                defer { usage.tokens[vocabulary] = used }
                let encoded = try encoders[vocabulary].encode(section, layout: layout, specialTokens: .ordinary)
                boundaries.reset(bits: text.count)
                words?.grow(vocabulary: vocabulary)
                var tallies: [TokenTally] = []
                tallies.reserveCapacity(encoded.ends.count)
                for (document, marked) in marks.documents.enumerated() {
                    tallies.append(try tally(encoded[document], vocabulary, marked, of: text, &used, &words))
                }
                return tallies
            }
        }

        /// The tally of a document, from its ids.
        private func tally(
            _ ids: ArraySlice<TokenID>, _ vocabulary: Int, _ document: TextMarks.Document,
            of text: UnsafeBufferPointer<UInt8>, _ used: inout TokenUsage, _ words: inout WordUsage?
        ) throws -> TokenTally {
            let vocabularyBytes = bytes[vocabulary]
            if vocabularyBytes.stand(ids, in: text, document.start, document.end) {
                var tally = tallyTokens(ids, vocabularyBytes, document, marks, boundaries, &used)
                countWords(document, vocabulary, marks, boundaries, &tally, &words)
                return tally
            }
            // The normalizer has changed the text, or an added token has taken white space along.
            changedText.removeAll(keepingCapacity: true)
            for (place, id) in ids.enumerated() {
                changedText.append(contentsOf: vocabularyBytes.bytes(of: id, isFirst: place == 0))
            }
            try changedText.withUnsafeBufferPointer { text in
                // What a vocabulary's ids stand for is text, or nothing in it can be told apart.
                if let offset = UTF8Validation.firstInvalidOffset(text) {
                    throw TokenizerError.invalidUTF8(offset: offset)
                }
                try changedMarks.mark(text, documents: [0..<text.count], words: &words)
            }
            words?.grow(vocabulary: vocabulary)
            changedBoundaries.reset(bits: changedText.count)
            let changed = changedMarks.documents[0]
            var tally = tallyTokens(ids, vocabularyBytes, changed, changedMarks, changedBoundaries, &used)
            countWords(changed, vocabulary, changedMarks, changedBoundaries, &tally, &words)
            return tally
        }

        /// The tally of a document whose text is marked, but for its words; sets the boundaries.
        private func tallyTokens(
            _ ids: ArraySlice<TokenID>, _ bytes: TokenBytes, _ document: TextMarks.Document, _ marks: TextMarks,
            _ boundaries: BitMap, _ used: inout TokenUsage
        ) -> TokenTally {
            var tally = TokenTally()
            tally.tokens = ids.count
            let korean = marks.korean
            var position = document.start
            var isFirst = true
            for id in ids {
                let length = bytes.count(of: id, isFirst: isFirst)
                isFirst = false
                boundaries.insert(position)
                let count = korean.count(position, position &+ length)
                if count > 0 {
                    used.koreanBytes[length] &+= count
                    tally.attributed &+= TokenTally.parts(count, of: length)
                }
                used.counts[Int(id)] &+= 1
                tally.fragments &+= Int(bytes.fragments[Int(id)])
                position &+= length
            }
            tally.syllables = document.syllables
            var last = -1
            marks.syllableInsides.forEach(alsoIn: boundaries, document.start, document.end) { boundary in
                let start = marks.syllableStarts.last(through: boundary) ?? 0
                if start != last { tally.splitSyllables &+= 1 }
                last = start
            }
            return tally
        }

        private func countWords(
            _ document: TextMarks.Document, _ vocabulary: Int, _ marks: TextMarks, _ boundaries: BitMap,
            _ tally: inout TokenTally, _ words: inout WordUsage?
        ) {
            tally.words = document.words.count
            // Whether a token reaches from the word before into this one.
            var isJoined = false
            for number in document.words {
                let word = marks.words[number]
                let isContinued = boundaries.hasAny(word.start &+ 1, word.end)
                var joinsNext = false
                if number &+ 1 < document.words.upperBound {
                    joinsNext = !boundaries.hasAny(word.end, marks.words[number &+ 1].start &+ 1)
                }
                let isSingle = !isContinued && !isJoined && !joinsNext
                tally.continuedWords &+= isContinued ? 1 : 0
                tally.singleTokenWords &+= isSingle ? 1 : 0
                words?.record(word.type, vocabulary: vocabulary, isRetained: isSingle)
                isJoined = joinsNext
            }
        }
    }
}

extension TokenBytes {
    /// The length of a token of the vocabulary where it stands in a text. O(1).
    @inline(__always)
    func count(of id: TokenID, isFirst: Bool) -> Int {
        if isFirst, !leading.isEmpty, let first = leading[id] { return first.count }
        return Int(starts[Int(id) + 1] &- starts[Int(id)])
    }

    /// Whether the bytes of the ids, one after another, are the text from `start` up to `end`. O(bytes).
    func stand(_ ids: ArraySlice<TokenID>, in text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var position = start
        return storage.withUnsafeBytes { storage in
            for (place, id) in ids.enumerated() {
                if place == 0, let first = leading[id] {
                    guard position &+ first.count <= end else { return false }
                    guard first.indices.allSatisfy({ first[$0] == text[position &+ $0] }) else { return false }
                    position &+= first.count
                    continue
                }
                let token = Int(starts[Int(id)])
                let length = Int(starts[Int(id) + 1]) &- token
                guard position &+ length <= end else { return false }
                if length <= 8, position &+ 8 <= text.count {
                    // SAFETY: eight bytes follow the last token, and were just seen to be left in the text.
                    let wanted = storage.loadUnaligned(fromByteOffset: token, as: UInt64.self)
                    let found = UnsafeRawPointer(text.baseAddress! + position).loadUnaligned(as: UInt64.self)
                    if length > 0, (wanted ^ found) &<< UInt64(truncatingIfNeeded: 64 &- length &* 8) != 0 {
                        return false
                    }
                } else {
                    for offset in 0..<length where storage[token &+ offset] != text[position &+ offset] { return false }
                }
                position &+= length
            }
            return position == end
        }
    }
}
