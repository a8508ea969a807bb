import JeoulText

/// A text that is being cut into pre-tokens.
struct PreTokens {
    /// A pre-token, and whether it begins where the text as given begins.
    struct PreToken {
        var range: Range<Int>
        var isFirst: Bool
    }

    var bytes: [UInt8]
    var preTokens: [PreToken]

    init(_ text: TextNormalizer.Text) {
        bytes = text.bytes
        preTokens = bytes.isEmpty ? [] : [PreToken(range: 0..<bytes.count, isFirst: text.isFirst)]
    }

    /// Cuts every pre-token. `cut` is given a pre-token's bytes and gives the stretches of it that follow one another, and of
    /// each whether it is a delimiter; together they cover the pre-token.
    mutating func split(
        _ behavior: SplitBehavior, isInverted: Bool = false,
        _ cut: (UnsafeBufferPointer<UInt8>, inout [Stretch]) throws(ICUError) -> Void
    ) throws(ICUError) {
        var result: [PreToken] = []
        result.reserveCapacity(preTokens.count)
        var stretches: [Stretch] = []
        for preToken in preTokens {
            stretches.removeAll(keepingCapacity: true)
            try bytes.withUnsafeBufferPointer { bytes throws(ICUError) in
                try cut(UnsafeBufferPointer(rebasing: bytes[preToken.range]), &stretches)
            }
            if isInverted { for index in stretches.indices { stretches[index].isDelimiter.toggle() } }
            for range in Stretch.merged(stretches, behavior) where !range.isEmpty {
                let start = preToken.range.lowerBound + range.lowerBound
                result.append(
                    PreToken(
                        range: start..<preToken.range.lowerBound + range.upperBound,
                        isFirst: preToken.isFirst && range.lowerBound == 0))
            }
        }
        preTokens = result
    }

    /// Cuts every pre-token.
    mutating func cut(by splitter: CompiledSplitter) {
        var result: [PreToken] = []
        result.reserveCapacity(preTokens.count)
        bytes.withUnsafeBufferPointer { bytes in
            for preToken in preTokens {
                let text = UnsafeBufferPointer(rebasing: bytes[preToken.range])
                splitter.forEachPreToken(of: text) { range in
                    let start = preToken.range.lowerBound + range.lowerBound
                    result.append(
                        PreToken(
                            range: start..<preToken.range.lowerBound + range.upperBound,
                            isFirst: preToken.isFirst && range.lowerBound == 0))
                }
            }
        }
        preTokens = result
    }

    /// Rewrites every pre-token.
    mutating func rewrite(_ body: (ArraySlice<UInt8>, _ isFirst: Bool, inout [UInt8]) -> Void) {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        for index in preTokens.indices {
            let start = result.count
            body(bytes[preTokens[index].range], preTokens[index].isFirst, &result)
            preTokens[index].range = start..<result.count
        }
        bytes = result
    }
}

/// A stretch of a pre-token: a delimiter, or what lies between.
struct Stretch {
    var range: Range<Int>
    var isDelimiter: Bool

    /// Adds a delimiter to stretches that cover a pre-token up to `end`, and what lies before it.
    static func add(_ delimiter: Range<Int>, after end: inout Int, to stretches: inout [Stretch]) {
        if end < delimiter.lowerBound {
            stretches.append(Stretch(range: end..<delimiter.lowerBound, isDelimiter: false))
        }
        stretches.append(Stretch(range: delimiter, isDelimiter: true))
        end = delimiter.upperBound
    }

    /// The pre-tokens that stretches become. A transcription of Hugging Face's `NormalizedString::split`.
    static func merged(_ stretches: [Stretch], _ behavior: SplitBehavior) -> [Range<Int>] {
        switch behavior {
        case .isolated: return stretches.map(\.range)
        case .removed: return stretches.filter { !$0.isDelimiter }.map(\.range)
        case .contiguous: return joined(stretches) { $0 == $1 }
        case .mergedWithPrevious: return joined(stretches) { isDelimiter, previous in isDelimiter && !previous }
        case .mergedWithNext:
            // From the right.
            var result: [Range<Int>] = []
            var previous = false
            for stretch in stretches.reversed() {
                if stretch.isDelimiter, !previous, let last = result.last {
                    result[result.count - 1] = stretch.range.lowerBound..<last.upperBound
                } else {
                    result.append(stretch.range)
                }
                previous = stretch.isDelimiter
            }
            return result.reversed()
        }
    }

    private static func joined(
        _ stretches: [Stretch], _ joins: (_ isDelimiter: Bool, _ previous: Bool) -> Bool
    ) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var previous = false
        for stretch in stretches {
            if joins(stretch.isDelimiter, previous), let last = result.last {
                result[result.count - 1] = last.lowerBound..<stretch.range.upperBound
            } else {
                result.append(stretch.range)
            }
            previous = stretch.isDelimiter
        }
        return result
    }
}
