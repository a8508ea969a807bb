// Show where the tokens fall, in the text as it was given: also one that is not in the form that the vocabulary wants.
import Jeoul

let tokenizer = try Tokenizer.load("qwen2.5")
let text = "저울은 토큰의 무게를 잽니다. \u{1112}\u{1161}\u{11AB}글"
for token in try tokenizer.tokens(in: text) {
    print(token.id, "|\(text[token.range])|", token.text ?? "\(token.bytes)")
}

// Prints:
// 126781 |저| 저
// 126893 |울| 울
// 33704 |은| 은
// 10764 | | [32, 237]
// 228 || [134]
// 57160 |토| [160, 237]
// 223 || [129]
// 108 |큰| [176]
// 20401 |의| 의
// 125149 | 무|  무
// 57801 |게| 게
// 18411 |를| 를
// 16235 | | [32, 236, 158]
// 121 |잽| [189]
// 21953 |니다| 니다
// 13 |.| .
// 61298 | 한|  한
// 83291 |글| 글
