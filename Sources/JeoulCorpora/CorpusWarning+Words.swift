import JeoulReporting

extension CorpusWarning {
    /// The warning and its remedy, in both languages.
    package var words: Words { Words(description, korean) }

    private var korean: String {
        switch self {
        case .byteOrderMark(let file, let encoding):
            "\(file): \(encoding.title) 바이트 순서 표시(BOM)로 시작한다. 글이 아니므로 세지 않았다"
        case .invalidUTF8(let file, let count, let policy):
            "\(file): UTF-8이 아닌 바이트열 \(count.sequences)개(\(count.bytes)바이트)를 "
                + (policy == .skip ? "버렸다" : "U+FFFD로 바꾸었다")
        case .looksLikeCP949(let file):
            "\(file): CP949로 보인다. 원래의 글이 아니라 대신 넣은 글자를 센 값이므로 --encoding cp949로 다시 잰다"
        case .looksLikeRecords(let file, let fields):
            "\(file): 첫 줄이 “text” 필드가 없는 JSON 객체인데(필드: \(Self.quoted(fields))) 통째로 글로 세었다. --text-field로 필드를 지정한다"
        case .looksLikeTable(let file, let format):
            "\(file): 표로 보이는데 통째로 글로 세었다. 표라면 --input-format \(format.rawValue)를 쓰고 --text-field로 열을 지정한다"
        case .firstRowLooksLikeData(let file, let row):
            "\(file): 첫 행(\(Self.quoted(Array(row.prefix(6)))))을 열 이름으로 보고 세지 않았다. 열 이름이 아니라면 --no-header를 쓴다"
        case .loneReturns(let file): "\(file): LF가 없어 전체가 한 줄이다. CR은 줄을 끝내지 않는다"
        case .grewWhileRead(let file, let opened, let now):
            "\(file): 읽는 동안 \(opened)바이트에서 \(now)바이트로 커졌다. 처음의 \(opened)바이트만 세었다"
        case .damagedText(let file, let compression, let documents):
            "\(file): 손상된 파일인데 그 문서 \(documents)건이 결과에 들어 있다. \(compression.rawValue)은 손상이 지나간 뒤에야 드러나므로 틀린 것이 있을 수 있다. 이 파일을 빼거나 다시 받는다"
        case .replacedWhileRead(let file): "\(file): 읽는 동안 다른 파일로 바뀌었다. 처음에 연 파일을 세었다"
        }
    }

    private static func quoted(_ names: [String]) -> String { names.map { "“\($0)”" }.joined(separator: ", ") }
}
