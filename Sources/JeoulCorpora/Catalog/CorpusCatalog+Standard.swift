import Corpora
import Foundation
import JeoulText

extension DataFolder {
    /// The manifest of public corpora, and the bundled sampler.
    package static let corpora = DataFolder(
        name: "Corpora", marker: "manifest.json", sourceFile: CorporaData.sourcePath)
}

extension CorpusCatalog {
    /// The catalog of this installation.
    ///
    /// - Throws: `DataFolderError` where Jeoul's data is nowhere, ``CorpusError`` where the manifest cannot be read.
    package static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> CorpusCatalog {
        try CorpusCatalog(
            bundledFolder: DataFolder.corpora.url(environment: environment), environment: environment)
    }
}
