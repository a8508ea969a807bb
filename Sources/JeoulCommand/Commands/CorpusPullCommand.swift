import ArgumentParser
import Jeoul

/// Downloads corpora.
struct CorpusPullCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Download public corpora into the cache.",
        discussion: """
            The files come from where the manifest says (see `jeoul corpus show ID`), at the pinned commit and with \
            the pinned sha256 where they are known, into $XDG_CACHE_HOME/jeoul/corpora or ~/.cache/jeoul/corpora. \
            Where only the text that is derived from them is pinned, it is derived and compared. What is not pinned is \
            recorded, and may not change later. Needs the program curl.

            \(ExitStatus.table(.notPossible))
            """)

    @Argument(help: ArgumentHelp("Ids of corpora.", valueName: "id"))
    var ids: [String]

    @OptionGroup var pulling: PullingOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let catalog = try CorpusCatalog.standard()
        let options = pulling.options
        try pulling.run(ids, output: output) { session, id throws(FetchError) in
            try CorpusPull(catalog: catalog, session: session, options: options).pull(id)
        }
    }
}
