import Foundation

/// A list of names as it is typed: separated by commas, a comma in a name written `\,`.
package enum NameListText {
    /// The names, spaces at their ends taken off. Empty ones are kept, for they are mistakes.
    package static func names(in text: String) -> [String] {
        var names = [""]
        var isEscaped = false
        for character in text {
            switch character {
            case ",":
                if isEscaped { names[names.count - 1].append(character) } else { names.append("") }
                isEscaped = false
            case "\\":
                if isEscaped { names[names.count - 1].append("\\") }
                isEscaped = true
            default:
                if isEscaped { names[names.count - 1].append("\\") }
                isEscaped = false
                names[names.count - 1].append(character)
            }
        }
        if isEscaped { names[names.count - 1].append("\\") }
        return names.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
