/// A set of files in which a vocabulary comes.
public struct VocabularyForm: Sendable, Hashable, Decodable {
    /// How the files are written.
    public var format: VocabularyFormat
    /// Whether it travels with Jeoul.
    public var bundled: Bool
    /// The files; those that define the tokens come first.
    public var files: [PinnedFile]
    /// Where users get the files.
    public var source: Source
    /// What else is to be known.
    public var note: String?

    /// A file of a form.
    public struct PinnedFile: Sendable, Hashable, Codable {
        /// One component of a path.
        public var name: String
        /// Its size; nil where it is not known.
        public var bytes: Int?
        /// The hash that the file must have, in hexadecimal; nil where it is not known.
        public var sha256: String?
        /// Whether the form is of no use without it.
        public var required: Bool
    }

    /// Where users get the files.
    public struct Source: Sendable, Hashable, Codable {
        /// `hub`, `pypi` or `url`.
        public var kind: String
        /// The repository, for `hub`.
        public var repository: String?
        /// The commit, or a package's version.
        public var revision: String?
        /// Whether terms must be accepted first.
        public var gated: Bool?
        /// The address, for `url`.
        public var url: String?
        /// The package, for `pypi`.
        public var package: String?
        /// The file's path in the package.
        public var member: String?
    }
}
