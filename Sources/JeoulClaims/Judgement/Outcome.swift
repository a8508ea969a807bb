/// What the data say of a reading.
public enum Outcome: String, Sendable, Codable, CaseIterable {
    /// The interval lies inside what is claimed; of a value that is to be reached, it meets it.
    case supported
    /// The interval lies wholly beyond the range, on the side of more of what is claimed.
    case moreThanClaimed = "more_than_claimed"
    /// The interval lies wholly outside, on another side.
    case contradicted
    /// They overlap.
    case inconclusive
    /// There is no interval: too few independent documents.
    case notJudged = "not_judged"

    /// For a reader, of a reading that relates to its value in this way.
    package func text(of relation: Reading.Relation) -> String {
        switch (relation, self) {
        case (.reached, .inconclusive): "not reached"
        case (.reached, .supported): "reached"
        default: text
        }
    }

    /// For a reader, of a value and of boundaries.
    package var text: String {
        switch self {
        case .supported, .contradicted, .inconclusive: rawValue
        case .moreThanClaimed: "more than claimed"
        case .notJudged: "not judged"
        }
    }
}
