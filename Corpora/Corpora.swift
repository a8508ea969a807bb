/// The bundled corpora and the manifest of public ones. Data only: `DataFolder` in `JeoulText`
/// finds the folder, because SwiftPM's `Bundle.module` traps when the build folder is gone.
package enum CorporaData {
    /// This folder in the source tree, the last place to look.
    package static let sourcePath: String = #filePath
}
