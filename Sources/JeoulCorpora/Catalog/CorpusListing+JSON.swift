import JeoulText
import JeoulReporting

extension CorpusListing {
    /// The corpus for programs: the manifest's fields under their own names, then `availability` and `paths`.
    ///
    /// - Throws: `EncodingError`, for no manifest that was read.
    package func json() throws -> JSONValue {
        guard case .object(var object) = try JSONValue(encoding: entry) else { return .null }
        object["availability"] = .string(availability.rawValue)
        object["paths"] = .array(paths.map { .string($0) })
        return .object(object)
    }
}
