/// How a pass does what a pre-tokenizer does: some stages rewrite a section before, one splitter cuts it.
extension PreTokenizer {
    struct Plan {
        /// How many stages come before the splitter.
        var stageCount: Int
        /// Nil where nothing is cut.
        var splitter: Splitter?
        /// Whether the pre-tokens are written in GPT-2's byte alphabet afterwards.
        var endsInByteAlphabet = false
    }

    /// Nil where more than one splitter, or more than a splitter, cuts.
    var plan: Plan? {
        var rest = stages[...]
        var plan = Plan(stageCount: 0)
        if case .byteAlphabet? = rest.last {
            plan.endsInByteAlphabet = true
            rest.removeLast()
        }
        if case .cut(let splitter)? = rest.last {
            plan.splitter = .compiled(splitter)
            if splitter.definition.count == 1, case .pattern(let pattern) = splitter.definition[0] {
                plan.splitter = .handWritten(pattern)
            }
            rest.removeLast()
        }
        plan.stageCount = rest.count
        return rest.allSatisfy(\.rewrites) ? plan : nil
    }

    /// Whether only the first section of a text gets a ▁ before it.
    var prependsToFirstAlone: Bool {
        stages.contains { if case .replaceSpaces(_, .first) = $0 { true } else { false } }
    }

    /// Whether no space is left in what it makes of a text, whatever that has.
    var leavesNoSpace: Bool {
        let replaces = stages.lastIndex {
            if case .replaceSpaces(let mark, _) = $0 { !mark.contains(0x20) } else { false }
        }
        let adds = stages.lastIndex { if case .prefixSpace = $0 { true } else { false } }
        return replaces.map { $0 > adds ?? -1 } ?? false
    }

    /// Whether none is there that the text has not.
    var addsNoSpace: Bool {
        !stages.contains { if case .prefixSpace = $0 { true } else { false } }
    }
}

extension PreTokenizer.Stage {
    fileprivate var rewrites: Bool {
        switch self {
        case .prefixSpace, .replaceSpaces, .byteAlphabet: true
        case .cut, .match, .literal, .fixedLength: false
        }
    }
}

extension TextNormalizer {
    /// Whether no space is left in what it makes of a text, whatever that has.
    var leavesNoSpace: Bool {
        guard
            let replaces = steps.lastIndex(where: {
                if case .replace(.literal([0x20]), let other) = $0 { !other.contains(0x20) } else { false }
            })
        else { return false }
        return steps[(replaces + 1)...].allSatisfy {
            if case .prepend(let bytes) = $0 { !bytes.contains(0x20) } else { false }
        }
    }
}

extension MarkRule {
    /// Where pre-tokens that the vocabulary's own steps have rewritten may be cut further: before ▁, where its tokens prove it.
    ///
    /// Nil where they do not, where spaces may be left, where ▁ is no token, so that a run of unknown characters may go on over it, and
    /// where a pre-token is taken as a whole: characters of it vanish, it is looked up, its first and last characters are spelled apart, or unused pre-tokens are
    /// taken apart by what all of it has seen.
    init?(ofRewritten definition: VocabularyDefinition, _ normalizer: TextNormalizer, _ preTokenizer: PreTokenizer) {
        let isUsed: (Int) -> Bool
        switch definition.model {
        case .byteLevel: return nil
        case .characters(let model):
            // A character that vanishes brings its neighbours together.
            let losesNone = model.unknown != nil || model.byteTokens?.contains(nil) == false
            guard losesNone, !model.ignoresMerges, model.continuingPrefix.isEmpty, model.endSuffix.isEmpty,
                preTokenizer.leavesNoSpace || normalizer.leavesNoSpace && preTokenizer.addsNoSpace
            else { return nil }
            isUsed = { _ in true }
        case .sentencePiece(let model):
            guard model.escapesSpaces, !model.types.contains(.unused) else { return nil }
            isUsed = { model.types[$0] == .normal || model.types[$0] == .userDefined }
        }
        let tokens = definition.tokens
        var hasMark = false
        self.init(opening: .text, cutsEveryMark: false, mayCutSyllables: false) { body in
            tokens.withTokens { token in
                for id in 0..<tokens.endID where isUsed(id) {
                    hasMark = hasMark || token(id).elementsEqual(MarkRule.mark)
                    body(token(id))
                }
            }
        }
        guard hasMark else { return nil }
    }
}
