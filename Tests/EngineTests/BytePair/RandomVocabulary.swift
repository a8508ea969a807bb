@testable import JeoulText
@testable import JeoulTokenizing

/// A small byte-level vocabulary of random merges, with everything that real ones do not have but a file may.
struct RandomVocabulary {
    var tokens: TokenTable
    var order: MergeOrder
    /// The characters of the texts that its merges were made from.
    var alphabet: [String]

    /// Few characters that share bytes: the tokens cross the edges of syllables, of characters, and of space and character.
    static let alphabets: [[String]] =
        [
            ["a"], ["a", "b"], ["a", "b", " "], ["가", "각"], ["가", "나", " "], ["가", "각", "갂", "힣", " ", "a"],
            ["ㅋ", "ㅎ", "가"],
            ["é", "è", "가", " "], ["가", "뀀", "쀼", "\u{0}"], ["🎉", "가", "'", "s"], ["각", "깍", "꺅", " ", "  "],
        ] + hangul

    /// Syllables that share their first byte, their first two, or their last; of each first byte; with what may stand before.
    static let hangul: [[String]] = [
        ["가", "갸", "거", "겨", "고"], ["가", "각", "간", "갇", "갈", " "], ["가", "걀", "검", "겼", "곀", "("],
        ["가", "나", "사", "하", "ㅋ", " "], ["뿀", "뿁", "쀼", "쀽", "\u{0}", " "], ["퀀", "퀁", "힣", "ㆎ", "ㄱ", "("],
        ["가", "나", "다", "라", "마", "바", "사", " ", "(", "1"],
    ]

    /// - Parameters:
    ///   - isList: whether merges are listed, or any two tokens merge that concatenate to one.
    ///   - mergeCount: about how many merges there are.
    ///   - alphabets: one of them is taken.
    init(
        isList: Bool, mergeCount: Int, alphabets: [[String]] = Self.alphabets,
        using random: inout some RandomNumberGenerator
    ) {
        let alphabet = alphabets.randomElement(using: &random)!
        self.alphabet = alphabet
        // Bytes and their order: ids of bytes are not the bytes, as in the files of OpenAI.
        var contents = (UInt8.min ... .max).map { [$0] }.shuffled(using: &random)
        var place = Dictionary(uniqueKeysWithValues: contents.enumerated().map { ($1, $0) })
        var merges: [(left: Int, right: Int, result: Int)] = []
        var training: [Int] = []
        for _ in 0..<mergeCount {
            if training.count < 2 {
                let text = (0..<30).map { _ in alphabet.randomElement(using: &random)! }.joined()
                training = text.utf8.map { place[[$0]]! }
            }
            // Any two neighbours, not the commonest; now and then two that never stand together.
            let at = Int.random(in: 0..<training.count - 1, using: &random)
            let isStrange = Int.random(in: 0..<12, using: &random) == 0
            let left = isStrange ? training.randomElement(using: &random)! : training[at]
            let right = training[at + 1]
            let bytes = contents[left] + contents[right]
            guard bytes.count <= 24 else {
                training.removeAll()
                continue
            }
            let result = place[bytes] ?? contents.count
            if result == contents.count {
                contents.append(bytes)
                place[bytes] = result
            }
            if !merges.contains(where: { $0.left == left && $0.right == right }) {
                merges.append((left, right, result))
            }
            var merged: [Int] = []
            for token in training {
                if token == right, merged.last == left {
                    merged[merged.count - 1] = result
                } else {
                    merged.append(token)
                }
            }
            training = merged
        }
        // Tokens that no merge makes.
        for _ in 0..<3 {
            let text = (0..<Int.random(in: 2...4, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
                .joined()
            let bytes = Array(text.utf8)
            if bytes.count > 1, place[bytes] == nil {
                place[bytes] = contents.count
                contents.append(bytes)
            }
        }
        // In order as a trainer gives them, or not; with gaps.
        var ids: [TokenID] = []
        var next: TokenID = 0
        for _ in contents {
            if Int.random(in: 0..<40, using: &random) == 0 { next += TokenID.random(in: 1...3, using: &random) }
            ids.append(next)
            next += 1
        }
        if Bool.random(using: &random) { ids.shuffle(using: &random) }
        if Bool.random(using: &random) { merges.shuffle(using: &random) }
        order =
            isList
            ? .list(merges.map { Merge(left: ids[$0.left], right: ids[$0.right], result: ids[$0.result]) }) : .tokenID
        tokens = TokenTable()
        for (bytes, id) in zip(contents, ids).sorted(by: { $0.1 < $1.1 }) { tokens.append(bytes, id: id) }
    }

    /// A text of exactly `count` characters of the alphabet, now and then in runs.
    func text(characters count: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        var characters: [String] = []
        while characters.count < count {
            let run = Int.random(in: 0..<6, using: &random) == 0 ? Int.random(in: 1...20, using: &random) : 1
            characters += Array(repeating: alphabet.randomElement(using: &random)!, count: run)
        }
        return characters.prefix(count).flatMap { Array($0.utf8) }
    }
}
