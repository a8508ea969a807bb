/// What is done with the text of a special token (a control token such as `<|endoftext|>`).
public enum SpecialTokenPolicy: String, Sendable, CaseIterable, Codable {
    /// It is ordinary text: what a text *about* tokenizers needs, and the default everywhere.
    case ordinary
    /// It becomes the special token.
    case match
    /// It is an error: what a service wants of its users' text.
    case error
}
