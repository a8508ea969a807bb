import ArgumentParser
import Jeoul

/// A page and charts of the result.
struct ReportOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "Write a page for readers too: one HTML file, in Korean and English, that needs nothing else.",
        completion: .file(extensions: ["html"]))
    var report: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Write a chart too, as SVG; its name says which: \(Self.names).", valueName: "file.svg"),
        completion: .file(extensions: ["svg"]))
    var chart: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The language of sentences and charts, and that which a page shows first, en or ko; by default that of the claim's words, "
                + "and Korean.", valueName: "language"))
    var language: SentenceLanguage?

    private static let names = ReportPage.Chart.allCases.map { "\($0.rawValue).svg" }.joined(separator: ", ")

    /// Whether a page, or a chart of one, is asked for.
    var isUsed: Bool { report != nil || !chart.isEmpty }

    func validate() throws {
        for path in chart where ReportPage.Chart(path: path) == nil {
            throw ValidationError(
                "--chart \(path) names no chart: call it \(Self.names), or something that ends so, such as news-forest.svg"
            )
        }
        Outputs.files.set("--report", [report].compactMap(\.self))
        Outputs.files.set("--chart", chart)
    }

    /// Refuses charts that a command never has.
    func validate(without absent: Set<ReportPage.Chart>) throws {
        for path in chart where ReportPage.Chart(path: path).map(absent.contains) == true { throw Self.nothing(path) }
    }

    private static func nothing(_ path: String) -> ValidationError {
        ValidationError("--chart \(path): there is nothing of that kind to draw")
    }

    /// Writes what is asked for: all of it, or nothing.
    func write(_ page: ReportPage) throws {
        var texts = report.map { [(path: $0, text: page.html())] } ?? []
        for path in chart {
            guard let kind = ReportPage.Chart(path: path), let text = page.chart(kind) else { throw Self.nothing(path) }
            texts.append((path, text))
        }
        try WholeFile.write(texts)
    }
}

extension [LoadedVocabulary] {
    /// Names of columns: ids, each once.
    var columnNames: [String] { map(\.vocabulary).columnNames }

    /// As a page wants them.
    var pairs: [(vocabulary: Vocabulary, tokenizer: any TokenizerModel)] { map { ($0.vocabulary, $0.tokenizer) } }
}
