import JeoulReporting

/// Where a corpus comes from, as far as a verdict must say it.
package struct CorpusProvenance: Sendable, Hashable, Codable {
    /// What it has in common with other corpora of one making: FLORES-200 dev and devtest are of one source.
    package var source: String
    /// When and by whom it was written, in each language that it is said in, by the language's code.
    package var written: [String: String]
    /// What the corpus is called in Korean, where that is another name.
    package var titleKorean: String?

    /// A provenance.
    package init(source: String, written: [String: String] = [:], titleKorean: String? = nil) {
        self.source = source
        self.written = written
        self.titleKorean = titleKorean
    }

    /// When and by whom it was written.
    package func written(in language: SentenceLanguage) -> String? { written[language.rawValue] }
}
