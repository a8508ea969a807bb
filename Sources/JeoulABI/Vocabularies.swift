import JeoulText
import JeoulTokenizing
import JeoulVocabularies
import JeoulHeader

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A vocabulary that a caller holds.
final class HeldVocabulary {
    let vocabulary: Vocabulary
    let tokenizer: any TokenizerModel
    let id: HeldString

    init(_ vocabulary: Vocabulary) throws {
        self.vocabulary = vocabulary
        tokenizer = try vocabulary.tokenizer()
        id = HeldString(vocabulary.id)
    }

    /// A counter of its own for a session, so that no two share a lock; `memoryLimit` in bytes, 0 for the default.
    func counter(memoryLimit: UInt64, expectedBytes: Int) -> DocumentCounter {
        let limit = memoryLimit == 0 ? CountingOptions.defaultMemoryLimit : Int(min(memoryLimit, 1 << 40))
        return DocumentCounter(
            [tokenizer], options: CountingOptions(memoryLimit: limit, expectedBytes: expectedBytes))
    }
}

/// `jeoul_vocabulary_load` of `jeoul.h`.
@_cdecl("jeoul_vocabulary_load")
public func vocabularyLoad(
    _ places: UnsafePointer<jeoul_places>?, _ name: UnsafePointer<CChar>?,
    _ vocabulary: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let places = places?.pointee, let data = places.data_folder, let name, let vocabulary else {
            throw ABIError.argument("places, data_folder, name or vocabulary is NULL")
        }
        func folder(_ path: UnsafePointer<CChar>) -> URL {
            URL(fileURLWithPath: String(cString: path), isDirectory: true)
        }
        guard places.search_folder_count == 0 || places.search_folders != nil else {
            throw ABIError.argument("search_folders is NULL")
        }
        let catalog = VocabularyCatalog(
            manifest: try VocabularyManifest(contentsOf: folder(data).appendingPathComponent("manifest.json")),
            bundledFolder: folder(data),
            searchFolders: (0..<places.search_folder_count).compactMap { places.search_folders?[$0].map(folder) },
            cacheFolder: places.pulled_folder.map(folder), compiledFolder: places.compiled_folder.map(folder),
            hubCache: places.hub_folder.map { HubCache(folder: folder($0)) })
        let found = try catalog.load(String(cString: name))
        jeoul_gate_pause()
        vocabulary.pointee = hold(try HeldVocabulary(found))
    }
}

/// `jeoul_vocabulary_free` of `jeoul.h`.
@_cdecl("jeoul_vocabulary_free")
public func vocabularyFree(_ vocabulary: OpaquePointer?) { release(vocabulary, as: HeldVocabulary.self) }

/// `jeoul_vocabulary_id` of `jeoul.h`.
@_cdecl("jeoul_vocabulary_id")
public func vocabularyID(_ vocabulary: OpaquePointer?) -> UnsafePointer<CChar>? {
    vocabulary.map { held($0, as: HeldVocabulary.self).id.pointer }
}

/// `jeoul_vocabulary_end_id` of `jeoul.h`.
@_cdecl("jeoul_vocabulary_end_id")
public func vocabularyEndID(_ vocabulary: OpaquePointer?) -> Int64 {
    vocabulary.map { Int64(held($0, as: HeldVocabulary.self).tokenizer.endID) } ?? 0
}

/// `jeoul_vocabulary_is_pinned` of `jeoul.h`.
@_cdecl("jeoul_vocabulary_is_pinned")
public func vocabularyIsPinned(_ vocabulary: OpaquePointer?) -> Int32 {
    vocabulary.map { held($0, as: HeldVocabulary.self).vocabulary.isPinned ? 1 : 0 } ?? 0
}

/// `jeoul_vocabulary_token` of `jeoul.h`.
@_cdecl("jeoul_vocabulary_token")
public func vocabularyToken(
    _ vocabulary: OpaquePointer?, _ id: UInt32, _ bytes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?,
    _ byteCount: UnsafeMutablePointer<Int>?, _ isSpecial: UnsafeMutablePointer<Int32>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let vocabulary else { throw ABIError.argument("vocabulary is NULL") }
        let tokenizer = held(vocabulary, as: HeldVocabulary.self).tokenizer
        guard let token = tokenizer.bytes(of: id) else { throw TokenizerError.unknownID(id, index: 0) }
        try give(token, bytes, byteCount)
        isSpecial?.pointee = tokenizer.isSpecial(id) ? 1 : 0
    }
}

/// `jeoul_vocabulary_decode` of `jeoul.h`.
@_cdecl("jeoul_vocabulary_decode")
public func vocabularyDecode(
    _ vocabulary: OpaquePointer?, _ ids: UnsafePointer<UInt32>?, _ idCount: Int,
    _ bytes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ byteCount: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let vocabulary, idCount == 0 || ids != nil else { throw ABIError.argument("vocabulary or ids is NULL") }
        // No memory has as many, and their size in bytes would not be a number.
        guard 0...Int.max / MemoryLayout<UInt32>.stride ~= idCount else {
            throw ABIError.argument("id_count is \(idCount)")
        }
        let text = try held(vocabulary, as: HeldVocabulary.self).tokenizer.decode(
            UnsafeBufferPointer(start: ids, count: idCount))
        try give(text, bytes, byteCount)
    }
}

/// `jeoul_bytes_free` of `jeoul.h`.
@_cdecl("jeoul_bytes_free")
public func bytesFree(_ bytes: UnsafeMutablePointer<UInt8>?) { bytes?.deallocate() }

/// Copies bytes into memory that the caller frees; of no bytes it is one byte long, so that it is never NULL.
private func give(
    _ bytes: [UInt8], _ out: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ count: UnsafeMutablePointer<Int>?
) throws(ABIError) {
    guard let out, let count else { throw .argument("bytes or byte_count is NULL") }
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    bytes.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { copy.initialize(from: base, count: source.count) }
    }
    out.pointee = copy
    count.pointee = bytes.count
}
