// Measure a corpus with four vocabularies at once, show how far it is, and give up where it takes too long.
import Jeoul

let tokenizers = try await Tokenizer.load(["a.x-4.0", "gpt-4", "gpt-4o", "qwen2.5"])
let task = TokenMeasurement.task(of: try .named("klue-sts-dev"), with: tokenizers)
async let progress = task.progress.reduce(0) { max($0, $1.fraction ?? 0) }
let timeout = Task {
    try await Task.sleep(for: .seconds(300))
    task.cancel()
}
let measurement = try await task.value
timeout.cancel()
print(measurement.documents, "documents,", measurement.characters.hangul, "Korean characters")
for row in measurement.rows { print(row.id, row.tokens) }
print(await progress == 1 ? "all of it" : "not all of it")

// Prints:
// 1038 documents, 24959 Korean characters
// a.x-4.0 13460
// cl100k_base 35297
// o200k_base 21517
// qwen2.5 24577
// all of it
