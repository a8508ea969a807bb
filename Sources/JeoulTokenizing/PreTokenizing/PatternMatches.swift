import JeoulText

extension CompiledSplitter {
    /// What finds the matches of a pattern.
    ///
    /// - Throws: `PatternError` where it cannot be compiled.
    static func matcher(_ pattern: String) throws(PatternError) -> CompiledSplitter {
        try of([.split(.regex(pattern), .isolated, isInverted: false)])
    }

    /// Gives `body` the matches of the first step's pattern in a text, from left to right. An empty match where another one ends
    /// does not count, as in Oniguruma and Rust. O(n).
    ///
    /// - Throws: `TokenizerError.textTooLarge`.
    // SAFETY: the text must be valid UTF-8.
    func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) throws(TokenizerError) {
        guard text.count <= UTF8Text.mostBytes else { throw .textTooLarge(bytes: text.count) }
        guard let base = text.baseAddress, !text.isEmpty else { return }
        let window = windows.take() ?? SplitSymbols(self)
        defer {
            window.reset()
            windows.giveBack(window)
        }
        var position = 0
        while true {
            position = window.read(base, from: position, to: text.count, splitsLines: false)
            guard window.isFull else { break }
            window.drop(0)
        }
        let count = window.count
        window.endDocument(at: text.count)
        var step = SplitStep(steps[0])
        step.forEachMatch(window, in: 0..<count) { match in
            body(Int(window.offsets[match.lowerBound])..<Int(window.offsets[match.upperBound]))
        }
    }
}

extension VocabularyDefinition {
    /// Why a pattern of its normalizer or its splitter runs by ICU's regular expressions; nil where none does.
    package var uncompiledPattern: String? {
        var patterns: [String] = []
        if case .steps(let steps) = normalizer {
            for case .replace(.regex(let pattern), _) in steps { patterns.append(pattern) }
        }
        if case .steps(let steps) = splitter {
            for case .split(.regex(let pattern), _, _) in steps { patterns.append(pattern) }
        }
        for pattern in patterns {
            do {
                _ = try CompiledSplitter.matcher(pattern)
            } catch {
                return error.description
            }
        }
        return nil
    }
}
