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
            "The language of what is printed and drawn, and which a page shows first, en or ko. By default of a claim that of its words; else "
                + "what is printed is English, and a page shows Korean first.", valueName: "language"))
    var language: SentenceLanguage?

    private static let names = ReportPage.Chart.allCases.map { "\($0.rawValue).svg" }.joined(separator: ", ")

    /// The language of what is printed.
    var printed: SentenceLanguage { language ?? .english }

    /// Whether a page, or a chart of one, is asked for.
    var isUsed: Bool { report != nil || !chart.isEmpty }

    func validate() throws {
        if let language { Remarks.use(language) }
        for path in chart where ReportPage.Chart(path: path) == nil {
            throw ValidationError(
                "--chart \(path) names no chart: call it \(Self.names), or something that ends so, such as news-forest.svg"
            )
        }
        if report == "-" {
            throw ValidationError("--report - names no file: a page goes to a file, not to standard output")
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

    /// Prints the result, and writes before it what is asked for; where that is interrupted, the result alone, which is whole.
    ///
    /// - Throws: `ExitCode` where it was interrupted.
    func writing(_ page: () throws -> ReportPage, result: () throws -> Void) throws {
        var isInterrupted = false
        if isUsed {
            do {
                try write(page())
            } catch is InterruptedAnalysis {
                isInterrupted = true
            }
        }
        try result()
        if isInterrupted { throw ExitStatus.interrupted.code }
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
