import JeoulText
import JeoulVocabularies
import JeoulReporting
import JeoulStatistics
import JeoulClaims

/// What a claim says of itself, held against what is known: the ledger's entry of its id or words, the vocabularies that its words
/// name, and the readings that its words have. A claim's file may say anything; its verdict must not pass for its words'.
struct ClaimAudit {
    /// A field that is otherwise than it is known.
    struct Difference {
        let place: String
        let recorded: String?
        let now: String?
    }

    /// Where it is otherwise.
    private(set) var differences: [Difference] = []
    /// What can be held against nothing, and is on the claim's own word.
    private(set) var unchecked: [String] = []

    private let claim: Claim
    private let vocabularies: VocabularyManifest
    private var place: String { "claims[\(claim.id)]" }

    /// - Parameter ledger: nil where it is not compared with.
    init(_ claim: Claim, ledger: ClaimLedger?, vocabularies: VocabularyManifest) {
        self.claim = claim
        self.vocabularies = vocabularies
        let known = ledger?.claims.first { Self.folded($0.id) == Self.folded(claim.id) }
        if let known {
            differences += Self.differences(claim, known, "(the ledger)").map { Difference(place, $0) }
            return
        }
        let sameWords = ledger?.claims.filter { Self.folded($0.words) == Self.folded(claim.words) } ?? []
        let found = sameWords.map { known in
            (known, Self.differences(claim, known, "(the ledger)").filter { !["id", "words"].contains($0.place) })
        }
        // Several entries may quote the same words of one document: about another baseline each.
        if found.contains(where: { $0.1.isEmpty }) { return }
        checkNames()
        if let nearest = found.min(by: { $0.1.count < $1.1.count }) {
            differences += nearest.1.map { Difference("\(place), the words of \(nearest.0.id)", $0) }
        }
        checkReadings()
    }

    /// A name or words without what people write differently: case, spaces, quotes and a full stop.
    private static func folded(_ text: String) -> String {
        text.lowercased().filter { !$0.isWhitespace && !"\"“”‘’'.…".contains($0) }
    }

    /// Every field in which one claim is not another.
    private static func differences(_ claim: Claim, _ known: Claim, _ origin: String) -> [Difference] {
        guard claim != known, let recorded = try? JSONValue(encoding: claim), let ours = try? JSONValue(encoding: known)
        else { return [] }
        var found: [Reproduction.Difference] = []
        EvidenceComparison.compare(recorded, ours, at: "", "claims.json", &found)
        return found.map { difference in
            Difference(
                place: difference.place.replacing("claims.json: ", with: ""), recorded: difference.recorded,
                now: difference.now.map { "\($0) \(origin)" })
        }
    }

    // MARK: Names

    /// A claim that calls one vocabulary by the name of another, or whose words name one that it is not about.
    private mutating func checkNames() {
        let own = [claim.subject, claim.baseline].map(id)
        for (field, vocabulary, name) in [
            ("subject", claim.subject, claim.subjectName), ("baseline", claim.baseline, claim.baselineName),
        ] {
            for (known, knownID) in knownNames(in: name) where knownID != id(vocabulary) {
                differ("\(field)_name", "“\(name)” for \(vocabulary)", "“\(known)” is \(knownID)")
            }
        }
        for (name, known) in knownNames(in: claim.words) where !own.contains(known) {
            differ("words", "about \(claim.subject) and \(claim.baseline)", "they name “\(name)”, which is \(known)")
        }
    }

    private func id(_ name: String) -> String { vocabularies.entry(named: name)?.id ?? name }

    /// The vocabularies that are named in a text: it may be one name as a whole, with what a name in a sentence has not.
    private func knownNames(in text: String) -> [(name: String, id: String)] {
        if let whole = vocabularies.entry(named: text) { return [(text, whole.id)] }
        guard text.count <= ClaimGrammar.mostCharacters else { return [] }
        return ClaimLexer.knownNames(in: text) { vocabularies.entry(named: $0) != nil }.compactMap { name in
            vocabularies.entry(named: name).map { (name, $0.id) }
        }
    }

    // MARK: Readings

    /// The readings are those of the words; where these cannot be read, at least the ranges are those of the figure.
    private mutating func checkReadings() {
        let isUsers = claim.isOfUser
        let read: Claim
        do {
            read = try ClaimGrammar.parse(
                claim.words, id: claim.id,
                names: ClaimNames(subject: claim.subjectName, baseline: claim.baselineName)
            ) { vocabularies.entry(named: $0)?.id }
        } catch {
            if isUsers {
                differ("words", claim.words, "\(error)")
            } else {
                unchecked.append(
                    "the readings of \(claim.id): its words cannot be read at \(error.found), so what they mean is on its own word"
                )
                checkRanges()
            }
            return
        }
        if isUsers {
            let found = Self.differences(claim, read, "(its words)")
            differences += found.map { Difference(place + ", read from its words", $0) }
            return
        }
        compare("subject", id(claim.subject), id(read.subject), or: claim.subjectName)
        compare("baseline", id(claim.baseline), id(read.baseline), or: claim.baselineName)
        if claim.hedged != read.hedged { differ("hedged", "\(claim.hedged)", "\(read.hedged) (its words)") }
        if claim.valueText != read.valueText { differ("value_text", claim.valueText, "\(read.valueText) (its words)") }
        if claim.impossible != read.impossible {
            differ("impossible", text(claim.impossible), "\(text(read.impossible) ?? "nothing") (its words)")
        }
        let readings = claim.readings.filter { $0.quantity != .exactCounts }
        for index in 0..<max(readings.count, read.readings.count) {
            let recorded = index < readings.count ? readings[index] : nil
            let meant = index < read.readings.count ? read.readings[index] : nil
            if let recorded, let meant, recorded.means(meant) { continue }
            differ(
                "readings[\((recorded ?? meant)?.id ?? "")]", text(recorded), "\(text(meant) ?? "nothing") (its words)")
        }
        if zip(readings, read.readings).contains(where: { $0.says != $1.says }) {
            unchecked.append("how the readings of \(claim.id) are described (`says`) is on its own word")
        }
        checkExact()
    }

    /// The sentence whose tokens are stated stands in the words, or is on the claim's own word.
    private mutating func checkExact() {
        guard let exact = claim.exact, !claim.words.contains(exact.text) else { return }
        unchecked.append("the sentence whose tokens \(claim.id) states, “\(exact.text)”, does not stand in its words")
    }

    /// Of words that cannot be read: the figure stands in them as it is, and the ranges follow from it.
    private mutating func checkRanges() {
        checkExact()
        for reading in claim.readings where reading.quantity != .exactCounts {
            guard let figure = Figure(claim.valueText), hasFigure(claim.valueText) else {
                differ("value_text", claim.valueText, "no figure that stands in the words: the range cannot be checked")
                return
            }
            let derived = ReadingFormula.allCases.flatMap { formula in
                [false, true].map { isStrict in
                    Reading(
                        id: reading.id, says: reading.says, quantity: reading.quantity, relation: reading.relation,
                        figure: figure, formula: formula, hedged: claim.hedged, isStrict: isStrict)
                }
            }
            if !derived.contains(reading) {
                differ(
                    "readings[\(reading.id)]", reading.effective?.text(in: reading.quantity),
                    "no range that follows from \(claim.valueText)")
            }
        }
    }

    /// Whether a figure stands in the words as a whole: "3%" does not stand in "33%".
    private func hasFigure(_ figure: String) -> Bool {
        claim.words.ranges(of: figure).contains { range in
            let before = claim.words[..<range.lowerBound].last
            let behind = claim.words[range.upperBound...].first
            let isPartOfNumber = before.map { $0.isNumber || ".,-−".contains($0) } ?? false
            return !isPartOfNumber && !(behind.map { $0.isNumber } ?? false)
        }
    }

    // MARK: Differences

    private mutating func differ(_ field: String, _ recorded: String?, _ now: String?) {
        differences.append(Difference(place: "\(place).\(field)", recorded: recorded, now: now))
    }

    private mutating func compare(_ field: String, _ recorded: String, _ read: String, or name: String) {
        if recorded != read, read != name { differ(field, recorded, "\(read) (its words)") }
    }

    private func text(_ impossible: [ImpossibleReading]?) -> String? {
        impossible.map { $0.map(\.rawValue).joined(separator: ", ") }
    }

    private func text(_ reading: Reading?) -> String? {
        reading.map { reading in
            "\(reading.relation.rawValue) \(NumberText.short(reading.value, 6)): "
                + (reading.effective?.text(in: reading.quantity) ?? reading.quantity.formula)
        }
    }
}

extension ClaimAudit.Difference {
    fileprivate init(_ place: String, _ inner: ClaimAudit.Difference) {
        self.init(place: "\(place).\(inner.place)", recorded: inner.recorded, now: inner.now)
    }
}

extension Reading {
    /// Whether it is judged as another one is, whatever it is called and however described.
    fileprivate func means(_ other: Reading) -> Bool {
        quantity == other.quantity && relation == other.relation && value == other.value && strict == other.strict
            && worded == other.worded
    }
}
