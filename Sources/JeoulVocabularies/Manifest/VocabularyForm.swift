/// A set of files in which a vocabulary comes.
package struct VocabularyForm: Sendable, Hashable, Decodable {
    /// How the files are written.
    package var format: VocabularyFormat
    /// Whether it travels with Jeoul.
    package var bundled: Bool
    /// The files; those that define the tokens come first.
    package var files: [PinnedFile]
    /// Where users get the files.
    package var source: Source
    /// What else is to be known.
    package var note: String?

    /// A file of a form.
    package struct PinnedFile: Sendable, Hashable, Codable {
        /// One component of a path.
        package var name: String
        /// Its size; nil where it is not known.
        package var bytes: Int?
        /// The hash that the file must have, in hexadecimal; nil where it is not known.
        package var sha256: String?
        /// Whether the form is of no use without it.
        package var required: Bool
    }

    /// Where users get the files.
    package struct Source: Sendable, Hashable, Codable {
        /// `hub`, `pypi` or `url`.
        package var kind: String
        /// The repository, for `hub`.
        package var repository: String?
        /// The commit, or a package's version.
        package var revision: String?
        /// Whether terms must be accepted first.
        package var gated: Bool?
        /// The address, for `url`.
        package var url: String?
        /// The package, for `pypi`.
        package var package: String?
        /// The file's path in the package.
        package var member: String?
    }
}
