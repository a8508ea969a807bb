// How many tokens does a text take?
import Jeoul

let tokenizer = try Tokenizer.load("gpt-4o")
let text = "안녕하세요, 저울은 토큰의 무게를 잽니다."
print(try tokenizer.count(text), "tokens of", tokenizer.id)
print(try tokenizer.encode("안녕하세요"))

// Prints:
// 16 tokens of o200k_base
// [14307, 171731]
