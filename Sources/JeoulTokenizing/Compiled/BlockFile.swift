#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file of flat blocks, mapped read-only: arrays as they lie in memory, each at a multiple of 64 bytes.
///
///     8 bytes   magic
///     8 bytes   checksum of all that follows
///     4 bytes   version, and 4 bytes the number of blocks
///     8 bytes   size of the file
///     32 bytes  for each block: kind (4), size of an element (4), count (8), offset (8), 0 (8)
///     …         the blocks
///
/// Numbers are as the processor has them: a file of a processor with the other byte order does not begin with the magic.
///
/// The checksum finds what disks and interrupted writes do, not what a person does on purpose: hence a file that another
/// user could have written is not taken. A cryptographic hash would take longer than all else that is read (for the
/// 7 MB of o200k_base several milliseconds; this takes about 0.3).
///
// SAFETY: a file is never changed after it has its name, only replaced, so that the mapped bytes stay what they were.
package final class BlockFile: @unchecked Sendable {
    /// Raise it whenever a block of the same bytes would mean something else, and when a reader of vocabularies gives other
    /// tokens, merges or notes than before: files of another version are made anew. A test fails when it was forgotten.
    static let version: UInt32 = 8
    /// A multiple of this is where each block begins.
    static let alignment = 64
    fileprivate static let magic: UInt64 = 0x4B4C_424C_554F_454A
    fileprivate static let headerSize = 32
    fileprivate static let entrySize = 32
    /// What the checksum covers begins here.
    fileprivate static let coveredFrom = 16

    private let base: UnsafeMutableRawPointer
    private let size: Int
    private var entries: [UInt32: Entry] = [:]

    private struct Entry {
        var elementSize: Int
        var count: Int
        var offset: Int
    }

    /// Maps a file; nil where there is none, or it is not whole, or of another version, or another user's.
    package init?(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == geteuid() || status.st_uid == 0, status.st_mode & 0o022 == 0,
            status.st_size >= Self.headerSize, status.st_size <= 1 << 31
        else { return nil }
        size = Int(status.st_size)
        #if os(Linux)
            // All pages are read for the checksum: mapped at once, they cost a tenth of as many faults.
            let flags = MAP_PRIVATE | MAP_POPULATE
        #else
            let flags = MAP_PRIVATE
        #endif
        guard let memory = mmap(nil, size, PROT_READ, flags, descriptor, 0), memory != MAP_FAILED else { return nil }
        base = memory
        guard readEntries() else { return nil }
    }

    deinit { munmap(base, size) }

    private func readEntries() -> Bool {
        guard base.load(as: UInt64.self) == Self.magic, base.load(fromByteOffset: 16, as: UInt32.self) == Self.version,
            base.load(fromByteOffset: 24, as: UInt64.self) == UInt64(size),
            base.load(fromByteOffset: 8, as: UInt64.self) == Checksum.of(covered)
        else { return false }
        let count = Int(base.load(fromByteOffset: 20, as: UInt32.self))
        guard Self.headerSize + count * Self.entrySize <= size else { return false }
        for index in 0..<count {
            let at = Self.headerSize + index * Self.entrySize
            let entry = Entry(
                elementSize: Int(base.load(fromByteOffset: at + 4, as: UInt32.self)),
                count: Int(truncatingIfNeeded: base.load(fromByteOffset: at + 8, as: UInt64.self)),
                offset: Int(truncatingIfNeeded: base.load(fromByteOffset: at + 16, as: UInt64.self)))
            guard entry.count >= 0, entry.count <= size, entry.elementSize <= 1 << 16,
                entry.offset >= 0, entry.offset <= size, entry.offset % Self.alignment == 0,
                entry.count * entry.elementSize <= size - entry.offset
            else { return false }
            entries[base.load(fromByteOffset: at, as: UInt32.self)] = entry
        }
        return true
    }

    private var covered: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + Self.coveredFrom, count: size - Self.coveredFrom)
    }

    /// A block's elements; nil where there is no such block, or its elements are of another size. Valid as long as the file.
    package func block<Element: BitwiseCopyable>(
        _ kind: CompiledBlock, of _: Element.Type = Element.self
    ) -> UnsafeBufferPointer<Element>? {
        guard let entry = entries[kind.rawValue], entry.elementSize == MemoryLayout<Element>.stride else { return nil }
        let start = (base + entry.offset).bindMemory(to: Element.self, capacity: entry.count)
        return UnsafeBufferPointer(start: start, count: entry.count)
    }
}

/// What is to become a `BlockFile`.
package struct BlockWriter {
    private var blocks: [(kind: CompiledBlock, elementSize: Int, count: Int, bytes: UnsafeRawBufferPointer)] = []
    /// What keeps the bytes where they are.
    private var owners: [AnyObject] = []

    /// A file of no blocks.
    package init() {}

    /// Adds a block; `owner` keeps the elements in memory.
    // SAFETY: the elements must not change while the writer is used.
    mutating func add<Element: BitwiseCopyable>(
        _ kind: CompiledBlock, _ elements: UnsafeBufferPointer<Element>, owner: AnyObject
    ) {
        blocks.append((kind, MemoryLayout<Element>.stride, elements.count, UnsafeRawBufferPointer(elements)))
        owners.append(owner)
    }

    /// Adds a block of elements that are copied.
    package mutating func add<Element: BitwiseCopyable>(_ kind: CompiledBlock, _ elements: [Element]) {
        let copy = CopiedElements(elements)
        add(kind, UnsafeBufferPointer(copy.elements), owner: copy)
    }

    private final class CopiedElements<Element: BitwiseCopyable> {
        let elements: UnsafeMutableBufferPointer<Element>
        init(_ elements: [Element]) {
            self.elements = .allocate(capacity: elements.count)
            _ = self.elements.initialize(from: elements)
        }
        deinit { elements.deallocate() }
    }

    /// The bytes of the file.
    func bytes() -> [UInt8] {
        func aligned(_ offset: Int) -> Int {
            (offset + BlockFile.alignment - 1) / BlockFile.alignment * BlockFile.alignment
        }
        var offsets: [Int] = []
        var end = BlockFile.headerSize + blocks.count * BlockFile.entrySize
        for block in blocks {
            offsets.append(aligned(end))
            end = aligned(end) + block.bytes.count
        }
        return [UInt8](unsafeUninitializedCapacity: end) { buffer, count in
            buffer.initialize(repeating: 0)
            count = end
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw.storeBytes(of: BlockFile.magic, as: UInt64.self)
            raw.storeBytes(of: BlockFile.version, toByteOffset: 16, as: UInt32.self)
            raw.storeBytes(of: UInt32(blocks.count), toByteOffset: 20, as: UInt32.self)
            raw.storeBytes(of: UInt64(end), toByteOffset: 24, as: UInt64.self)
            for (index, block) in blocks.enumerated() {
                let at = BlockFile.headerSize + index * BlockFile.entrySize
                raw.storeBytes(of: block.kind.rawValue, toByteOffset: at, as: UInt32.self)
                raw.storeBytes(of: UInt32(block.elementSize), toByteOffset: at + 4, as: UInt32.self)
                raw.storeBytes(of: UInt64(block.count), toByteOffset: at + 8, as: UInt64.self)
                raw.storeBytes(of: UInt64(offsets[index]), toByteOffset: at + 16, as: UInt64.self)
                UnsafeMutableRawBufferPointer(rebasing: raw[offsets[index]...]).copyMemory(from: block.bytes)
            }
            let covered = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(raw)[BlockFile.coveredFrom...])
            raw.storeBytes(of: Checksum.of(covered), toByteOffset: 8, as: UInt64.self)
        }
    }

    /// Writes the file under another name in the same folder, then gives it its own: whoever reads it sees all of it or
    /// none, and of several writers the last wins. False where it cannot be written. Nothing waits for the disk: what a power
    /// cut leaves, the checksum finds.
    package func write(to path: String) -> Bool {
        let (folder, name) = (
            path.dropLast(path.reversed().prefix { $0 != "/" }.count), path.split(separator: "/").last ?? ""
        )
        let temporary = "\(folder).\(name).\(getpid()).\(UInt64.random(in: .min ... .max))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        var isWritten = bytes().withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let written = Self.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return false }
                done += written
            }
            return true
        }
        // A full disk may show only here.
        isWritten = close(descriptor) == 0 && isWritten
        if isWritten, rename(temporary, path) == 0 { return true }
        unlink(temporary)
        return false
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }
}

/// A quick check that bytes are what they were.
enum Checksum {
    /// Four lanes of one multiplication for eight bytes. Each step is one-to-one in the word and in the lane, so that a change
    /// of one word always shows; others go unseen once in 2^64. O(n).
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let prime: UInt64 = 0x9E37_79B1_85EB_CA87
        var (a, b, c, d) = (prime, prime &* 3, prime &* 5, prime &* 7)
        var at = 0
        if let base = bytes.baseAddress {
            func word(_ at: Int) -> UInt64 { base.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
            while at &+ 32 <= bytes.count {
                a = (a ^ word(at)) &* prime
                b = (b ^ word(at &+ 8)) &* prime
                c = (c ^ word(at &+ 16)) &* prime
                d = (d ^ word(at &+ 24)) &* prime
                at &+= 32
            }
        }
        var sum = UInt64(bytes.count)
        for lane in [a, b, c, d] { sum = mixed(sum ^ lane, prime) }
        while at < bytes.count {
            sum = mixed(sum ^ UInt64(bytes[at]), prime)
            at += 1
        }
        return sum
    }

    /// One-to-one; carries the high bits, which a product does not bring down, to the low ones.
    private static func mixed(_ value: UInt64, _ prime: UInt64) -> UInt64 {
        let product = value &* prime
        return product ^ product >> 32
    }
}
