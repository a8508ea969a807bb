/// The ledger of vendor claims. Data only: `DataFolder` in `JeoulText`
/// finds the folder, because SwiftPM's `Bundle.module` traps when the build folder is gone.
package enum ClaimsData {
    /// This folder in the source tree, the last place to look.
    package static let sourcePath: String = #filePath
}
