import JeoulReporting

/// Names of fields in one text: separated by commas, a comma in a name written `\,`.
package enum FieldNames {
    /// The names of a list.
    package static func list(_ text: String) -> [String] { NameListText.parts(of: text).filter { !$0.isEmpty } }

    /// The list of names; `text` for none, which is the name where nothing is said.
    package static func text(_ names: [String]) -> String {
        if names.isEmpty { return "text" }
        return names.map { name in
            var written = ""
            for scalar in name.unicodeScalars {
                if scalar == "," || scalar == "\\" { written += "\\" }
                written.unicodeScalars.append(scalar)
            }
            return written
        }.joined(separator: ",")
    }
}

extension EncodingChoice {
    /// The choice of a name: `auto`, or an encoding by one of the names that people write; nil for any other.
    package init?(name: String) {
        let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
        switch plain {
        case "auto": self = .detected
        case "utf8": self = .named(.utf8)
        case "utf16le": self = .named(.utf16LittleEndian)
        case "utf16be": self = .named(.utf16BigEndian)
        case "utf32le": self = .named(.utf32LittleEndian)
        case "utf32be": self = .named(.utf32BigEndian)
        case "cp949", "euckr", "uhc", "ms949", "windows949", "ksc5601", "ksc56011987", "949": self = .named(.cp949)
        default: return nil
        }
    }

    /// The name that makes the choice; `marked` where nothing is chosen.
    package var name: String {
        switch self {
        case .marked: "marked"
        case .detected: "auto"
        case .named(let encoding): encoding.rawValue
        }
    }
}
