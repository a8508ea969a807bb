import Foundation
import JeoulText
import JeoulCorpora

/// A file that keeps what has been counted, so that the same work goes on where it was after its process was ended, in whatever way.
///
/// It is written between two blocks of an input, beside the file and renamed, so that there is always one that is whole. Of an input that
/// was read in part the blocks before that place are read again, since what is compressed can be entered nowhere else, but not counted.
/// How often is a matter of what it costs: of the time at most a twentieth.
package struct Checkpoint: Sendable {
    /// A setting that changes what is counted, for a reader.
    package struct Setting: Sendable, Codable, Equatable {
        // Byte by byte: a field's name composed and decomposed are two.
        package static func == (left: Setting, right: Setting) -> Bool {
            left.name.utf8.elementsEqual(right.name.utf8) && left.value.utf8.elementsEqual(right.value.utf8)
        }

        /// What is set.
        package var name: String
        /// To what.
        package var value: String

        /// A setting.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Where it lies.
    package var path: String
    /// What must be the same for the work to go on, beside what Jeoul knows of how it reads and counts: the vocabularies above all.
    package var settings: [Setting]

    /// A checkpoint; nothing is opened yet.
    package init(path: String, settings: [Setting]) {
        self.path = path
        self.settings = settings
    }

    /// Takes the file away, when the result has been written.
    package func remove() {
        guard let place = WritingPlace(of: path)?.path else { return }
        FileName.withPath(place) { _ = unlink($0) }
    }

    /// Opens the checkpoint of some work: what was kept, if anything was.
    ///
    /// - Throws: ``CheckpointError`` for inputs that cannot be gone on with, and for what was kept of other work.
    func open<Counts: Codable & Sendable>(
        _ corpus: Corpus, _ options: WeighingOptions, counts: Counts.Type
    ) throws(CheckpointError) -> OpenedCheckpoint<Counts> {
        let stamps = try corpus.inputs.map { input throws(CheckpointError) in
            guard case .path(let path) = input.location, let stamp = InputStamp(path: path) else {
                throw CheckpointError(.notAFile(input.name), path: self.path)
            }
            return stamp
        }
        let settings = settings + Self.settings(corpus.options, options)
        let file = try CheckpointFile(at: path)
        guard let kept = try file.kept() else {
            return OpenedCheckpoint(file: file, settings: settings, inputs: stamps, start: nil, counts: nil)
        }
        // Of other work the counts may be of another kind, which could not be read.
        try check(kept.settings, settings)
        let contents = try kept.read(CheckpointContents<Counts>.self)
        try check(contents.inputs, stamps, done: contents.reading)
        return OpenedCheckpoint(
            file: file, settings: settings, inputs: stamps, start: contents.reading, counts: contents.counts)
    }

    /// What Jeoul itself knows that changes a count.
    private static func settings(_ corpus: CorpusOptions, _ options: WeighingOptions) -> [Setting] {
        [
            Setting("Jeoul", "\(jeoulVersion), Unicode \(unicodeVersion), ICU \(icuVersion)"),
            Setting("--document", corpus.cut.rawValue), Setting("--input-format", corpus.format?.rawValue ?? "found"),
            Setting("--encoding", corpus.encoding.name),
            Setting("--text-field", FieldNames.text(corpus.textFields)),
            Setting("--table-quotes", corpus.tableQuotes.rawValue),
            Setting("--no-header", "\(!corpus.hasTableHeader)"),
            Setting("--cluster", corpus.clusterField ?? "none"),
            Setting("what is counted", options.keepsDocuments ? "every document by itself" : "sums"),
            Setting("--invalid-utf8", corpus.invalidUTF8.rawValue), Setting("--on-error", corpus.onError.rawValue),
            Setting("--by", options.grouping?.name ?? "nothing"),
            Setting("--normalization", options.normalization.rawValue),
            Setting("--fail-over-document", options.findsLargest ? "asked for" : "not asked for"),
        ]
    }

    private func check(_ kept: [Setting], _ settings: [Setting]) throws(CheckpointError) {
        for setting in settings {
            let other = kept.first { $0.name == setting.name }
            guard other == setting else {
                throw CheckpointError(
                    .otherSetting(setting.name, kept: other?.value ?? "not known", now: setting.value), path: path)
            }
        }
    }

    /// Checks that the inputs are those that were counted, and those that were to be.
    private func check(
        _ kept: [InputStamp], _ stamps: [InputStamp], done: SharedCorpusReader.Kept
    ) throws(CheckpointError) {
        let (before, now) = (kept.map { UTF8Key($0.name) }, stamps.map { UTF8Key($0.name) })
        guard before == now else {
            let other = stamps.first { !before.contains(UTF8Key($0.name)) } ?? stamps.first
            throw CheckpointError(.otherInputs(other?.name ?? ""), path: path)
        }
        var hashes: [UTF8Key: String] = [:]
        for input in done.summary.inputs where input.isComplete { hashes[UTF8Key(input.name)] = input.sha256 }
        for (index, (old, new)) in zip(kept, stamps).enumerated() where old != new {
            // A file that was counted may have been copied or touched, as long as its bytes are the same.
            if index < done.doneInputs, let before = old.stamp, before.bytes == new.stamp?.bytes,
                let hash = hashes[UTF8Key(new.name)], let bytes = try? FileDigest.hexadecimal(ofFile: new.name),
                bytes == hash
            {
                continue
            }
            if index >= done.doneInputs, let before = old.stamp, let now = new.stamp, before.hasSameContents(as: now),
                index > done.doneInputs || hasSamePart(new.name, done.part)
            {
                continue
            }
            throw CheckpointError(.changedInput(new.name), path: path)
        }
    }
}

extension Checkpoint {
    /// Whether a file begins with what was read of it; true where nothing was.
    private func hasSamePart(_ file: String, _ part: (bytes: Int, sha256: String)?) -> Bool {
        guard let part else { return true }
        return (try? FileDigest.hexadecimal(ofFirst: part.bytes, ofFile: file)) == part.sha256
    }

    /// Whether a file that is to be read is the checkpoint at this place, or what a process left that was ended while it wrote that.
    package func isOwn(_ file: String) -> Bool {
        // By its own name, and that of what a link points to.
        let places = [path] + [WritingPlace(of: path)?.path].compactMap(\.self)
        return (WholeFile.isUnfinished(file, of: path) || places.contains { WholeFile.isAt($0, file) })
            && CheckpointFile.isOne(file)
    }
}

/// What an input is known by, without reading it.
struct InputStamp: Sendable, Codable, Equatable {
    /// What the file system says of a file.
    struct Stamp: Sendable, Codable, Equatable {
        var device: Int64
        var inode: UInt64
        var bytes: Int
        var modified: Int64
        var changed: Int64

        init(_ state: FileState) {
            (device, inode, bytes) = (state.device, state.inode, state.bytes)
            (modified, changed) = state.times
        }

        /// Whether the files are of one size and were last written to at one time: a copy that keeps its times has so.
        func hasSameContents(as other: Stamp) -> Bool { bytes == other.bytes && modified == other.modified }
    }

    var name: String
    /// Nil where there is no such file, or it cannot be looked at: reading it says what becomes of that.
    var stamp: Stamp?

    /// The stamp of a path; nil where there is something that cannot be read again, such as a pipe.
    init?(path: String) {
        let state = FileState(path: path)
        guard state?.isRegular ?? true || state?.isDirectory ?? false else { return nil }
        name = path
        stamp = state.flatMap { $0.isRegular ? Stamp($0) : nil }
    }
}
