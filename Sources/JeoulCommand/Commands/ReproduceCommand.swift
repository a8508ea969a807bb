import ArgumentParser
import Jeoul

/// A verification done again.
struct ReproduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce", abstract: "Do a verification again from its evidence, and tell every difference.",
        discussion: """
            All files are to come out the same, byte for byte. Claims are compared with the ledger's. Vocabularies that were not here when the evidence was made are left out again, and \
            named where they can be run here. Nothing outside the folder is read but what is named.

            \(ExitStatus.table(.negative))
            """)

    @Argument(help: "The folder that verify --evidence wrote.")
    var folder: String

    @Option(name: .long, help: "NAME=PATH: where a text is that was given as a file.")
    var file: [String] = []

    @Option(name: .long, help: "NAME=PATH: where the table of clusters of a text is.")
    var clusters: [String] = []

    @Option(name: .long, help: "NAME=PATH: where a vocabulary is that was given by its path.")
    var vocabulary: [String] = []

    @Flag(name: .long, help: "The evidence is one's own: take what is not named from where run.json says that it was.")
    var own = false

    @Option(name: .long, help: "Another seed than the recorded one, to see what hangs on it.")
    var seed: UInt64?

    @Option(name: .long, help: "Another number of resamples than the recorded one.")
    var resamples: Int?

    @OptionGroup var work: WorkOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let sources = try EvidenceSources(
            texts: paths(file, "--file"), clusters: paths(clusters, "--clusters"),
            vocabularies: paths(vocabulary, "--vocabulary"), trustsRun: own)
        try Outputs.check(
            beside: [folder] + [sources.texts, sources.clusters, sources.vocabularies].flatMap(\.values))
        let reproduction = try Reproduction(
            EvidenceFolder.read(folder), corpora: .standard(),
            vocabularies: VocabularyCatalog.standard().withoutCompiled(), ledger: .standard(),
            sources: sources, seed: seed, resamples: resamples,
            work: output.watching(
                WeighingOptions(threads: work.threads, kernel: work.scanKernel, memoryLimit: work.memory << 20)))
        if output.format == .table || output.format == .markdown {
            for warning in reproduction.warnings { try StandardOutput.write(VisibleText.line(warning) + "\n") }
        }
        if reproduction.isSame, output.format == .table || output.format == .markdown {
            try StandardOutput.write(VisibleText.line(reproduction.headline) + "\n" + Reproduction.proof + "\n")
        } else {
            try output.print(reproduction.table(limit: output.format == .table ? 40 : .max), json: reproduction.json())
        }
        if !reproduction.isSame { throw ExitStatus.negative.code }
    }

    private func paths(_ values: [String], _ option: String) throws -> [String: String] {
        var paths: [String: String] = [:]
        for text in values {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw ValidationError("\(option) \(text) is not NAME=PATH")
            }
            paths[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        return paths
    }
}
