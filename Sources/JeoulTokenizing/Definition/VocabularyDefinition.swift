import JeoulText

/// What the files of a vocabulary say, whatever their format, before an encoder is built from it.
package struct VocabularyDefinition: Sendable {
    /// Every ordinary token by id. An added token that is listed among the ordinary ones (A.X, EXAONE) is not here.
    package var tokens: TokenTable
    /// How a piece becomes tokens.
    package var model: TokenModel
    /// Tokens that are matched in the text as a whole, outside the model, in id order.
    package var addedTokens: [AddedToken]
    /// How text is cut into pieces; nil where the files do not say and the caller must.
    package var splitter: SplitterDefinition?
    /// What is done to the text first; nil where the files do not say and the caller must.
    package var normalizer: NormalizerDefinition?

    /// A value of these members.
    package init(
        tokens: TokenTable, model: TokenModel, addedTokens: [AddedToken] = [],
        splitter: SplitterDefinition? = nil, normalizer: NormalizerDefinition? = nil
    ) {
        self.tokens = tokens
        self.model = model
        self.addedTokens = addedTokens
        self.splitter = splitter
        self.normalizer = normalizer
    }
}

extension VocabularyDefinition {
    /// Sets a splitter that does not say how bytes are written; where the model's tokens are written in GPT-2's byte alphabet
    /// (those of a byte-level vocabulary that lacks bytes), the pieces are then too.
    package mutating func setSplitter(_ splitter: SplitterDefinition?) {
        self.splitter = splitter
        guard let splitter, case .characters(let model) = model, model.decoding.isByteAlphabet else { return }
        if !splitter.steps.contains(.byteAlphabet) { self.splitter = .steps(splitter.steps + [.byteAlphabet]) }
    }
}

/// How a piece becomes tokens.
package enum TokenModel: Sendable {
    /// Byte-pair encoding that starts from the piece's bytes.
    ///
    /// `ignoresMerges`: a piece that is a token is taken at once (tiktoken; `ignore_merges` of Hugging Face).
    case byteLevel(order: MergeOrder, ignoresMerges: Bool)
    /// Byte-pair encoding that starts from the piece's characters (Hugging Face's BPE, without its byte alphabet).
    case characters(CharacterModel)
    /// SentencePiece's BPE: merges by the score of the piece that they make, over the whole text.
    case sentencePiece(SentencePieceModel)
}

/// Which of two possible merges comes first.
package enum MergeOrder: Sendable {
    /// Any two neighbours whose concatenation is a token may merge; the lowest id of the result comes first (tiktoken).
    case tokenID
    /// Only the listed pairs merge, the first of the list first (`merges.txt`). Two merges may have the same result.
    case list([Merge])
}

/// Two tokens that merge into a third.
package struct Merge: Sendable, Hashable, Codable, BitwiseCopyable {
    /// The token on the left.
    package var left: TokenID
    /// The token on the right.
    package var right: TokenID
    /// What they become.
    package var result: TokenID

    /// A value of these members.
    package init(left: TokenID, right: TokenID, result: TokenID) {
        self.left = left
        self.right = right
        self.result = result
    }
}

/// A token that is matched in the text as a whole, before it is cut into pieces.
package struct AddedToken: Sendable, Hashable {
    /// The text to match, as bytes; never empty.
    package var content: [UInt8]
    /// Its number in the vocabulary.
    package var id: TokenID
    /// A control token: its text is ordinary text unless the caller asks otherwise. The others are always matched.
    package var isSpecial: Bool
    /// Whether a match also takes the white space before it.
    package var stripsLeft: Bool
    /// The same for the white space after it.
    package var stripsRight: Bool
    /// Whether it matches only where no word character stands beside it.
    package var isSingleWord: Bool
    /// Whether it is looked for in the normalized text (true) or in the text as given (false).
    package var isNormalized: Bool

    /// A value of these members.
    package init(
        content: [UInt8], id: TokenID, isSpecial: Bool, stripsLeft: Bool = false, stripsRight: Bool = false,
        isSingleWord: Bool = false, isNormalized: Bool = false
    ) {
        self.content = content
        self.id = id
        self.isSpecial = isSpecial
        self.stripsLeft = stripsLeft
        self.stripsRight = stripsRight
        self.isSingleWord = isSingleWord
        self.isNormalized = isNormalized
    }
}

/// How text is cut into pieces.
package enum SplitterDefinition: Sendable, Hashable, Codable {
    /// One of the hand-written splitters.
    case pattern(SplitPattern)
    /// Steps one after another, each cutting the pieces of the one before. None: the text is one piece.
    case steps([PreTokenizationStep])

    /// The same as steps.
    package var steps: [PreTokenizationStep] {
        switch self {
        case .pattern(let pattern): [.pattern(pattern)]
        case .steps(let steps): steps
        }
    }
}

/// What is done to text before it is cut into pieces.
package enum NormalizerDefinition: Sendable, Hashable, Codable {
    /// Nothing, or one of Unicode's normal forms.
    case normalization(Normalization)
    /// Steps one after another.
    case steps([NormalizationStep])
}
