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

    private static let names = ReportPage.Chart.allCases.map { "\($0.rawValue).svg" }.joined(separator: ", ")

    /// Whether a page, or a chart of one, is asked for.
    var isUsed: Bool { report != nil || !chart.isEmpty }

    func validate() throws {
        for path in chart where ReportPage.Chart(path: path) == nil {
            throw ValidationError(
                "--chart \(path) names no chart: call it \(Self.names), or something that ends so, such as news-forest.svg"
            )
        }
    }

    /// Writes what is asked for.
    func write(_ page: ReportPage) throws {
        if let report { try WholeFile.write(page.html(), to: report) }
        for path in chart {
            guard let kind = ReportPage.Chart(path: path), let text = page.chart(kind) else {
                throw ValidationError("--chart \(path): there is nothing of that kind to draw")
            }
            try WholeFile.write(text, to: path)
        }
    }
}

extension [LoadedVocabulary] {
    /// Names of columns: ids, each once.
    var columnNames: [String] {
        var seen: [String: Int] = [:]
        return map { item in
            let id = item.vocabulary.id
            seen[id, default: 0] += 1
            return seen[id] == 1 ? id : "\(id) (\(seen[id] ?? 0))"
        }
    }

    /// As a page wants them.
    var pairs: [(vocabulary: Vocabulary, tokenizer: any TokenizerModel)] { map { ($0.vocabulary, $0.tokenizer) } }
}
