import Foundation

/// A text in another encoding, as UTF-8.
final class TranscodingSource: ByteSource {
    private let source: any ByteSource
    private let encoding: TextEncoding
    private let policy: InvalidUTF8Policy
    private let name: String
    private let converter: EncodingConverter
    private var text: [UInt8] = []
    private var given = 0
    /// The offset, in the source's bytes, of the next byte to be read.
    private var offset: Int
    private var isAtEnd = false
    private var input = [UInt8](repeating: 0, count: 1 << 16)
    /// What ends reading, behind the text before it.
    private var failure: CorpusError?
    /// How much was ill-formed, where that is no error.
    private(set) var invalid = InvalidUTF8Count()

    /// - Parameter offset: how many bytes lie before the source's first: its mark.
    init(
        _ source: any ByteSource, encoding: TextEncoding, policy: InvalidUTF8Policy, name: String, offset: Int
    ) throws(CorpusError) {
        guard let converter = EncodingConverter(encoding) else {
            throw CorpusError(.unreadable(reason: "ICU has no converter of \(encoding.title)"), file: name)
        }
        self.converter = converter
        self.source = source
        self.encoding = encoding
        self.policy = policy
        self.name = name
        self.offset = offset
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
        while given == text.count {
            if let failure { throw failure }
            guard !isAtEnd else { return 0 }
            text.removeAll(keepingCapacity: true)
            given = 0
            let (count, isLast, failure) = input.withUnsafeMutableBytes { source.fill($0) }
            self.failure = failure
            isAtEnd = isLast
            do throws(CorpusError) {
                try convert(Data(input[..<count]), isEnd: false)
                // What is left open of a character ends the text.
                if isLast, failure == nil { try convert(Data(), isEnd: true) }
            } catch {
                self.failure = error
            }
        }
        let count = min(buffer.count, text.count - given)
        text.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count])) }
        given += count
        return count
    }

    private func convert(_ bytes: Data, isEnd: Bool) throws(CorpusError) {
        var rest = bytes
        while let fault = converter.convert(rest, isEnd: isEnd, into: &text) {
            guard policy != .error else {
                throw CorpusError(
                    .invalidText(encoding), file: name, byteOffset: offset + bytes.count - rest.count + fault.lowerBound
                )
            }
            invalid.sequences += 1
            invalid.bytes += max(1, fault.count)
            if policy == .replace { text.append(contentsOf: UTF8Repair.replacement) }
            rest = rest.dropFirst(fault.upperBound)
            if isEnd { break }
        }
        offset += bytes.count
    }
}

/// A text that is UTF-8 or CP949, which its first bytes beyond ASCII decide: in ASCII both are the same.
final class UndecidedSource: ByteSource {
    private let source: any ByteSource
    private let policy: InvalidUTF8Policy
    private let name: String
    /// ASCII that is not given yet.
    private var ascii = MemorySource(Data())
    private var offset = 0
    private var decided: (any ByteSource)?
    /// What ends reading, behind the ASCII before it.
    private var failure: CorpusError?
    /// The encoding, once it is decided.
    private(set) var encoding = TextEncoding.utf8
    /// How much was ill-formed in CP949.
    var invalid: InvalidUTF8Count { (decided as? TranscodingSource)?.invalid ?? InvalidUTF8Count() }

    init(_ source: any ByteSource, policy: InvalidUTF8Policy, name: String) {
        self.source = source
        self.policy = policy
        self.name = name
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CorpusError) -> Int {
        let count = ascii.read(into: buffer)
        if count > 0 { return count }
        if let decided { return try decided.read(into: buffer) }
        if let failure { throw failure }
        let (sample, failure) = try source.beginning(1 << 16)
        self.failure = failure
        let first = sample.firstIndex { $0 >= 0x80 } ?? sample.endIndex
        ascii = MemorySource(sample[..<first])
        offset += first - sample.startIndex
        if first < sample.endIndex {
            try decide(ResumedSource(head: sample[first...], rest: failure.map(FailedSource.init) ?? source))
        } else if sample.isEmpty, failure == nil {
            return 0
        }
        return try read(into: buffer)
    }

    private func decide(_ rest: any ByteSource) throws(CorpusError) {
        let (sample, all) = try rest.opened(1 << 17)
        decided = all
        if !TextEncoding.isUTF8([UInt8](sample)), TextEncoding.looksLikeCP949(sample, isCut: true) {
            encoding = .cp949
            decided = try TranscodingSource(all, encoding: .cp949, policy: policy, name: name, offset: offset)
        }
    }
}
