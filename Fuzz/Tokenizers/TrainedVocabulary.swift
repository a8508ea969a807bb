@testable import JeoulText
import TestOracles

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// Byte-pair encoding trained on a little text: its tokens go over every cut that a splitter may make.
private struct Training {
    static let text = """
        안녕하세요, 저는 학생입니다. 안녕히 가세요! 그래 ㅋㅋㅋ ㅠㅠ 정말… 가각간갈 값은 3,500원이다. 나는 나 가나다 가나 다라
        The quick brown fox doesn't jump; THE QUICK brown 12345 1234 don't. aa bb ab abc  xyz   a\tb <t> <|s|> <t>
        한\u{1112}\u{1161}\u{11AB}글 e\u{301}é ＡＢ ﬁ 漢字かな 漢字 かな ①② 🙂🙂 👨‍👩‍👧 ▁▁a ▁b \u{3000}전각 . .. ... --- === ///
        """

    /// Of bytes.
    static let bytes = Training(
        tokens: (0...255).map { [UInt8($0)] }, lines: text.split(separator: "\n").map { $0.utf8.map(Int.init) },
        count: 400)

    var tokens: [[UInt8]]
    var merges: [(left: Int, right: Int)] = []

    /// Merges the commonest neighbours, of equals the first, until none come twice.
    init(tokens: [[UInt8]], lines: [[Int]], count: Int) {
        self.tokens = tokens
        var lines = lines
        var known = Set(tokens)
        while merges.count < count {
            var counts: [Int: Int] = [:]
            for line in lines {
                for (left, right) in zip(line, line.dropFirst()) { counts[left << 20 | right, default: 0] += 1 }
            }
            let order = counts.filter { $0.value > 1 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let best = order.first { !known.contains(self.tokens[$0.key >> 20] + self.tokens[$0.key & 0xFFFFF]) }
            guard let best else { return }
            let (left, right) = (best.key >> 20, best.key & 0xFFFFF)
            self.tokens.append(self.tokens[left] + self.tokens[right])
            known.insert(self.tokens[left] + self.tokens[right])
            merges.append((left, right))
            lines = lines.map { Self.merged($0, left, right, self.tokens.count - 1) }
        }
    }

    private static func merged(_ line: [Int], _ left: Int, _ right: Int, _ result: Int) -> [Int] {
        var merged: [Int] = []
        for id in line {
            if id == right, merged.last == left { merged[merged.count - 1] = result } else { merged.append(id) }
        }
        return merged
    }
}

/// A byte-level vocabulary, trained, its order as it came or shuffled.
final class TrainedBytes {
    enum Order { case ids, shuffledIDs, list, shuffledList }

    let tokens: TokenTable
    let model: TokenModel
    private let pairs: PairOracle
    private let looksUp: Bool
    private var known: [ArraySlice<UInt8>: [TokenID]] = [:]

    init(_ order: Order) {
        let training = Training.bytes
        var places = Array(training.tokens.indices)
        if order == .shuffledIDs { places.sort { TrainedBytes.shuffled($0) < TrainedBytes.shuffled($1) } }
        var table = TokenTable()
        for (id, place) in places.enumerated() { table.append(training.tokens[place], id: TokenID(id)) }
        var merges = training.merges.enumerated().map { number, merge in
            Merge(left: TokenID(merge.left), right: TokenID(merge.right), result: TokenID(256 + number))
        }
        if order == .shuffledList {
            merges.sort { TrainedBytes.shuffled(Int($0.result)) < TrainedBytes.shuffled(Int($1.result)) }
        }
        looksUp = order == .ids || order == .shuffledList
        let mergeOrder: MergeOrder = order == .ids || order == .shuffledIDs ? .tokenID : .list(merges)
        tokens = table
        model = .byteLevel(order: mergeOrder, ignoresMerges: looksUp)
        pairs = PairOracle(tokens: table, order: mergeOrder)
    }

    /// An order without a pattern, the same in every run.
    private static func shuffled(_ place: Int) -> UInt32 { UInt32(truncatingIfNeeded: place &* 0x9E37_79B1) }

    /// The ids of a pre-token.
    func merged(_ piece: ArraySlice<UInt8>) -> [TokenID] {
        if let ids = known[piece] { return ids }
        let ids = pairs.encode(piece, ignoresMerges: looksUp)
        if known.count < 1 << 16 { known[piece] = ids }
        return ids
    }
}

/// A vocabulary over characters with ▁ for spaces, trained: an unknown token, bytes, characters, pieces. Some characters are none.
struct TrainedCharacters {
    var tokens = TokenTable()
    var types: [SentencePieceModel.PieceType] = [.unknown]
    var scores: [Float] = [0]
    var merges: [Merge] = []
    let byteTokens = (1...256).map { TokenID($0) }

    /// Trained once.
    static let shared = TrainedCharacters()

    private init() {
        let text = Training.text.replacing(" ", with: "▁")
        let characters = Set(text.unicodeScalars).subtracting("각漢🙂\n".unicodeScalars).sorted()
        let names = [Array("<unk>".utf8)] + UInt8.allBytes.map(ByteTokens.name)
        let alphabet = names + characters.map { Array(String($0).utf8) }
        let places = Dictionary(uniqueKeysWithValues: characters.enumerated().map { ($1, 257 + $0) })
        let lines = text.unicodeScalars.split { places[$0] == nil }.map { $0.map { places[$0]! } }
        let training = Training(tokens: alphabet, lines: lines, count: 250)
        for (id, token) in training.tokens.enumerated() {
            tokens.append(token, id: TokenID(id))
            guard id > 0 else { continue }
            types.append(id <= 256 ? .byte : .normal)
            scores.append(id <= 256 ? 0 : id < alphabet.count ? -10_000 : -Float(id - alphabet.count))
        }
        merges = training.merges.enumerated().map { number, merge in
            Merge(left: TokenID(merge.left), right: TokenID(merge.right), result: TokenID(alphabet.count + number))
        }
    }
}

extension UInt8 {
    fileprivate static var allBytes: ClosedRange<UInt8> { min...max }
}
