/// What a vocabulary does to a document before its model sees it, where that is ▁ for spaces and no more.
package struct MarkedForm: Sendable, Hashable, Codable {
    package private(set) var opening = MarkRule.Opening.text
    package private(set) var cutsEveryMark = false

    /// Nil where it does something else: a normalizer that does more than ▁ for spaces (a character map, taking out extra spaces), a
    /// splitter other than `Metaspace`, added tokens that are matched in normalized text.
    init?(_ definition: VocabularyDefinition) {
        // A special token is text, unless asked otherwise.
        guard !definition.addedTokens.contains(where: { $0.isNormalized && !$0.isSpecial }) else { return nil }
        let normalizer: [NormalizationStep]
        switch definition.normalizer {
        case nil, .normalization(.asIs): normalizer = []
        case .normalization: return nil
        case .steps(let steps): normalizer = steps
        }
        guard case .steps(let splitter)? = definition.splitter ?? .steps([]) else { return nil }
        switch definition.model {
        case .byteLevel: return nil
        case .sentencePiece(let model):
            guard normalizer.isEmpty, splitter.isEmpty, model.characterMap.isEmpty, !model.removesExtraSpaces else {
                return nil
            }
            opening = model.addsDummyPrefix ? .space : .text
        case .characters:
            guard read(normalizer, splitter) else { return nil }
        }
    }

    /// The steps of a `tokenizer.json`; false where there are others.
    private mutating func read(_ normalizer: [NormalizationStep], _ splitter: [PreTokenizationStep]) -> Bool {
        let replace = NormalizationStep.replace(.literal([0x20]), with: MarkRule.mark)
        var isMarked = true
        switch normalizer {
        case []: isMarked = false
        case [replace]: break
        case [.prepend(MarkRule.mark), replace], [replace, .prepend(MarkRule.mark)]: opening = .space
        default: return false
        }
        // There is no space any more.
        let spaceless = PreTokenizationStep.split(.literal([0x20]), .mergedWithPrevious, isInverted: false)
        if splitter.isEmpty || splitter == [spaceless] { return isMarked }
        guard splitter.count == 1, case .metaspace(MarkRule.mark, let prepend, let splits) = splitter[0] else {
            return false
        }
        if opening == .text, prepend != .never { opening = .spaceUnlessMarked }
        cutsEveryMark = splits
        return true
    }
}
