// Cut a document into chunks for retrieval, at the ends of sentences, each beginning with a little of the one before.
import Jeoul

let tokenizer = try Tokenizer.load("gpt-4o")
let document = "저울은 무게를 잽니다. 토큰도 무게가 있습니다. 한국어는 값이 다릅니다. 그래서 잽니다."
for chunk in try tokenizer.chunks(of: document, maxTokens: 24, overlap: 12, boundary: .sentence) {
    print(chunk.tokenCount, "|\(chunk.text)|")
}

// Prints:
// 19 |저울은 무게를 잽니다. 토큰도 무게가 있습니다. |
// 22 |토큰도 무게가 있습니다. 한국어는 값이 다릅니다. 그래서 잽니다.|
