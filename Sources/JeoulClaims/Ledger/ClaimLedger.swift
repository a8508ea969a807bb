import Foundation
import JeoulText

/// The claims that are known, in the ledger's order. The fields are documented in `Claims/README.md`.
package struct ClaimLedger: Sendable, Equatable {
    /// The schema that this version reads.
    package static let schema = 1

    /// The claims.
    package let claims: [Claim]

    /// Reads a ledger's JSON.
    ///
    /// - Throws: ``ClaimError`` with the path of the field that is wrong.
    package init(json: Data) throws(ClaimError) {
        let document = try Self.decode(LedgerDocument.self, from: json)
        guard document.schema == Self.schema else { throw .unsupportedSchema(document.schema) }
        var ids = Set<String>()
        for claim in document.claims where !ids.insert(claim.id).inserted { throw .duplicateClaim(claim.id) }
        claims = document.claims
    }

    /// The claim of that id.
    package func claim(_ id: String) throws(ClaimError) -> Claim {
        guard let claim = claims.first(where: { $0.id == id }) else {
            throw .unknownClaim(id, known: claims.map(\.id))
        }
        return claim
    }

    /// Decodes, with every failure as a ``ClaimError``.
    package static func decode<Value: Decodable>(_: Value.Type, from json: Data) throws(ClaimError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: json)
        } catch let error as ClaimError {
            throw error
        } catch let DecodingError.keyNotFound(key, context) {
            throw .malformed(path: path(context.codingPath + [key]), reason: "the field is missing")
        } catch let DecodingError.typeMismatch(_, context) {
            throw .malformed(path: path(context.codingPath), reason: context.debugDescription)
        } catch let DecodingError.valueNotFound(_, context) {
            throw .malformed(path: path(context.codingPath), reason: "null is not allowed here")
        } catch let DecodingError.dataCorrupted(context) {
            throw .malformed(path: path(context.codingPath), reason: context.debugDescription)
        } catch {
            throw .malformed(path: "", reason: "\(error)")
        }
    }

    /// `claims[3].readings[0].value`
    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce("") { path, key in
            if let index = key.intValue { return path + "[\(index)]" }
            return path.isEmpty ? key.stringValue : path + "." + key.stringValue
        }
    }
}

private struct LedgerDocument: Decodable {
    let schema: Int
    let claims: [Claim]
}

extension Claim {
    /// Reads one claim from JSON with the fields of a ledger's entry.
    ///
    /// - Throws: ``ClaimError`` with the path of the field that is wrong.
    package init(json: Data) throws(ClaimError) {
        self = try ClaimLedger.decode(Claim.self, from: json)
    }
}
