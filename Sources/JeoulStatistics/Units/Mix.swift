/// A stated mix of strata (registers): which share of the text each has, `news=0.4,chat=0.6`.
///
/// A share is a share of the *measure*, by default the Korean characters: under the mix, a vocabulary spends
/// Σ_s w_s · (ΣT_s / ΣC_s) tokens per Korean character.
package struct Mix: Sendable, Codable, Equatable {
    /// A stratum and its weight.
    package struct Share: Sendable, Codable, Equatable {
        /// The stratum's name, as in ``CountTable/strata``.
        package let stratum: String
        /// Its weight, 0 to 1.
        package let weight: Double

        /// A share; ``Mix`` checks it.
        package init(stratum: String, weight: Double) {
            self.stratum = stratum
            self.weight = weight
        }
    }

    /// The shares, in the order given.
    package let shares: [Share]
    /// The column in which the shares are measured.
    package let measure: String

    /// How far the weights may sum from 1: enough for `0.333333333` three times, not for a slip.
    package static let tolerance = 1e-6

    /// A checked mix; weights within ``tolerance`` of a sum of 1 are divided by that sum.
    package init(shares: [Share], measure: String) throws(StatisticsError) {
        var names = Set<String>()
        for share in shares {
            guard names.insert(share.stratum).inserted else {
                throw .invalidOption(name: "the mix", value: "\(share.stratum) twice", allowed: "one weight a stratum")
            }
            guard share.weight >= 0, share.weight <= 1 else {
                throw .invalidOption(
                    name: "the weight of \(share.stratum)", value: "\(share.weight)", allowed: "from 0 to 1")
            }
        }
        let sum = shares.reduce(0) { $0 + $1.weight }
        guard abs(sum - 1) <= Self.tolerance else { throw .mixDoesNotSumToOne(sum: sum) }
        self.shares = shares.map { Share(stratum: $0.stratum, weight: $0.weight / sum) }
        self.measure = measure
    }

    /// Reads `name=weight,name=weight`.
    ///
    /// - Throws: ``StatisticsError/malformedMix(text:offset:expected:)`` with the place, or as the other initializer.
    package init(parsing text: String, measure: String) throws(StatisticsError) {
        var shares: [Share] = []
        var offset = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = part.firstIndex(of: "="), equals != part.startIndex else {
                throw .malformedMix(text: text, offset: offset, expected: "name=weight")
            }
            let digits = part[part.index(after: equals)...]
            guard let weight = Double(digits), weight.isFinite else {
                let place = offset + part.distance(from: part.startIndex, to: equals) + 1
                throw .malformedMix(text: text, offset: place, expected: "a weight such as 0.4")
            }
            shares.append(Share(stratum: String(part[..<equals]), weight: weight))
            offset += part.count + 1
        }
        try self.init(shares: shares, measure: measure)
    }
}
