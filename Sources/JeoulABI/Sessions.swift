import JeoulText
import JeoulTokenizing
import JeoulHeader

/// The counting and encoding of one thread, which a caller holds.
final class HeldSession {
    private let vocabulary: HeldVocabulary
    private let memoryLimit: UInt64
    private var counting: DocumentCounter.Session?
    private lazy var room = LineRoom()
    let tokenizer: any TokenizerModel
    private lazy var encoding = DocumentEncoder(tokenizer).session()

    init(_ vocabulary: HeldVocabulary, memoryLimit: UInt64) {
        self.vocabulary = vocabulary
        self.memoryLimit = memoryLimit
        tokenizer = vocabulary.tokenizer
    }

    /// Gives `body` the token counts of all documents in order, batch by batch.
    func count(_ documents: Documents, _ body: (_ first: Int, [UInt32]) throws -> Void) throws {
        let counting = try counting(expectedBytes: documents.byteCount)
        try documents.withText { text in
            for batch in documents.batches() {
                let (part, layout) = try Self.part(text, documents, batch)
                try body(batch.lowerBound, try counting.count(part, layout: layout)[0])
                jeoul_gate_pause()
            }
        }
    }

    /// The same.
    func count(_ documents: PlainDocuments, _ body: (_ first: Int, [UInt32]) throws -> Void) throws {
        let counting = try counting(expectedBytes: documents.byteCount)
        try documents.forEachPart(room) { first, part, layout in
            try body(first, try counting.count(part, layout: layout)[0])
            jeoul_gate_pause()
        }
    }

    /// The counting session, whose cache has room for what the first documents have, so that it need not grow while they are
    /// counted.
    private func counting(expectedBytes: Int) throws -> DocumentCounter.Session {
        if let counting { return counting }
        let counting = vocabulary.counter(memoryLimit: memoryLimit, expectedBytes: expectedBytes).session()
        self.counting = counting
        return counting
    }

    /// The ids of all documents.
    func encode(_ documents: Documents) throws -> HeldEncoding {
        var ids: [TokenID] = []
        var offsets: [Int64] = [0]
        try documents.withText { text in
            for batch in documents.batches() {
                let (part, layout) = try Self.part(text, documents, batch)
                let encoded = try encoding.encode(part, layout: layout)
                let before = Int64(ids.count)
                ids.append(contentsOf: encoded.ids)
                offsets.append(contentsOf: encoded.ends.lazy.map { before + Int64($0) })
                jeoul_gate_pause()
            }
        }
        return HeldEncoding(ids: ids, offsets: offsets)
    }

    /// The ids of one text.
    func encode(_ text: UTF8Section) throws -> [TokenID] {
        try encoding.encode(text, layout: .ranges([0..<text.bytes.count])).ids
    }

    /// The part of a text that documents lie in, so that a buffer may have more than a session takes at once.
    // SAFETY: `Documents` has checked the text, and that the ranges cut no character.
    private static func part(
        _ text: UnsafeBufferPointer<UInt8>, _ documents: Documents, _ batch: Range<Int>
    ) throws(TokenizerError) -> (UTF8Section, DocumentLayout) {
        let ranges = documents.ranges[batch]
        let start = ranges.first?.lowerBound ?? 0
        // A line's end belongs to the part, so that an empty line is one.
        let next =
            batch.upperBound < documents.ranges.count ? documents.ranges[batch.upperBound].lowerBound : text.count
        let end = documents.isLines ? next : ranges.last?.upperBound ?? 0
        let part = UnsafeBufferPointer(rebasing: text[start..<end])
        // Only one document alone is so large.
        guard part.count <= UTF8Text.mostBytes else { throw .textTooLarge(bytes: part.count) }
        let layout: DocumentLayout =
            documents.isLines ? .lines : .ranges(ranges.map { $0.lowerBound - start..<$0.upperBound - start })
        return (UTF8Section(valid: part), layout)
    }
}

/// Token ids that a caller holds, and that any number of threads may read.
final class HeldEncoding {
    let ids: [TokenID]
    let offsets: [Int64]
    // SAFETY: of the arrays' own memory, which stays where it is as long as the arrays, that nobody changes.
    let idPointer: UnsafePointer<TokenID>
    let offsetPointer: UnsafePointer<Int64>

    init(ids: [TokenID], offsets: [Int64]) {
        self.ids = ids
        self.offsets = offsets
        idPointer = ids.withUnsafeBufferPointer { $0.baseAddress ?? HeldEncoding.none() }
        offsetPointer = offsets.withUnsafeBufferPointer { $0.baseAddress ?? HeldEncoding.none() }
    }

    /// An aligned address at which nothing is read.
    private static func none<Element>() -> UnsafePointer<Element> {
        // SAFETY: no element lies there, and none is read.
        UnsafePointer(bitPattern: MemoryLayout<Element>.alignment)!
    }
}

/// `jeoul_session_new` of `jeoul.h`.
@_cdecl("jeoul_session_new")
public func sessionNew(
    _ vocabulary: OpaquePointer?, _ memoryLimit: UInt64, _ session: UnsafeMutablePointer<OpaquePointer?>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let vocabulary, let session else { throw ABIError.argument("vocabulary or session is NULL") }
        session.pointee = hold(HeldSession(held(vocabulary, as: HeldVocabulary.self), memoryLimit: memoryLimit))
    }
}

/// `jeoul_session_free` of `jeoul.h`.
@_cdecl("jeoul_session_free")
public func sessionFree(_ session: OpaquePointer?) { release(session, as: HeldSession.self) }

/// `jeoul_count` of `jeoul.h`.
@_cdecl("jeoul_count")
public func count(
    _ session: OpaquePointer?, _ documents: UnsafePointer<jeoul_documents>?, _ invalidUTF8: Int32,
    _ counts: UnsafeMutableRawPointer?, _ countBits: Int32, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let session else { throw ABIError.argument("session is NULL") }
        guard countBits == 32 || countBits == 64 else {
            throw ABIError.argument("count_bits is \(countBits), neither 32 nor 64")
        }
        try Documents.check(invalidUTF8)
        let plain = PlainDocuments(documents)
        let others = plain == nil ? try Documents(documents, invalidUTF8: invalidUTF8) : nil
        guard let counts else {
            if others?.ranges.isEmpty == true { return }
            throw ABIError.argument("counts is NULL")
        }
        let held = held(session, as: HeldSession.self)
        func count(_ body: (_ first: Int, [UInt32]) throws -> Void) throws {
            if let plain { try held.count(plain, body) }
            if let others { try held.count(others, body) }
        }
        if countBits == 64 {
            let out = counts.assumingMemoryBound(to: Int64.self)
            try count { first, found in
                for (index, tokens) in found.enumerated() { out[first + index] = Int64(tokens) }
            }
        } else {
            let out = counts.assumingMemoryBound(to: Int32.self)
            try count { first, found in
                for (index, tokens) in found.enumerated() {
                    guard tokens <= UInt32(Int32.max) else {
                        throw ABIError(
                            JEOUL_OVERFLOW, "document \(first + index) has \(tokens) tokens; ask for counts of 64 bits",
                            document: first + index)
                    }
                    out[first + index] = Int32(tokens)
                }
            }
        }
    }
}

/// `jeoul_encode` of `jeoul.h`.
@_cdecl("jeoul_encode")
public func encode(
    _ session: OpaquePointer?, _ documents: UnsafePointer<jeoul_documents>?, _ invalidUTF8: Int32,
    _ encoding: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let session, let encoding else { throw ABIError.argument("session or encoding is NULL") }
        let documents = try Documents(documents, invalidUTF8: invalidUTF8)
        encoding.pointee = hold(try held(session, as: HeldSession.self).encode(documents))
    }
}

/// `jeoul_encoding_ids` of `jeoul.h`.
@_cdecl("jeoul_encoding_ids")
public func encodingIDs(_ encoding: OpaquePointer?) -> UnsafePointer<UInt32>? {
    encoding.map { held($0, as: HeldEncoding.self).idPointer }
}

/// `jeoul_encoding_id_count` of `jeoul.h`.
@_cdecl("jeoul_encoding_id_count")
public func encodingIDCount(_ encoding: OpaquePointer?) -> UInt64 {
    encoding.map { UInt64(held($0, as: HeldEncoding.self).ids.count) } ?? 0
}

/// `jeoul_encoding_offsets` of `jeoul.h`.
@_cdecl("jeoul_encoding_offsets")
public func encodingOffsets(_ encoding: OpaquePointer?) -> UnsafePointer<Int64>? {
    encoding.map { held($0, as: HeldEncoding.self).offsetPointer }
}

/// `jeoul_encoding_free` of `jeoul.h`.
@_cdecl("jeoul_encoding_free")
public func encodingFree(_ encoding: OpaquePointer?) { release(encoding, as: HeldEncoding.self) }
