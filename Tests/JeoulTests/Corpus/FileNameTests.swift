import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulWeighing

/// Names of files are bytes, and every one of them is found.
@Suite struct FileNameTests {
    @Test func everyNameComesBack() {
        var random = SystemRandomNumberGenerator()
        let known: [[UInt8]] = [
            Array("가나다.txt".utf8), [0xB0, 0xA1, 0xB3, 0xAA], [0xFF, 0xFE], Array("\u{EF80}\u{EFFF}".utf8),
            [0xED, 0xA0, 0x80], [0xE1, 0x84],
        ]
        let drawn = (0..<2000).map { _ in
            (0..<Int.random(in: 1...12, using: &random)).map { _ in UInt8.random(in: 1...255, using: &random) }
        }
        var texts: [String: [UInt8]] = [:]
        for name in known + drawn {
            let text = FileName.text(of: name)
            #expect(FileName.bytes(of: text) == name)
            #expect(texts[text] == nil || texts[text] == name)
            texts[text] = name
        }
        #expect(FileName.text(of: Array("가.txt".utf8)) == "가.txt")
    }

    /// Names of an old archive, and what looks like one: found in a folder, by a pattern, in a list.
    @Test func namesThatAreNotUTF8AreRead() throws {
        let folder = try TemporaryFolder()
        let names: [[UInt8]] = [
            Array("ok.txt".utf8), [0xB0, 0xA1] + Array(".txt".utf8), [0xB0, 0xA2] + Array(".txt".utf8),
            Array("\u{EFB0}.txt".utf8),
            Array("가.txt".precomposedStringWithCanonicalMapping.utf8),
            Array("가.txt".decomposedStringWithCanonicalMapping.utf8),
        ]
        let base = Array((folder.url.path + "/d/").utf8)
        try FileManager.default.createDirectory(atPath: folder.url.path + "/d", withIntermediateDirectories: true)
        for name in names {
            let path = (base + name + [0]).map { CChar(bitPattern: $0) }
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o666)
            #expect(descriptor >= 0)
            #expect("가\n".utf8.withContiguousStorageIfAvailable { write(descriptor, $0.baseAddress, $0.count) } == 4)
            close(descriptor)
        }
        let list = try folder.write(names.flatMap { base + $0 + [0] }, to: "list")
        for inputs in [
            try FileTree([folder.url.path + "/d"]).inputs, try FileTree([folder.url.path + "/d/*.txt"]).inputs,
            try FileTree(FileTree.names(listedIn: list)).inputs,
        ] {
            let summary = try Corpus(inputs).summary()
            #expect(summary.documents == names.count)
            #expect(Set(summary.inputs.map { FileName.bytes(of: $0.name) }) == Set(names.map { base + $0 }))
            #expect(inputs.allSatisfy { InputStamp(path: $0.name)?.stamp != nil })
        }
    }

    @Test func listsAndDevicesHaveALimit() throws {
        #expect(throws: CorpusError(.tooLarge(limit: 5 << 20), file: "/dev/zero")) {
            try FileAccess.wholeFile(at: "/dev/zero", limit: 5 << 20)
        }
        let folder = try TemporaryFolder()
        let path = try folder.write([], to: "sparse")
        #expect(truncate(path, 1 << 40) == 0)
        #expect(throws: CorpusError(.tooLarge(limit: 1 << 30), file: path)) { try FileTree.names(listedIn: path) }
        #expect(throws: CorpusError.self) { _ = try FileSource(path: path).bytes(1 << 60) }
    }

    @Test func sizesAreAddedWithoutOverflow() {
        #expect([Int.max, 1, Int.max].saturatingSum == .max)
        #expect([1, 2, 3].saturatingSum == 6)
    }

    /// Sizes that no disk has, as sparse files in memory tell them.
    @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/shm"), "needs /dev/shm, for files of any size"))
    func filesOfAnySizeAreAddedWithoutOverflow() throws {
        let paths = (0..<2).map { _ in "/dev/shm/jeoul-\(UUID().uuidString)" }
        defer { for path in paths { unlink(path) } }
        for path in paths {
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            #expect(truncate(path, 5 << 60) == 0)
        }
        #expect(Corpus(arguments: paths).expectedBytes == .max)
    }
}
