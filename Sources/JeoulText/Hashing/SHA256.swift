import SHA256Shims

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The SHA-256 of bytes that come piece by piece (FIPS 180-4), by the system's library.
///
/// About 2 GB/s where the processor has SHA instructions. A value: a copy goes on by itself.
package struct SHA256: Sendable {
    /// The length of a digest in bytes.
    package static let byteCount = 32

    private var state = jeoul_sha256_state()

    package init() { jeoul_sha256_begin(&state) }

    /// Takes more bytes. O(n).
    package mutating func update(data: some DataProtocol) {
        for region in data.regions {
            region.withUnsafeBytes { jeoul_sha256_update(&state, $0.baseAddress, $0.count) }
        }
    }

    /// Takes more bytes. O(n).
    package mutating func update(bufferPointer bytes: UnsafeRawBufferPointer) {
        jeoul_sha256_update(&state, bytes.baseAddress, bytes.count)
    }

    /// The 32 bytes of the digest of all that came so far.
    package func finalize() -> [UInt8] {
        var copy = state
        return [UInt8](unsafeUninitializedCapacity: Self.byteCount) { digest, count in
            jeoul_sha256_end(&copy, digest.baseAddress!)
            count = Self.byteCount
        }
    }

    /// The digest of bytes that are all here. O(n).
    package static func hash(data: some DataProtocol) -> [UInt8] {
        var hash = Self()
        hash.update(data: data)
        return hash.finalize()
    }
}

/// As the state of the system's library: what another process of the same machine needs to go on with the hash.
extension SHA256: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let bytes = try container.decode(Data.self)
        let isSound = withUnsafeMutableBytes(of: &state) { memory in
            guard bytes.count == memory.count else { return false }
            memory.copyBytes(from: bytes)
            return true
        }
        guard isSound, jeoul_sha256_is_sound(&state) != 0 else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "this is no state of a SHA-256")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(withUnsafeBytes(of: state) { Data($0) })
    }
}

extension Sequence<UInt8> {
    /// Two lowercase hexadecimal digits a byte.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
