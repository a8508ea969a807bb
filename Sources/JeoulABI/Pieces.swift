import JeoulText
import JeoulTokenizing
import JeoulHeader

/// A session as a tokenizer: what cuts texts encodes by it, and takes no lock that another thread may hold.
// SAFETY: used by the thread that has the session, within one call.
private struct SessionTokenizer: TokenizerModel, @unchecked Sendable {
    let session: HeldSession

    var endID: Int { session.tokenizer.endID }

    func encode(_ text: UTF8Section, specialTokens: SpecialTokenPolicy, into ids: inout [TokenID]) throws {
        ids += try session.encode(text)
    }

    func bytes(of id: TokenID) -> [UInt8]? { session.tokenizer.bytes(of: id) }
    func id(of bytes: [UInt8]) -> TokenID? { session.tokenizer.id(of: bytes) }
    func isSpecial(_ id: TokenID) -> Bool { session.tokenizer.isSpecial(id) }
    func decodedBytes(of id: TokenID, isFirst: Bool) -> [UInt8]? {
        session.tokenizer.decodedBytes(of: id, isFirst: isFirst)
    }
}

/// `jeoul_tokens` of `jeoul.h`.
@_cdecl("jeoul_tokens")
public func tokens(
    _ session: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?, _ byteCount: Int,
    _ tokens: UnsafeMutablePointer<UnsafeMutablePointer<jeoul_token>?>?, _ tokenCount: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let tokens, let tokenCount else { throw ABIError.argument("tokens or token_count is NULL") }
        let tokenizer = try tokenizer(of: session)
        let (encoded, given) = try tokenizer.encodeWithOffsets(try text(bytes, byteCount))
        let found = zip(encoded.ids, given).map { id, range in
            jeoul_token(start: Int64(range.lowerBound), end: Int64(range.upperBound), id: id)
        }
        tokens.pointee = copied(found)
        tokenCount.pointee = found.count
    }
}

/// `jeoul_tokens_free` of `jeoul.h`.
@_cdecl("jeoul_tokens_free")
public func tokensFree(_ tokens: UnsafeMutablePointer<jeoul_token>?) { tokens?.deallocate() }

/// `jeoul_truncate` of `jeoul.h`.
@_cdecl("jeoul_truncate")
public func truncate(
    _ session: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?, _ byteCount: Int, _ limit: Int64, _ boundary: Int32,
    _ piece: UnsafeMutablePointer<jeoul_piece>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let piece else { throw ABIError.argument("piece is NULL") }
        let pieces = try pieces(session, limit: limit, boundary: boundary)
        piece.pointee = jeoul_piece(try pieces.beginning(of: try text(bytes, byteCount)))
    }
}

/// `jeoul_chunks` of `jeoul.h`.
@_cdecl("jeoul_chunks")
public func chunks(
    _ session: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?, _ byteCount: Int, _ limit: Int64, _ overlap: Int64,
    _ boundary: Int32, _ chunks: UnsafeMutablePointer<UnsafeMutablePointer<jeoul_piece>?>?,
    _ chunkCount: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let chunks, let chunkCount else { throw ABIError.argument("chunks or chunk_count is NULL") }
        guard overlap >= 0 else { throw ABIError.argument("overlap is \(overlap)") }
        let pieces = try pieces(session, limit: limit, boundary: boundary)
        do {
            let found = try pieces.pieces(of: try text(bytes, byteCount), overlap: Int(overlap)).map(jeoul_piece.init)
            chunks.pointee = copied(found)
            chunkCount.pointee = found.count
        } catch let error as ChunkError {
            throw ABIError.argument("\(error)")
        }
    }
}

/// `jeoul_pieces_free` of `jeoul.h`.
@_cdecl("jeoul_pieces_free")
public func piecesFree(_ pieces: UnsafeMutablePointer<jeoul_piece>?) { pieces?.deallocate() }

/// The boundaries, as jeoul.h numbers them.
private let boundaries: [TextBoundary] = [.character, .word, .sentence]

private func tokenizer(of session: OpaquePointer?) throws(ABIError) -> SessionTokenizer {
    guard let session else { throw .argument("session is NULL") }
    return SessionTokenizer(session: held(session, as: HeldSession.self))
}

private func pieces(_ session: OpaquePointer?, limit: Int64, boundary: Int32) throws(ABIError) -> Chunker {
    guard limit >= 1 else { throw .argument("the limit is \(limit) tokens; it must be at least 1") }
    guard boundaries.indices.contains(Int(boundary)) else { throw .argument("there is no boundary \(boundary)") }
    return Chunker(try tokenizer(of: session), limit: Int(limit), boundary: boundaries[Int(boundary)])
}

/// A caller's text, checked. Such texts are short: they are copied.
// SAFETY: `bytes` is readable for `count` bytes, as jeoul.h says.
private func text(_ bytes: UnsafePointer<UInt8>?, _ count: Int) throws(ABIError) -> [UInt8] {
    guard count >= 0, count == 0 || bytes != nil else { throw .argument("bytes is NULL") }
    let text = UnsafeBufferPointer(start: bytes, count: count)
    if let offset = UTF8Validation.firstInvalidOffset(text) {
        throw ABIError(
            JEOUL_INVALID_UTF8, "the text is not UTF-8 at byte \(offset); replace what is not, or convert it",
            document: 0, offset: offset)
    }
    return [UInt8](text)
}

/// The elements in memory that the caller frees; never NULL.
private func copied<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    for (index, element) in elements.enumerated() { (copy + index).initialize(to: element) }
    return copy
}

extension jeoul_piece {
    init(_ piece: TokenChunk) {
        self.init(
            start: Int64(piece.range.lowerBound), end: Int64(piece.range.upperBound), tokens: Int64(piece.tokens))
    }
}
