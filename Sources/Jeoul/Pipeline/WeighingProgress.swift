/// How far a weighing is.
package struct WeighingProgress: Sendable, Hashable {
    /// How many of the inputs' stored bytes have been weighed.
    package var bytes: Int
    /// How many of them a checkpoint had kept.
    package var bytesBefore: Int
    /// How many there are; nil where nobody knows (a pipe).
    package var total: Int?
    /// Which reading of a text this is, counted from 1, where the work takes several.
    package var pass: Int
    /// How many there will be; nil where that depends on what is found.
    package var passes: Int?
}

extension Corpus {
    /// The size of its inputs; nil where one of them is a pipe or a device, which ends when it ends.
    var knownBytes: Int? {
        for input in inputs {
            switch input.location {
            case .standardInput:
                guard FileState(descriptor: 0)?.isRegular ?? false else { return nil }
            case .path(let path):
                if let state = FileState(path: path), !state.isRegular, !state.isDirectory { return nil }
            case .memory: break
            }
        }
        return expectedBytes
    }
}
