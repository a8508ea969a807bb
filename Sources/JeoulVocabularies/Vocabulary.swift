import JeoulTokenizing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A vocabulary, read from its files and checked: what it is, where it is from, and what it defines.
package struct Vocabulary: Sendable {
    /// The canonical name; for one that is not known, the name of its folder or file.
    package internal(set) var id: String
    /// What was asked for, as typed.
    package internal(set) var requested: String
    /// What the manifest says of it; nil if it is not known.
    package let entry: VocabularyEntry?
    /// Where its files were found.
    package let location: VocabularyLocation
    /// How its files are written.
    package let format: VocabularyFormat
    /// The files that were read.
    package let files: [VocabularyFileIdentity]
    /// What a user should know of it.
    package let notes: [VocabularyNote]
    /// Tokens, model, added tokens; the splitter and the normalizer are not nil.
    package let definition: VocabularyDefinition
    /// The same made ready, if it is kept.
    let compiled: CompiledState

    /// The same under another name.
    package func named(_ id: String) -> Vocabulary {
        var vocabulary = self
        vocabulary.id = id
        return vocabulary
    }

    /// Whether every file has the hash that the manifest pins.
    package var isPinned: Bool { files.allSatisfy(\.isPinned) }
}

/// A file that was read, and what identifies it.
package struct VocabularyFileIdentity: Sendable, Hashable {
    /// Where it is.
    package var url: URL
    /// Its size.
    package var bytes: Int
    /// The hash of the file, in hexadecimal.
    package var sha256: String
    /// Whether the manifest pins that hash.
    package var isPinned: Bool
}

/// Where the files of a vocabulary are.
package enum VocabularyLocation: Sendable, Hashable {
    /// With Jeoul itself.
    case bundled
    /// In a folder of `JEOUL_VOCABULARY_PATH`.
    case searchPath(URL)
    /// In the user's cache.
    case cache(URL)
    /// In the cache of the Hub's own programs.
    case hubCache(URL)
    /// At the path that was named.
    case path(URL)
}
