import Foundation

/// Reads the inputs of a corpus front to back. What it gives is numbered, so that it can be decoded on several threads and taken into
/// the books in order.
struct CorpusFeed {
    /// What is read at a time.
    struct Item: Sendable {
        enum Content: Sendable {
            case block(TextBlock, BlockDecoding)
            /// An input that was read to its end, or to where ``CorpusFeed/abandon(_:)`` ended it.
            case end(InputEnd)
            /// An input that cannot be opened, or read on: then what it was as far as it was read.
            case failure(CorpusError, InputEnd?)
            /// Reading was ended by whoever asked for it; what was read of the input that was open.
            case cancelled(InputEnd?)
            /// A file of a folder that is no text.
            case leftOut(CorpusError)
            /// There are no more inputs.
            case finished
        }

        /// Its place among all items.
        var index: Int
        /// Which input of the corpus it comes from.
        var input: Int
        var content: Content
        /// The stored bytes of the input up to here, where they are not the block.
        var stored: [Data] = []
        /// Whether the block is stored bytes.
        var isStoredText = false
        /// How many stored bytes were read for it.
        package var storedBytes = 0

        /// The documents of a block; nil for what is no block.
        func documents() -> Result<BlockDecoding.Documents, CorpusError>? {
            guard case .block(let block, let decoding) = content else { return nil }
            do throws(CorpusError) {
                return .success(try decoding.documents(of: block))
            } catch {
                return .failure(error)
            }
        }
    }

    private let corpus: Corpus
    /// The place of the input that is opened next.
    private(set) var nextInput: Int
    /// Is asked behind inputs, and within long ones behind each block, whether reading is to pause there.
    var pauses: () -> Bool = { false }
    /// Whether nothing is given until ``goOn()``.
    private(set) var isPaused = false
    /// Whether something was given since reading began, or went on: a pause is no reason for the next.
    private var hasGiven = false
    private var current: OpenedInput?
    /// How many blocks of the current input were given.
    private var blocks = 0
    /// How many blocks of the next input were given before, and are not again.
    private var blocksToSkip: Int
    /// Whether nothing more of the current input is read.
    private var isAbandoned = false
    private var index = 0
    private var isDone = false

    /// - Parameter position: where to begin.
    init(_ corpus: Corpus, at position: Position = Position()) {
        self.corpus = corpus
        nextInput = position.input
        blocksToSkip = position.blocks
    }

    /// Where reading is: in which input, and behind how many of its blocks. A text is always cut into the same ones.
    struct Position: Sendable, Codable {
        var input = 0
        var blocks = 0
    }

    /// Where it is now.
    var position: Position {
        current == nil
            ? Position(input: nextInput, blocks: blocksToSkip) : Position(input: nextInput - 1, blocks: blocks)
    }

    /// Ends a pause.
    mutating func goOn() { isPaused = false }

    /// Reads no more of an input, of which something cannot be decoded, so that what follows is not certain.
    mutating func abandon(_ input: Int) { if input == nextInput - 1, current != nil { isAbandoned = true } }

    /// The next item; nil at the end of the last input, and after a failure that ends reading.
    mutating func next() -> Item? {
        guard !isDone, !isPaused else { return nil }
        // A short input is gone on with as a whole; behind the last one there is nothing to go on with.
        let mayPause = current == nil ? nextInput < corpus.inputs.count : blocks > 1
        if hasGiven, mayPause, pauses() {
            (isPaused, hasGiven) = (true, false)
            return nil
        }
        hasGiven = true
        if corpus.options.isCancelled?() ?? false { return cancel() }
        if corpus.inputs.isEmpty {
            isDone = true
            return item(.failure(CorpusError(.noInput), nil))
        }
        do throws(CorpusError) {
            if current == nil {
                guard nextInput < corpus.inputs.count else {
                    isDone = true
                    return item(.finished)
                }
                nextInput += 1
                blocks = 0
                current = try OpenedInput(corpus.inputs[nextInput - 1], options: corpus.options)
                try skipBlocks()
            }
            guard let opened = current else { return nil }
            guard !isAbandoned, let block = try opened.next() else {
                current = nil
                isAbandoned = false
                var end = item(.end(opened.end))
                end.stored = opened.takeStored()
                return end
            }
            blocks += 1
            var item = item(.block(block, opened.decoding))
            item.isStoredText = opened.isStoredText
            item.stored = opened.takeStored()
            item.storedBytes = opened.takeProgress()
            return item
        } catch {
            if corpus.options.isCancelled?() ?? false { return cancel() }
            let end = current?.end
            current = nil
            if nextInput > 0, corpus.inputs[nextInput - 1].isFound {
                switch error.kind {
                case .foreign, .compressedTwice, .notText: return item(.leftOut(error))
                default: break
                }
            }
            // Where files may be skipped, the next one follows.
            isDone = corpus.options.onError == .stop
            return item(.failure(error, end))
        }
    }

    /// Reads over the blocks of the current input that were given before.
    private mutating func skipBlocks() throws(CorpusError) {
        defer { blocksToSkip = 0 }
        guard let current, blocksToSkip > 0 else { return }
        while blocks < blocksToSkip {
            if corpus.options.isCancelled?() ?? false { return }
            guard try current.next() != nil else {
                throw CorpusError(.changed(.rewritten), file: current.input.name)
            }
            blocks += 1
            _ = current.takeStored()
        }
        _ = current.takeProgress()
    }

    /// Ends reading where it is.
    private mutating func cancel() -> Item {
        isDone = true
        defer { current = nil }
        return item(.cancelled(current?.end))
    }

    private mutating func item(_ content: Item.Content) -> Item {
        defer { index += 1 }
        return Item(index: index, input: nextInput - 1, content: content)
    }
}
