import ArgumentParser
import Jeoul

/// The metrics: what there is, and what each is.
struct MetricCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metric", abstract: "List the metrics that measure --metric takes, and say what each is.",
        subcommands: [List.self, Show.self])

    /// All metrics, a line each.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the metrics.")

        @OptionGroup var output: OutputOptions

        func run() throws {
            let listing = MetricListing()
            try output.print(listing.table, json: listing.json)
        }
    }

    /// Some metrics, with all that is known of them.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the definition, the formula and the source of metrics.")

        @Argument(
            help: "The metrics, by id, separated by spaces or commas; all of them for all.",
            completion: .metrics)
        var metrics: [NameList]

        @OptionGroup var output: OutputOptions

        func run() throws {
            let listing = MetricListing(try metrics.metrics)
            switch output.format {
            case .table:
                try StandardOutput.write(
                    listing.text(width: output.width ?? Table.proseWidth, style: output.style))
            case .markdown: try StandardOutput.write(listing.markdown)
            case .csv, .rawCSV, .json: try output.print(listing.table, json: listing.json)
            }
        }
    }
}

/// Which metrics to measure, and what they need to know.
struct MetricOptions: ParsableArguments {
    @Option(
        name: .long, help: "Metrics by id (see jeoul metric list), separated by commas, or all.", completion: .metrics)
    var metric: [NameList] = []

    @Option(name: .long, help: "The same text in another language, document by document: for premium.")
    var parallel: [String] = []

    @OptionGroup var prices: PriceOption

    @Option(
        name: .long, help: "The tokens that a context window holds, 128000 or 128k or 1m: for context-capacity.")
    var context: TokenCount?

    /// Whether metrics are asked for.
    var isUsed: Bool { !metric.isEmpty }

    /// Checks that what is given has its use.
    func validate(pricesAreUsed: Bool) throws {
        if isUsed { return }
        if !parallel.isEmpty { throw ValidationError("--parallel is for metrics: add --metric premium") }
        if !prices.price.isEmpty, !pricesAreUsed {
            throw ValidationError("--price is for metrics: add --metric cost, or --report")
        }
        if context != nil { throw ValidationError("--context is for metrics: add --metric context-capacity") }
    }

    /// The settings, in which vocabularies go by their ids.
    func settings(
        _ loaded: [LoadedVocabulary], baseline: Int, countsHanja: Bool, input: InputOptions
    ) throws -> MetricSettings {
        MetricSettings(
            baseline: loaded.isEmpty ? nil : loaded[baseline].vocabulary.id,
            parallel: parallel.isEmpty ? nil : Corpus(arguments: parallel, options: input.corpusOptions),
            prices: try prices.byID(loaded), contextWindow: context?.count, countsHanja: countsHanja)
    }
}

/// What tokens cost.
struct PriceOption: ParsableArguments {
    @Option(name: .long, help: "A vocabulary's price in US dollars for a million tokens, as ID=USD: for cost.")
    var price: [VocabularyPrice] = []

    /// The prices by the ids that the catalog knows.
    func byID(in catalog: VocabularyCatalog) -> [String: Double] {
        Dictionary(
            price.map { (catalog.entry(named: $0.vocabulary)?.id ?? $0.vocabulary, $0.dollars) },
            uniquingKeysWith: { $1 })
    }

    /// The prices by the vocabularies' ids.
    func byID(_ loaded: [LoadedVocabulary]) throws -> [String: Double] {
        var prices: [String: Double] = [:]
        for price in price {
            let place = try loaded.place(named: price.vocabulary)
            prices[place.map { loaded[$0].vocabulary.id } ?? price.vocabulary] = price.dollars
        }
        return prices
    }
}

/// A price, as `ID=USD`.
struct VocabularyPrice: ExpressibleByArgument {
    var vocabulary: String
    var dollars: Double

    init?(argument: String) {
        guard let sign = argument.lastIndex(of: "="), sign != argument.startIndex,
            let dollars = Double(argument[argument.index(after: sign)...])
        else { return nil }
        vocabulary = String(argument[..<sign])
        self.dollars = dollars
    }
}

extension [NameList] {
    /// The metrics named, each once, in the order named; `all` is all of them.
    var metrics: [Metric] {
        get throws {
            var metrics: [Metric] = []
            for name in flatMap(\.names) {
                for metric in name == "all" ? Metric.allCases : [try Metric(id: name)] where !metrics.contains(metric) {
                    metrics.append(metric)
                }
            }
            return metrics
        }
    }
}
