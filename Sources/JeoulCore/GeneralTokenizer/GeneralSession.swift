/// The memory that one thread needs to encode with a `GeneralTokenizer`. Not `Sendable`: each thread has its own, though ICU's
/// matchers may move between threads.
final class GeneralSession {
    let normalizerRegexes: [RegularExpression]
    let splitterRegexes: [RegularExpression]
    let workspace = MergeWorkspace()
    var cache = PieceCache()
    var symbols: [TokenID] = []
    var spans: [Range<Int>] = []

    init(normalizerRegexes: [RegularExpression], splitterRegexes: [RegularExpression]) {
        self.normalizerRegexes = normalizerRegexes
        self.splitterRegexes = splitterRegexes
    }
}
