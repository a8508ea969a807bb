import Foundation

/// Text to be weighed: inputs in their order, and how to read them. Nothing is opened before a reader asks.
///
///     let measurement = try TokenMeasurement(of: Corpus(files: ["news.jsonl.zst"]), with: [.load("gpt-4o")])
public struct Corpus: Sendable {
    /// The inputs, in the order in which they are read.
    package var inputs: [CorpusInput]
    /// How they are read.
    public var options: CorpusOptions

    /// A corpus of these inputs.
    package init(_ inputs: [CorpusInput], options: CorpusOptions = CorpusOptions()) {
        self.inputs = inputs
        self.options = options
    }

    /// The corpus that command-line arguments name: paths, and `-` for standard input.
    package init(arguments: [String], options: CorpusOptions = CorpusOptions()) {
        self.init(arguments.map(CorpusInput.init(argument:)), options: options)
    }

    /// Several documents of the given texts, whatever line ends they have.
    public init(texts: [String], options: CorpusOptions = CorpusOptions()) {
        var options = options
        options.cut = .file
        let inputs = texts.enumerated().map { index, text in
            var input = CorpusInput(
                .memory(name: texts.count == 1 ? "TEXT" : "TEXT \(index + 1)", bytes: Data(text.utf8)), format: .lines)
            input.isVerbatim = true
            return input
        }
        self.init(inputs, options: options)
    }

    /// One document of the given text, whatever line ends it has.
    public init(document text: String, name: String = "text", options: CorpusOptions = CorpusOptions()) {
        var options = options
        options.cut = .file
        let location = CorpusInput.Location.memory(name: name, bytes: Data(text.utf8))
        var input = CorpusInput(location, format: .lines)
        input.isVerbatim = true
        self.init([input], options: options)
    }

    /// A reader at the beginning of the first input.
    package func makeReader() -> CorpusReader {
        CorpusReader(self)
    }

    /// All documents at once, in order: for small corpora and tests. O(size) time and memory.
    package func documents() throws(CorpusError) -> [Data] {
        var reader = makeReader()
        var documents: [Data] = []
        while let batch = try reader.next() {
            for range in batch.documentRanges { documents.append(Data(batch.bytes(of: range))) }
        }
        return documents
    }
}
