/// Which of a claim's two names is the baseline, and by which mark.
///
/// Word order does not tell: "GPT-4o 토큰보다 A.X 4.0 토큰이 적다" and "A.X 4.0 토큰은 GPT-4o 토큰보다 적다" say the same. Each name heads
/// a phrase, "GPT-4o가 쓰는 토큰의", and what ends it (in Korean), or leads to it (in English), is its mark. The strongest kind of mark that
/// a name has decides; where both names have it, or none has any, nothing is guessed.
struct ClaimBaseline {
    /// What marks a name as the baseline's, the strongest first.
    enum Mark: Int, Comparable {
        /// Behind "than", "compared with", "beats"; before 보다.
        case than
        /// Before 대비, 에 비해: a figure by itself is a share of it.
        case against
        /// "65% of the tokens of GPT-4o", "GPT-4o 토큰의 65%"
        case shared
        /// "cuts the tokens of GPT-4o", "GPT-4o 토큰을 … 줄인다", "GPT-4o를 앞선다"
        case object
        /// "GPT-4o 토큰 65%만": a figure stands by its tokens.
        case adjacent
        /// No mark of a baseline.
        case none

        static func < (a: Mark, b: Mark) -> Bool { a.rawValue < b.rawValue }

        /// Whether the one excludes that the other name is the baseline.
        var isComparison: Bool { self <= .against }
    }

    /// Whether the second of the two names is the baseline.
    let isSecond: Bool
    /// By which mark.
    let mark: Mark

    /// - Parameters:
    ///   - tokens: all of the claim.
    ///   - names: the places of its two names.
    /// - Returns: nil where no name is marked, or both are alike.
    init?(_ tokens: [ClaimToken], names: (first: Int, second: Int)) {
        let phrases = ClaimPhrases(tokens)
        let (first, second) = (phrases.mark(of: names.first), phrases.mark(of: names.second))
        guard first != second else { return nil }
        (isSecond, mark) = (second < first, min(first, second))
        // Two names that are each something's measure: "GPT-4o보다 A.X 4.0 토큰의 65%".
        let other = max(first, second)
        if other == .shared || mark.isComparison && other.isComparison { return nil }
    }

    /// The mark of a claim's only name, the other one being known.
    static func mark(of name: Int, in tokens: [ClaimToken]) -> Mark { ClaimPhrases(tokens).mark(of: name) }
}

/// The phrases that names head.
private struct ClaimPhrases {
    private let tokens: [ClaimToken]
    private let isKorean: Bool
    private let changes: Bool
    private let beats: Bool

    init(_ tokens: [ClaimToken]) {
        self.tokens = tokens
        isKorean = tokens.contains(where: \.isKorean)
        changes = tokens.contains { $0.term == .reduces || $0.term == .raises }
        beats = tokens.contains { $0.term == .beats }
    }

    func mark(of name: Int) -> ClaimBaseline.Mark { isKorean ? koreanMark(name) : englishMark(name) }

    private func term(_ index: Int) -> ClaimTerm? { tokens.indices.contains(index) ? tokens[index].term : nil }

    private func isThing(_ index: Int) -> Bool { if case .thing? = term(index) { true } else { false } }

    // MARK: English

    /// Back from the name over "of", "as", "the tokens", to what leads to it.
    private func englishMark(_ name: Int) -> ClaimBaseline.Mark {
        var place = name - 1
        var hasOf = false
        var hasThing = false
        loop: while let term = term(place) {
            switch term {
            case .of, .equative: hasOf = true
            case .thing, .language, .efficient, .same: hasThing = true
            default: break loop
            }
            place -= 1
        }
        switch term(place) {
        case .than, .beats: return .than
        case .figure where hasOf || !hasThing: return .shared
        // "half the tokens GPT-4o needs"
        case .figure where tokens[..<place].contains(where: \.isName) && term(name + 1) == .uses: return .shared
        // "cuts the tokens of GPT-4o", "cuts GPT-4o's tokens"
        case .reduces where hasOf || isThing(name + 1), .raises where hasOf || isThing(name + 1): return .object
        default: return .none
        }
    }

    // MARK: Korean

    /// On from the name over 의, 토큰, 가 쓰는, to what ends its phrase.
    private func koreanMark(_ name: Int) -> ClaimBaseline.Mark {
        if term(name - 1) == .than { return .than }
        var place = name + 1
        var hasThing = false
        var isPossessive = false
        while let term = term(place) {
            switch term {
            case .particleThan: return .than
            case .particleAgainst: return .against
            case .particleOf: isPossessive = true
            case .thing, .language, .same:
                hasThing = true
                isPossessive = false
            case .hedge, .bound: break
            case .uses, .handles:
                guard continues(place + 1) else { return .none }
            case .particle(.with): break
            case .particle(.subject), .particle(.object):
                // A clause: "GPT-4o가 쓰는 토큰의", "GPT-4o를 쓸 때보다".
                if self.term(place + 1) == .uses || self.term(place + 1) == .handles, continues(place + 2) {
                    place += 1
                } else {
                    let isObject = term == .particle(.object) && (changes && hasThing || beats)
                    return isObject ? .object : .none
                }
            case .figure:
                if isPossessive { return .shared }
                return hasThing && (self.term(place + 1) == .extent || changes)
                    && hasSubject(before: name, after: place)
                    ? .adjacent : .none
            default: return .none
            }
            place += 1
        }
        return .none
    }

    /// Whether a phrase goes on behind a verb.
    private func continues(_ place: Int) -> Bool {
        switch term(place) {
        case .thing, .language, .particleThan, .particleAgainst, .particleOf, .particle(.topic), .particle(.subject),
            .particle(.object):
            true
        default: false
        }
    }

    /// Whether another name than that of a phrase is the subject, by its particle.
    private func hasSubject(before start: Int, after end: Int) -> Bool {
        tokens.indices.contains { index in
            guard index < start || index > end, tokens[index].isName else { return false }
            return term(index + 1) == .particle(.topic) || term(index + 1) == .particle(.subject)
        }
    }
}

extension ClaimToken {
    var isName: Bool { if case .name = term { true } else { false } }
    var isFigure: Bool { if case .figure = term { true } else { false } }
}
