import JeoulText
import JeoulHeader

/// `jeoul_abi_version` of `jeoul.h`.
@_cdecl("jeoul_abi_version")
public func abiVersion() -> Int32 { Int32(JEOUL_ABI_VERSION) }

/// `jeoul_version` of `jeoul.h`.
@_cdecl("jeoul_version")
public func version() -> UnsafePointer<CChar> { gated { versionText.pointer } }

private let versionText = HeldString(jeoulVersion)

/// `jeoul_error_code` of `jeoul.h`.
@_cdecl("jeoul_error_code")
public func errorCode(_ error: OpaquePointer?) -> Int32 {
    error.map { held($0, as: HeldError.self).error.code } ?? Int32(JEOUL_OK)
}

/// `jeoul_error_message` of `jeoul.h`.
@_cdecl("jeoul_error_message")
public func errorMessage(_ error: OpaquePointer?) -> UnsafePointer<CChar>? {
    error.map { held($0, as: HeldError.self).message.pointer }
}

/// `jeoul_error_document` of `jeoul.h`.
@_cdecl("jeoul_error_document")
public func errorDocument(_ error: OpaquePointer?) -> Int64 {
    error.map { Int64(held($0, as: HeldError.self).error.document) } ?? -1
}

/// `jeoul_error_offset` of `jeoul.h`.
@_cdecl("jeoul_error_offset")
public func errorOffset(_ error: OpaquePointer?) -> Int64 {
    error.map { Int64(held($0, as: HeldError.self).error.offset) } ?? -1
}

/// `jeoul_error_free` of `jeoul.h`.
@_cdecl("jeoul_error_free")
public func errorFree(_ error: OpaquePointer?) { release(error, as: HeldError.self) }

/// The kinds of characters, as jeoul.h numbers them.
private let kinds: [Denominator] = [.hangul, .syllable, .grapheme, .graphemeNonspace, .scalar, .byte, .eojeol]

/// `jeoul_count_characters` of `jeoul.h`.
@_cdecl("jeoul_count_characters")
public func countCharacters(
    _ documents: UnsafePointer<jeoul_documents>?, _ kind: Int32, _ invalidUTF8: Int32,
    _ counts: UnsafeMutablePointer<Int64>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard kinds.indices.contains(Int(kind)) else {
            throw ABIError.argument("there is no kind \(kind) of characters")
        }
        let denominator = kinds[Int(kind)]
        let documents = try Documents(documents, invalidUTF8: invalidUTF8)
        guard let counts else {
            if documents.ranges.isEmpty { return }
            throw ABIError.argument("counts is NULL")
        }
        let counter = CharacterCounter()
        try documents.withText { text in
            var pausesAt = 1 << 20
            for (index, range) in documents.ranges.enumerated() {
                if range.lowerBound > pausesAt {
                    pausesAt = range.lowerBound + (1 << 20)
                    jeoul_gate_pause()
                }
                let document = UnsafeBufferPointer(rebasing: text[range])
                counts[index] = Int64(try counter.count(document, of: denominator))
            }
        }
    }
}

extension CharacterCounter {
    /// The characters of one kind, by the cheapest way to that kind.
    fileprivate func count(_ document: UnsafeBufferPointer<UInt8>, of denominator: Denominator) throws -> Int {
        switch denominator {
        case .byte: document.count
        case .scalar: document.reduce(0) { $0 &+ ($1 & 0xC0 == 0x80 ? 0 : 1) }
        case .hangul: try koreanCharacters(document)
        case .syllable, .grapheme, .graphemeNonspace, .eojeol: try count(document)[denominator]
        }
    }
}
