import Foundation

/// The real texts and vocabularies of `../shared`, beside the package, which are not part of it.
///
/// Where the folder is absent, tests that need it are skipped and say so; under `JEOUL_REQUIRE_SHARED=1` they fail:
///
///     @Test(.enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
package enum SharedData {
    /// A file that is absent although it is required.
    package struct Missing: Error, CustomStringConvertible {
        /// The file.
        package let url: URL
        /// A sentence for the reader of the test's output.
        package var description: String { "\(url.path) is absent, though ../shared is there or JEOUL_REQUIRE_SHARED=1" }
    }

    /// Why a test is skipped, for its trait.
    package static let absence = "needs ../shared, which is absent; JEOUL_REQUIRE_SHARED=1 makes this a failure"

    /// Whether a test that needs the folder is to run: it is there, or its absence is to fail.
    package static var isUsable: Bool { isRequired || FileManager.default.fileExists(atPath: root.path) }

    /// The file or folder `path` of `../shared`, or nil, with a line on standard error, where the whole folder is absent.
    /// - Throws: `Missing` where it alone is absent, or the folder is required.
    package static func url(_ path: String) throws -> URL? {
        let url = root.appending(path: path)
        if FileManager.default.fileExists(atPath: url.path) { return url }
        if isUsable { throw Missing(url: url) }
        FileHandle.standardError.write(Data("skipped: \(url.path) is absent\n".utf8))
        return nil
    }

    private static let isRequired = ProcessInfo.processInfo.environment["JEOUL_REQUIRE_SHARED"] == "1"

    /// Tests/TestSupport/SharedData.swift is three levels below the package.
    private static let root = (0..<4)
        .reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        .appending(path: "shared")
}
