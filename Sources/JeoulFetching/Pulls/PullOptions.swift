import Foundation

/// How something is pulled.
package struct PullOptions: Sendable, Hashable {
    /// The folder on this machine that has the files, or a folder named by the id with them; nil for the network.
    package var source: URL?
    /// Whether what is not pinned may have changed since it was pulled first.
    package var acceptsChange: Bool

    /// Options.
    package init(source: URL? = nil, acceptsChange: Bool = false) {
        self.source = source
        self.acceptsChange = acceptsChange
    }

    /// The folder that has the files of an id: `source/id` if it is there, else `source`.
    func source(of id: String) throws(FetchError) -> URL? {
        guard let source else { return nil }
        guard Self.isFolder(source) else {
            throw FetchError(.disk(reason: "there is no such folder"), subject: source.path)
        }
        let own = source.appendingPathComponent(id, isDirectory: true)
        return SafeName.isPlain(id) && Self.isFolder(own) ? own : source
    }

    private static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }
}

extension FetchSession {
    /// Pulls several, some at once.
    ///
    /// - Returns: what came of each, in their order.
    package func pull(
        _ names: [String], _ body: @escaping @Sendable (String) throws(FetchError) -> PullOutcome
    ) -> [Result<PullOutcome, FetchError>] {
        Self.concurrently(names, atOnce: settings.jobs) { name in
            do throws(FetchError) {
                return .success(try body(name))
            } catch {
                return .failure(error)
            }
        }
    }
}
