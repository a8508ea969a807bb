import ICUShims

/// A normalization form of Unicode (UAX #15).
public enum NormalizationForm: String, Sendable, CaseIterable, Codable {
    /// Canonical composition: 한 is one scalar.
    case nfc
    /// Canonical decomposition: 한 is three scalars.
    case nfd
    /// Compatibility composition: as NFC, and ㅋ becomes ᄏ, Ａ becomes A.
    case nfkc
    /// Compatibility decomposition.
    case nfkd

    /// The form's number in `ICUShims`.
    var shim: Int32 {
        switch self {
        case .nfc: Int32(JEOUL_NFC)
        case .nfd: Int32(JEOUL_NFD)
        case .nfkc: Int32(JEOUL_NFKC)
        case .nfkd: Int32(JEOUL_NFKD)
        }
    }

    /// Whether canonical pairs are composed after the decomposition.
    var composes: Bool { self == .nfc || self == .nfkc }
}

/// What is done to text before it is weighed.
public enum Normalization: String, Sendable, CaseIterable, Codable {
    /// Nothing.
    case asIs = "as-is"
    /// See `NormalizationForm.nfc`.
    case nfc
    /// See `NormalizationForm.nfd`.
    case nfd
    /// See `NormalizationForm.nfkc`.
    case nfkc
    /// See `NormalizationForm.nfkd`.
    case nfkd

    /// The normalization to that form.
    public init(_ form: NormalizationForm) {
        switch form {
        case .nfc: self = .nfc
        case .nfd: self = .nfd
        case .nfkc: self = .nfkc
        case .nfkd: self = .nfkd
        }
    }

    /// The form, or nil for `asIs`.
    public var form: NormalizationForm? { NormalizationForm(rawValue: rawValue) }
}

/// The forms that a text is in: all four for ASCII, none for a mixture of composed and decomposed text.
///
/// A text of several documents is in the forms that each is in, so `intersection` adds a document. Coded as the array
/// of the forms' names.
package struct NormalizationForms: OptionSet, Hashable, Sendable, Codable {
    /// Bit i for the i-th of `NormalizationForm.allCases`.
    package let rawValue: UInt8

    /// The forms of those bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The set of one form.
    package init(_ form: NormalizationForm) { self.init(rawValue: 1 << UInt8(form.shim)) }

    /// NFC.
    package static let nfc = NormalizationForms(.nfc)
    /// NFD.
    package static let nfd = NormalizationForms(.nfd)
    /// NFKC.
    package static let nfkc = NormalizationForms(.nfkc)
    /// NFKD.
    package static let nfkd = NormalizationForms(.nfkd)
    /// All four.
    package static let all: NormalizationForms = [.nfc, .nfd, .nfkc, .nfkd]

    /// The forms, in the order of `NormalizationForm.allCases`.
    package var forms: [NormalizationForm] { NormalizationForm.allCases.filter { contains(NormalizationForms($0)) } }

    /// Reads an array of names.
    package init(from decoder: any Decoder) throws {
        self = try decoder.singleValueContainer().decode([NormalizationForm].self)
            .reduce(into: []) { $0.insert(NormalizationForms($1)) }
    }

    /// Writes an array of names.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(forms)
    }
}
