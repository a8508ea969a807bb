// Show where the tokens fall, in the text as it was given: also one that is not in the form that the vocabulary wants.
import Jeoul

let tokenizer = try Tokenizer.load("a.x-4.0")
let text = "저울은 토큰의 무게를 잽니다. \u{1112}\u{1161}\u{11AB}글"
for token in try tokenizer.tokens(in: text) {
    print(token.id, "|\(text[token.range])|", token.text ?? "\(token.bytes)")
}
