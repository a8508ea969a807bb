// Cut a prompt to what fits, never inside a syllable.
import Jeoul

let tokenizer = try Tokenizer.load("a.x-4.0")
let prompt = "저울은 토큰의 무게를 잽니다. 뷁은 드문 글자입니다."
for limit in [5, 11, 12, 13, 100] {
    let fitting = try tokenizer.prefix(of: prompt, maxTokens: limit)
    print(limit, fitting.tokenCount, "|\(fitting.text)|")
}

// Prints:
// 5 5 |저울은 토큰의 무게를|
// 11 11 |저울은 토큰의 무게를 잽니다. 뷁|
// 12 12 |저울은 토큰의 무게를 잽니다. 뷁은|
// 13 13 |저울은 토큰의 무게를 잽니다. 뷁은 드문|
// 100 16 |저울은 토큰의 무게를 잽니다. 뷁은 드문 글자입니다.|
