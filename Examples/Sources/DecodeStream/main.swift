// Show what a model generates, id by id: a character as soon as it is whole.
import Jeoul

let tokenizer = try Tokenizer.load("gpt-4")
let ids = try tokenizer.encode("뷁, 값😀")
var decoder = tokenizer.decoder()
for id in ids { print(try decoder.text(for: id), terminator: "/") }
print(decoder.finish() + ";", ids.count, "ids")

// Prints:
// //뷁/,/ 값//😀/; 7 ids
