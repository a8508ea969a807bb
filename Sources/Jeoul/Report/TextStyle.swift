/// Whether output is dressed up for a terminal.
public enum TextStyle: Sendable, Hashable {
    /// Nothing but the text: for files, pipes, and those who wish it.
    case plain
    /// Bold, faint and colour by ANSI escape sequences.
    case terminal

    /// What a colour says.
    public enum Tone: Sendable, Hashable {
        /// It holds: green.
        case good
        /// It does not hold: red.
        case bad
        /// It is open: yellow.
        case open
    }

    /// The style for an output: dressed only on a terminal that is not `dumb`, and never where `NO_COLOR` is set to
    /// anything but nothing (no-color.org).
    public init(isTerminal: Bool, environment: [String: String]) {
        let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        self = isTerminal && !isRefused ? .terminal : .plain
    }

    /// The text in bold.
    public func strong(_ text: String) -> String { dressed(text, in: "1") }

    /// The text faint.
    public func faint(_ text: String) -> String { dressed(text, in: "2") }

    /// The text in a tone's colour.
    public func toned(_ text: String, _ tone: Tone) -> String {
        switch tone {
        case .good: dressed(text, in: "32")
        case .bad: dressed(text, in: "31")
        case .open: dressed(text, in: "33")
        }
    }

    private func dressed(_ text: String, in code: String) -> String {
        self == .plain || text.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
