import JeoulText
import JeoulTokenizing
import JeoulReporting
import JeoulStatistics

/// What `bench` says.
///
/// The JSON: versions, `machine`, `kernel`, `vocabulary`, `loading` (`ready_seconds`, from the files or their compiled form until
/// text can be counted), `work` (counting or encoding), `file` (bytes,
/// documents, tokens), `threads`, `cold_megabytes_per_second` (the first pass, with the threads asked for), `warm_megabytes_per_second` (the best
/// later pass), `runs` (threads and pass_seconds), and `stages`: seconds on one thread of the scan, of the look-ups
/// (the best later pass less the scan) and of the BPE of new pre-tokens, with the cache's growth (the first pass less that). All
/// of that is of the first vocabulary alone. Of several there is `sharing`: `vocabularies` (id, tokens), and for a first and
/// a later pass the processor seconds of one thread, the first vocabulary alone and all together, and what each further one
/// adds as a share of the former.
package struct BenchmarkReport: Sendable {
    private let benchmark: Benchmark
    private let vocabularies: [String]
    private var vocabulary: String { vocabularies[0] }
    private let kernel: ScanKernel
    private let encodes: Bool
    /// How long loading the first vocabulary took, until text could be counted.
    private let loading: Duration

    /// A report; the vocabularies are those that the benchmark was made with.
    package init(
        _ benchmark: Benchmark, vocabularies: [String], loading: Duration, kernel: ScanKernel, encodes: Bool
    ) {
        self.loading = loading
        self.benchmark = benchmark
        self.vocabularies = vocabularies
        self.kernel = kernel
        self.encodes = encodes
    }

    private var stages: [(name: String, seconds: Double)] {
        guard let scan = benchmark.scanSeconds, let alone = benchmark.runs.first,
            let best = alone.passSeconds.dropFirst().min()
        else { return [] }
        return [("scan", scan), ("look_up", max(0, best - scan)), ("bpe", max(0, alone.passSeconds[0] - best))]
    }

    /// The table: a row for each number of threads.
    package var table: Table {
        let size =
            "\(NumberFormat.counted(benchmark.bytes, "byte")), \(NumberFormat.counted(benchmark.documents, "document")), "
            + NumberFormat.counted(benchmark.tokens, "token")
        var table = Table(
            title: "\(vocabulary), \(encodes ? "encoding to ids" : "counting"): \(size)",
            columns: [
                Table.Column("threads", title: "threads", alignment: .right),
                Table.Column("cold", title: "cold", unit: "MB/s", alignment: .right),
                Table.Column("warm", title: "warm", unit: "MB/s", alignment: .right),
            ],
            notes: [
                "cold: the first pass, with an empty cache of pieces; warm: the best later pass", loadingNote,
            ])
        for run in benchmark.runs {
            table.append([
                .integer(run.threads), .decimal(benchmark.rate(run.passSeconds[0]), digits: 0),
                .decimal(benchmark.rate(run.passSeconds.dropFirst().min() ?? .infinity), digits: 0),
            ])
        }
        if !stages.isEmpty {
            let parts = stages.map { stage in
                "\(stage.name == "look_up" ? "look-up" : stage.name == "bpe" ? "BPE of new pre-tokens" : stage.name) "
                    + "\((stage.seconds * 1e3).rounded().formatted) ms"
            }
            table.notes.append("one thread: " + parts.joined(separator: ", "))
        }
        if let sharing = benchmark.sharing {
            let (first, later, further) = (sharing.firstPass, sharing.laterPass, sharing.eachFurther)
            func milliseconds(_ seconds: Double) -> String { "\((seconds * 1e3).rounded().formatted) ms" }
            func share(_ share: Double) -> String { NumberFormat.fixed(share, digits: 2) ?? "–" }
            table.notes.append(
                "\(vocabularies.count) vocabularies in one count, processor time of one thread: cold \(milliseconds(first.together)) "
                    + "(\(vocabulary) alone \(milliseconds(first.alone))), "
                    + "warm \(milliseconds(later.together)) (\(milliseconds(later.alone))); "
                    + "each further one costs \(share(further.firstPass)) of the first cold, "
                    + "\(share(further.laterPass)) warm")
        }
        table.notes.append(
            "\(Machine.description), kernel \(kernel.name), Jeoul \(jeoulVersion), Unicode \(unicodeVersion)")
        return table
    }

    private var loadingNote: String {
        func milliseconds(_ duration: Duration) -> String {
            NumberFormat.fixed(duration.seconds * 1e3, digits: 1) ?? "–"
        }
        return "\(vocabulary) was ready in \(milliseconds(loading)) ms"
    }

    /// The same for programs.
    package var json: JSONValue {
        var stageObject = JSONObject()
        for stage in stages { stageObject[stage.name + "_seconds"] = .number(stage.seconds) }
        return [
            "jeoul": .string(jeoulVersion), "unicode": .string(unicodeVersion), "icu": .string(icuVersion),
            "machine": .string(Machine.description), "kernel": .string(kernel.name), "vocabulary": .string(vocabulary),
            "loading": ["ready_seconds": .number(loading.seconds)],
            "work": .string(encodes ? "encoding" : "counting"),
            "file": [
                "bytes": .integer(benchmark.bytes), "documents": .integer(benchmark.documents),
                "tokens": .integer(benchmark.tokens),
            ],
            "threads": .integer(benchmark.runs[benchmark.runs.count - 1].threads),
            "cold_megabytes_per_second": .number(benchmark.firstRate),
            "warm_megabytes_per_second": .number(benchmark.laterRate),
            "runs": .array(
                benchmark.runs.map { run in
                    ["threads": .integer(run.threads), "pass_seconds": .array(run.passSeconds.map { .number($0) })]
                }),
            "stages": .object(stageObject),
            "sharing": benchmark.sharing.map(json(of:)) ?? .null,
        ]
    }

    private func json(of sharing: Benchmark.Sharing) -> JSONValue {
        [
            "vocabularies": .array(
                zip(vocabularies, sharing.tokens).map { ["id": .string($0), "tokens": .integer($1)] }),
            "first_pass": Self.json(of: sharing.firstPass, share: sharing.eachFurther.firstPass),
            "later_pass": Self.json(of: sharing.laterPass, share: sharing.eachFurther.laterPass),
        ]
    }

    private static func json(of seconds: (alone: Double, together: Double), share: Double) -> JSONValue {
        [
            "alone_seconds": .number(seconds.alone), "together_seconds": .number(seconds.together),
            "each_further_share": .number(share),
        ]
    }
}

extension Double {
    fileprivate var formatted: String { NumberFormat.fixed(self, digits: 0) ?? "–" }
}
