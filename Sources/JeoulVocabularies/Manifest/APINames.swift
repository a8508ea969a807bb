/// The names by which an interface knows its models, and the rule that leads from a name to a vocabulary: the exact name,
/// then the first prefix in the order of the table.
package struct APINames: Sendable, Hashable, Decodable {
    /// The beginning of names, such as `gpt-4o-`.
    package struct Prefix: Sendable, Hashable, Decodable {
        /// What a name begins with.
        package var prefix: String
        /// The vocabulary's id.
        package var id: String
    }

    /// Whose table it is.
    package var source: String
    /// The id for each exact name.
    package var names: [String: String]
    /// The prefixes, in the order in which they are tried.
    package var prefixes: [Prefix]

    /// The id for a name in lower case. No name has a space, so that no sentence that begins with one is taken for it.
    func id(byPrefix name: String) -> String? {
        guard !name.contains(where: \.isWhitespace) else { return nil }
        return prefixes.first { name.hasPrefix($0.prefix) }?.id
    }
}
