/// What a word, or a phrase, contributes to a claim: the normalized unit that ``ClaimGrammar`` reads.
enum ClaimTerm: Equatable {
    /// What the claim is about; `density` is text per token, `content` text alone. A `compressionRatio` is text per token to
    /// some, and tokens per word to others.
    enum Thing: Int {
        case tokens, cost, content, density, efficiency, compressionRatio
    }

    /// What the particle behind a Korean phrase makes of it.
    enum Particle {
        case topic, subject, object, with
    }

    /// A vocabulary's name, as typed.
    case name(String)
    /// A figure with its unit, and the words that it was written with.
    case figure(Figure, text: String)
    /// about, nearly, 약, 정도
    case hedge
    /// up to, at least, 최대, 이상
    case bound(ClaimStatement.Bound)
    /// fewer, lower, 적은, 덜
    case fewer
    /// more, higher, 많은
    case more
    /// 더 by itself: more, unless another word says fewer
    case further
    /// better, cheaper, dearer: more or fewer of a thing that the word implies
    case comparative(Thing, isMore: Bool)
    /// tokens, cost, content, efficiency
    case thing(Thing)
    /// An adjective or adverb of efficiency: efficient, efficiently, 효율적
    case efficient
    /// uses, needs, 쓴다
    case uses
    /// reduces, saves, 절감
    case reduces
    /// improves, increases, 높인다
    case raises
    /// processes, handles: text is their object
    case handles
    /// holds, fits, packs, 담는다: of more, it is the text that is more
    case holds
    /// the same, 같은: of tokens, it is the text in them that differs
    case same
    /// "to" a figure, 로 behind one: what is left, not what is taken away
    case to
    /// as many as, times the, of the: the figure is of the baseline's
    case equative
    /// Behind a figure that is of the baseline's: 만큼, 수준, 만
    case extent
    /// Stands before the baseline: than, against, compared with
    case than
    /// May stand before the baseline: of, as, that
    case of
    /// Stands behind the baseline: 보다
    case particleThan
    /// Stands behind the baseline, and a figure by itself is a share of it: 대비, 에 비해
    case particleAgainst
    /// Stands behind a name, often the baseline's: 의
    case particleOf
    /// beats, outperforms, 앞선다: more of what is said, and the baseline is its object
    case beats
    /// Korean, 한국어: the text, where nothing else is what the figure is of
    case language
    /// Ends a phrase, and says which part of the sentence it is: 은, 이, 을, 와
    case particle(Particle)
    /// Says nothing that a reading depends on: the, for the same Korean input, 은
    case filler

    /// Whether a figure may follow it at once, as the words of hedges and bounds are.
    var isBeforeFigure: Bool {
        switch self {
        case .hedge, .bound, .to: true
        default: false
        }
    }
}

/// A term and where it stands.
struct ClaimToken: Equatable {
    let term: ClaimTerm
    /// Characters from the start of the claim.
    let offset: Int
    /// Whether the word is Korean, whose order is another.
    var isKorean = false

    var isParticle: Bool { if case .particle = term { true } else { false } }
}
