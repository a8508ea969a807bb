import JeoulText

/// Why a vocabulary cannot be used: what is wrong, in which file, where, and what to do.
public struct VocabularyError: Error, Sendable, Hashable {
    /// The kind of fault.
    public enum Problem: Sendable, Hashable {
        /// No vocabulary is known by this name; the nearest known names, best first.
        case unknownName(suggestions: [String])
        /// The vocabulary is known and its files are not here; the command that would get them.
        case notInstalled(command: String)
        /// The file is missing, is no regular file, or may not be read.
        case unreadable
        /// The file is a pointer of Git LFS: a note of what the file is, in place of the file.
        case pointer
        /// The file ends too early.
        case truncated
        /// The file does not follow its format.
        case malformed
        /// The file is, or holds, more than any vocabulary has.
        case tooLarge
        /// A token or an id comes twice.
        case duplicateToken, duplicateID
        /// A merge names something that is no token.
        case unresolvedMerge
        /// Some of the 256 single bytes are no tokens.
        case missingBytes
        /// The file's hash is not the pinned one; both in hexadecimal.
        case hashMismatch(expected: String, actual: String)
        /// The file asks for something that Jeoul does not do, such as a Unigram model.
        case unsupported
        /// Neither the files nor the manifest say how text is cut.
        case unknownSplitter
        /// Neither the files nor the manifest say how text is normalized.
        case unknownNormalizer
    }

    /// The kind of fault.
    public var problem: Problem
    /// What is wrong, in a sentence.
    public var message: String
    /// What to do about it, in a sentence; may be empty.
    public var remedy: String
    /// The path of the file at fault.
    public var file: String?
    /// The line in that file, counted from 1.
    public var line: Int?
    /// The byte offset in that file, counted from 0.
    public var offset: Int?

    /// An error of that kind; see the members.
    public init(
        _ problem: Problem, _ message: String, remedy: String = "", file: String? = nil, line: Int? = nil,
        offset: Int? = nil
    ) {
        self.problem = problem
        self.message = message
        self.remedy = remedy
        self.file = file
        self.line = line
        self.offset = offset
    }
}

extension VocabularyError: CustomStringConvertible {
    /// `file:line (byte offset): message; remedy`
    public var description: String {
        var place = file ?? ""
        if let line { place += ":\(line)" }
        if let offset { place += " (byte \(offset))" }
        return (place.isEmpty ? "" : place + ": ") + message + (remedy.isEmpty ? "" : "; " + remedy)
    }
}

/// A fault in the bytes of a file whose name the reader does not know; `VocabularyFile` completes it.
struct Fault: Error {
    var problem: VocabularyError.Problem
    var message: String
    var remedy: String
    /// The byte offset in the file, from 0.
    var offset: Int?

    init(_ problem: VocabularyError.Problem, _ message: String, remedy: String = Fault.fetchAgain, at offset: Int?) {
        self.problem = problem
        self.message = message
        self.remedy = remedy
        self.offset = offset
    }

    init(_ error: JSONError) {
        self.init(
            error.isTruncation ? .truncated : .malformed,
            error.isTruncation ? "the file ends too early (\(error.message))" : error.message, at: error.offset)
    }

    static let fetchAgain = "fetch the file again"
}
