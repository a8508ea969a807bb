import JeoulReporting
import JeoulText
import JeoulVocabularies

extension VocabularyNote {
    /// A sentence for a person, in both languages.
    package var words: Words { Words(description, korean) }

    private var korean: String {
        switch self {
        case .unpinned(let files): "확인되지 않은 파일: 알려진 해시와 일치하지 않아 내용을 보증할 수 없다(\(files.joined(separator: ", ")))"
        case .differsFromPinned(let id, let files):
            "토큰은 \(id)의 것이지만 해시가 알려진 것과 다른 파일이 있다(\(files.joined(separator: ", ")))"
        case .gaps(let count): "토큰이 없는 번호가 \(count)개 있다"
        case .unusableKeys(let count):
            "토큰 \(count)개는 바이트 표기도 추가 토큰도 아니어서 어떤 글에서도 나오지 않는다(tokenizer_config.json이 빠졌는가?)"
        case .unmergedTokens(let count, let example):
            "토큰 \(count)개는 어떤 병합으로도 만들어지지 않는다(예: \(example)번). 병합 목록이 잘렸을 수 있다"
        case .assumedNoNormalizer: "글을 어떻게 정규화하는지 적혀 있지 않아 그대로 세었다(--normalizer 참고)"
        case .addedTokensFromManifest(let count): "추가 토큰 \(count)개는 파일이 아니라 Jeoul의 목록에서 가져왔다"
        case .renumberedAddedTokens(let count):
            "추가 토큰 \(count)개는 파일에 적힌 것과 번호가 다르다. Hugging Face가 매기는 대로 매겼다"
        case .slowPattern(let why): "ICU 정규식으로 처리하므로 더 느리다: \(why)"
        case .unknownPreTokenizer(let name): "파일에 적힌 사전 토크나이저 \(quoted(name.utf8))은(는) 알려지지 않은 것이다"
        case .missingBytes(let count):
            "256바이트 가운데 \(count)개에 토큰이 없다. Hugging Face에서처럼, 그 바이트가 든 글은 그만큼 사라진다"
        case .pointers(let files, let used):
            "\(files.joined(separator: ", ")): 파일이 아니라 Git LFS 포인터여서 \(used)을(를) 대신 썼다"
        case .servedBy(let id): "이와 같음이 증명된 \(id)의 내장 어휘를 썼다"
        case .chosenForm(let used, let instead): "\(used)을(를) 썼다. 쓰지 않은 것: \(instead.joined(separator: ", "))"
        }
    }
}
