import Foundation

@testable import JeoulVocabularies

/// Files of every vocabulary format: an error or a vocabulary, never a trap; and a vocabulary counts what it encodes, and
/// decodes what it can.
///
/// The format is told by the bytes, as for a user's file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzVocabularies(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    guard size > 0, size < 1 << 16 else { return 0 }
    try? Data(UnsafeBufferPointer(start: data, count: size)).write(to: place)
    guard let vocabulary = try? catalog.load(place.path, splitter: .pattern(.gpt2)),
        let tokenizer = try? vocabulary.tokenizer()
    else { return 0 }
    for text in texts {
        guard let ids = try? tokenizer.encode(text) else { continue }
        guard let count = try? tokenizer.count(text), count == ids.count else {
            fatalError("\(text) is encoded as \(ids), and counted otherwise")
        }
        _ = try? tokenizer.decodeText(ids)
    }
    return 0
}

private let texts = ["", "안녕하세요, 저는 학생입니다. 뷁!", "a  b\n\n c\u{0}d ", "<tool>\n\n한글ㅋㅋㅋ…\u{1100}\u{1161}"]

/// A file of this process, in memory where the system has such a folder.
private let place: URL = {
    let memory = URL(fileURLWithPath: "/dev/shm")
    let folder =
        FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
    return folder.appendingPathComponent("jeoul-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
}()

/// Knows nothing, and keeps no compiled forms.
private let catalog = VocabularyCatalog(manifest: VocabularyManifest(vocabularies: []))
