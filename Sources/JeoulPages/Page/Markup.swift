import JeoulText
import JeoulReporting

/// HTML or SVG as a tree. The only way for text to get in is ``text(_:)``, which escapes: nothing that a corpus, a
/// vocabulary or a claim says can become markup.
indirect enum Markup: Sendable {
    /// An element, its attributes in the order given.
    case element(String, [Attribute], [Markup])
    /// Characters.
    case text(String)
    /// Style that Jeoul brings, in an element of its own.
    case style(StaticString)
    /// Data for programs, in a `script` element that no browser runs.
    case data(id: String, JSONValue)
    /// Several, side by side.
    case group([Markup])

    /// A name and a value, which is escaped.
    struct Attribute: Sendable {
        let name: String
        let value: String
    }

    /// An element. Names of elements and attributes are Jeoul's own, hence static.
    static func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [Markup] = []
    ) -> Markup {
        .element(name.description, attributes.map { Attribute(name: $0.key.description, value: $0.value) }, children)
    }

    /// An element of text.
    static func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ text: String
    ) -> Markup {
        tag(name, attributes, [.text(text)])
    }

    /// Prose in which no name breaks at its hyphen: “GPT-4o”.
    static func prose(_ text: String) -> Markup {
        var parts: [Markup] = []
        var plain = ""
        for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { plain += " " }
            if word.contains("-"), word.count <= 30 {
                if !plain.isEmpty { parts.append(.text(plain)) }
                plain = ""
                parts.append(.tag("bdi", ["class": "w"], String(word)))
            } else {
                plain += word
            }
        }
        return .group(plain.isEmpty ? parts : parts + [.text(plain)])
    }

    /// The markup as text: the same for the same tree, byte for byte.
    var rendered: String {
        var output = ""
        write(to: &output)
        return output
    }

    /// Elements of HTML that have no end.
    private static let void: Set<String> = ["meta", "input", "br", "hr"]

    /// Elements of SVG that are empty, and end where they begin.
    private static let empty: Set<String> = ["line", "rect", "circle"]

    private func write(to output: inout String) {
        switch self {
        case .text(let text): Self.escape(text, into: &output)
        case .group(let children):
            for child in children { child.write(to: &output) }
        case .style(let style): output += "<style>\(style)</style>"
        case .data(let id, let value):
            output += "<script type=\"application/json\" id=\""
            Self.escape(id, into: &output)
            // No “<” of the data is one of the page's: JSON has another way to write it.
            let json = JSONOutput.text(of: value, isPretty: false)
            output += "\">" + json.replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028") + "</script>"
        case .element(let name, let attributes, let children):
            output += "<" + name
            for attribute in attributes {
                output += " " + attribute.name + "=\""
                Self.escape(attribute.value, into: &output)
                output += "\""
            }
            if Self.empty.contains(name), children.isEmpty {
                output += "/>"
                return
            }
            output += ">"
            guard !Self.void.contains(name) else { return }
            for child in children { child.write(to: &output) }
            output += "</" + name + ">"
        }
    }

    /// What is markup becomes a reference; what would steer the direction of the page, or no page may contain, is made
    /// visible.
    private static func escape(_ text: String, into output: inout String) {
        for scalar in VisibleText.lines(text).unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default: output.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Words {
    /// The same as prose, see ``Markup/prose(_:)``.
    var proseMarkup: Markup {
        .group([
            .tag("span", ["class": "en", "lang": "en"], [.prose(english)]),
            .tag("span", ["class": "ko", "lang": "ko"], [.prose(korean)]),
        ])
    }

    /// In both, of which the page shows one.
    var markup: Markup {
        english == korean
            ? .text(english)
            : .group([
                .tag("span", ["class": "en", "lang": "en"], english),
                .tag("span", ["class": "ko", "lang": "ko"], korean),
            ])
    }
}
