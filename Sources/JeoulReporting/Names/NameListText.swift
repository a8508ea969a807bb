import Foundation

/// A list of names as it is typed: separated by commas, a comma in a name written `\,`, and a backslash before either `\\`.
package enum NameListText {
    /// The names, spaces at their ends taken off. Empty ones are kept, for they are mistakes.
    package static func names(in text: String) -> [String] {
        parts(of: text).map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The names as they stand.
    package static func parts(of text: String) -> [String] {
        var names = [String.UnicodeScalarView()]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                if scalar != ",", scalar != "\\" { names[names.count - 1].append("\\") }
                names[names.count - 1].append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "," {
                names.append(String.UnicodeScalarView())
            } else {
                names[names.count - 1].append(scalar)
            }
        }
        if isEscaped { names[names.count - 1].append("\\") }
        return names.map { String($0) }
    }
}
