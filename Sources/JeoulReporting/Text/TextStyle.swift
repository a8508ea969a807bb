/// Whether output is dressed up for a terminal.
package enum TextStyle: Sendable, Hashable {
    /// Nothing but the text: for files, pipes, and those who wish it.
    case plain
    /// Bold, faint and colour by ANSI escape sequences.
    case terminal

    /// What a colour says.
    package enum Tone: Sendable, Hashable {
        /// It holds: green.
        case good
        /// It does not hold: red.
        case bad
        /// It is open: yellow.
        case open
    }

    /// When output is dressed up.
    package enum Choice: String, Sendable, CaseIterable {
        /// On a terminal, unless the environment says otherwise.
        case auto
        /// Everywhere.
        case always
        /// Nowhere.
        case never
    }

    /// The style for an output. A choice made for this run counts most; then `NO_COLOR`, set to anything but nothing
    /// (no-color.org); then `CLICOLOR_FORCE`, set to anything but nothing or 0; then whether it is a terminal that is not
    /// `dumb`.
    package init(_ choice: Choice = .auto, isTerminal: Bool, environment: [String: String]) {
        let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty
        let isForced = !["", "0"].contains(environment["CLICOLOR_FORCE"] ?? "")
        let isDressed =
            switch choice {
            case .always: true
            case .never: false
            case .auto: !isRefused && (isForced || isTerminal && environment["TERM"] != "dumb")
            }
        self = isDressed ? .terminal : .plain
    }

    /// The text in bold.
    package func strong(_ text: String) -> String { dressed(text, in: "1") }

    /// The text faint.
    package func faint(_ text: String) -> String { dressed(text, in: "2") }

    /// The text in a tone's colour.
    package func toned(_ text: String, _ tone: Tone) -> String {
        switch tone {
        case .good: dressed(text, in: "32")
        case .bad: dressed(text, in: "31")
        case .open: dressed(text, in: "33")
        }
    }

    /// The text on one of two light backgrounds, so that neighbours are told apart.
    package func banded(_ text: String, isEven: Bool) -> String {
        dressed(text, in: isEven ? "38;5;16;48;5;153" : "38;5;16;48;5;223")
    }

    private func dressed(_ text: String, in code: String) -> String {
        self == .plain || text.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
