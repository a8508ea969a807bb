/// One thing that the words of a claim can mean.
package struct Reading: Sendable, Equatable {
    /// How the quantity relates to the value.
    package enum Relation: String, Sendable, Codable, CaseIterable {
        /// It is the value, as far as the words' digits go.
        case equals
        /// "No more than", and "up to" in its first sense: the value or less on every text.
        case atMost = "at_most"
        /// "Over", "at least": the value or more.
        case atLeast = "at_least"
        /// "Up to" in its second sense: the value is reached on some text.
        case reached
    }

    /// A letter, unique in the claim.
    package let id: String
    /// The reading as a formula.
    package let says: String
    /// What is computed.
    package let quantity: Quantity
    /// How it relates to the value.
    package let relation: Relation
    /// The quantity when the words are taken at face value.
    package let value: Double
    /// The range of the value as rounded; `nil` for exact counts.
    package let strict: ClaimRange?
    /// The range of a hedged claim, ±15% of |ln(T/T₀)|; `nil` where the words do not hedge.
    package let worded: ClaimRange?

    /// A reading; ``Claim`` checks it.
    package init(
        id: String, says: String, quantity: Quantity, relation: Relation, value: Double, strict: ClaimRange?,
        worded: ClaimRange?
    ) {
        self.id = id
        self.says = says
        self.quantity = quantity
        self.relation = relation
        self.value = value
        self.strict = strict
        self.worded = worded
    }

    /// The range to judge by in the end: as worded where the words hedge, else strict.
    package var effective: ClaimRange? { worded ?? strict }

    /// Whether a larger quantity is more of what is claimed. Not so where the words promise a share of the baseline's
    /// tokens: of "70% of the tokens" 60% is more than claimed.
    package var favoursLarger: Bool { value >= quantity.noDifference }
}

extension Reading: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case says
        case quantity
        case relation
        case value
        case strictLow = "strict_low"
        case strictHigh = "strict_high"
        case wordedLow = "worded_low"
        case wordedHigh = "worded_high"
    }

    /// Decodes an entry of a claim's `readings`; a key that is not known is an error.
    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownKeys(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func range(_ low: CodingKeys, _ high: CodingKeys) throws -> ClaimRange? {
            let low = try container.decodeIfPresent(Double.self, forKey: low)
            let high = try container.decodeIfPresent(Double.self, forKey: high)
            return low == nil && high == nil ? nil : ClaimRange(low: low, high: high)
        }
        try self.init(
            id: container.decode(String.self, forKey: .id), says: container.decode(String.self, forKey: .says),
            quantity: container.decode(Quantity.self, forKey: .quantity),
            relation: container.decode(Relation.self, forKey: .relation),
            value: container.decode(Double.self, forKey: .value), strict: range(.strictLow, .strictHigh),
            worded: range(.wordedLow, .wordedHigh))
    }

    /// Encodes the entry as the ledger has it, open ends and missing ranges as null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(says, forKey: .says)
        try container.encode(quantity, forKey: .quantity)
        try container.encode(relation, forKey: .relation)
        try container.encode(value, forKey: .value)
        try container.encode(strict?.low, forKey: .strictLow)
        try container.encode(strict?.high, forKey: .strictHigh)
        try container.encode(worded?.low, forKey: .wordedLow)
        try container.encode(worded?.high, forKey: .wordedHigh)
    }
}

/// What words say that cannot be, and was left out of their readings.
package enum ImpossibleReading: String, Sendable, Codable {
    /// 100% fewer tokens, or more than that: no text takes fewer tokens than none.
    case fewerTokens = "fewer_tokens"
    /// 100% less text per token, or more than that.
    case lessText = "less_text_per_token"
}
