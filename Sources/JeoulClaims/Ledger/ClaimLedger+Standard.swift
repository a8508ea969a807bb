import Claims
import Foundation
import JeoulText

extension DataFolder {
    /// The ledger of claims, and the schema of evidence.
    package static let claims = DataFolder(name: "Claims", marker: "ledger.json", sourceFile: ClaimsData.sourcePath)
}

extension ClaimLedger {
    /// The ledger of this installation.
    ///
    /// - Throws: `DataFolderError` where Jeoul's data is nowhere, ``ClaimError`` where the ledger cannot be read.
    package static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> ClaimLedger {
        let folder = try DataFolder.claims.url(environment: environment)
        return try ClaimLedger(json: Data(contentsOf: folder.appendingPathComponent("ledger.json")))
    }
}
