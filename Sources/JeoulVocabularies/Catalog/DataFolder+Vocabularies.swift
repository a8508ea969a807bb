import JeoulText
import Vocab

extension DataFolder {
    /// The manifest of vocabularies, and those that are bundled.
    package static let vocabularies = DataFolder(
        name: "Vocab", marker: "manifest.json", sourceFile: VocabData.sourcePath)
}
