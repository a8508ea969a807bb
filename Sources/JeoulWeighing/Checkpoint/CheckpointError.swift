/// Why work cannot be kept, or gone on with.
package struct CheckpointError: Error, Sendable, Equatable {
    /// What is wrong.
    package enum Kind: Sendable, Equatable {
        /// An input that can be read only once, or is not there.
        case notAFile(String)
        /// The system refuses to read the checkpoint.
        case unreadable(reason: String)
        /// The system refuses to write the checkpoint.
        case unwritable(reason: String)
        /// Another process holds the checkpoint.
        case inUse
        /// Another file.
        case notACheckpoint
        /// Not what was written.
        case damaged
        /// Work under another setting.
        case otherSetting(String, kept: String, now: String)
        /// Work on other inputs.
        case otherInputs(String)
        /// An input is not what it was.
        case changedInput(String)
    }

    /// What is wrong.
    package var kind: Kind
    /// The checkpoint, as it was named.
    package var path: String

    init(_ kind: Kind, path: String) {
        self.kind = kind
        self.path = path
    }
}

extension CheckpointError: CustomStringConvertible {
    /// What is wrong, and what to do about it.
    package var description: String {
        let remedy = "remove the checkpoint to begin anew"
        return switch kind {
        case .notAFile(let name):
            "\(path): \(name) is no file that could be read again: a checkpoint is of files alone"
        case .unreadable(let reason): "the checkpoint cannot be read: \(reason)"
        case .inUse: "the checkpoint \(path) is in use by another process; name another file, or wait for that one"
        case .unwritable(let reason): "the checkpoint \(path) cannot be written: \(reason)"
        case .notACheckpoint: "\(path) is no checkpoint of this version; name another file, or remove it"
        case .damaged: "the checkpoint \(path) is damaged; \(remedy)"
        case .otherSetting(let name, let kept, let now):
            "the checkpoint \(path) is of other work: \(name) was \(kept), and is now \(now); go on with what it was, or \(remedy)"
        case .otherInputs(let name):
            "the checkpoint \(path) is of other files: \(name) is not where it was in the list; \(remedy)"
        case .changedInput(let name):
            "\(name) has changed since the checkpoint \(path) was written; \(remedy)"
        }
    }
}
