import ArgumentParser
import Foundation
import Jeoul

/// How things are fetched, the same for vocabularies and corpora.
struct PullingOptions: ParsableArguments {
    @Option(name: .customLong("from"), help: "Install from this folder, or its folder of that name, without a network.")
    var source: String?

    @Flag(
        name: .customLong("accept-change"), help: "Take what is not pinned although it has changed since it was pulled."
    )
    var acceptsChange = false

    @Option(name: .long, help: "How many seconds a connection may take, or stand still.")
    var timeout: Double = 30

    @Option(name: .long, help: "How many times in a row a file may fail before it is given up.")
    var retries: Int = 4

    @Option(name: .long, help: "How many files are fetched at once.")
    var jobs: Int = 4

    func validate() throws {
        guard timeout >= 1, timeout <= 3600 else { throw ValidationError("--timeout must be from 1 to 3600 seconds") }
        guard retries >= 0, retries <= 100 else { throw ValidationError("--retries must be from 0 to 100") }
        guard jobs >= 1, jobs <= 64 else { throw ValidationError("--jobs must be from 1 to 64") }
    }

    var options: PullOptions {
        PullOptions(
            source: source.map { URL(fileURLWithPath: $0, isDirectory: true) }, acceptsChange: acceptsChange)
    }

    /// Pulls all, prints what came of it, and ends with the status that ``ExitStatus`` documents.
    func run(
        _ names: [String], output: OutputOptions,
        _ pull: @escaping @Sendable (FetchSession, String) throws(FetchError) -> PullOutcome
    ) throws {
        try Outputs.check(beside: [source].compactMap(\.self))
        var settings = try FetchSettings()
        settings.timeout = timeout
        settings.retries = retries
        settings.jobs = jobs
        let display = ProgressDisplay(quiet: output.quiet)
        let isQuiet = output.quiet
        let session = FetchSession(
            settings: settings, note: { if !isQuiet { Terminal.printError($0) } },
            progress: display.downloads)
        let results = session.pull(names) { name throws(FetchError) in try pull(session, name) }
        display.clear()
        let outcomes = results.compactMap { try? $0.get() }
        if !outcomes.isEmpty {
            let report = PullReport(outcomes)
            try output.print(report.table, json: report.json())
        }
        var errors: [FetchError] = []
        for case .failure(let error) in results { errors.append(error) }
        if let first = errors.first, errors.allSatisfy(\.isNoNetwork) {
            // One line for the want of a network, however many there are to be fetched.
            Terminal.printError("jeoul: \(first)")
            throw ExitStatus.notPossible.code
        }
        for error in errors { Terminal.printError("jeoul: \(error)") }
        if !errors.isEmpty { throw ExitStatus.wrongUse.code }
    }
}
