import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// The `chkhsh` by which llama.cpp knows a tokenizer: sha256 of Python's list of the ids of one text, special tokens added as
/// the model's tokenizer does.
@Suite("llama.cpp's fingerprints", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
struct FingerprintTests {
    @Test(arguments: [
        ("a.x-4.0", [], "b0a6b1c0bd5998ebd9df08611efde34a4ff03faed45ae09c43e6b31ebd4b94cf"),
        ("exaone-4.0", [], "2085e1638f6c377a0aa4ead21b27bb4cb941bf800df86ed391011769c1758dfb"),
        ("qwen2.5", [], "e636dc30a262dcc0d8c323492e32ae2b70728f4df7dfe9737d9f920a282b8aea"),
        ("o200k_base", [], "ccc2ef013c104be7bae2965776d611e1d7a8a2a9c547dd93a682c9a9fc80352e"),
        ("llama-3", [128_000], "0ef9807a4087ebef797fc749390439009c3b9eda9ad1a097abbe738f486c01e5"),
        ("cl100k_base", [], "a8594e3edff7c29c003940395316294b2c623e09894deebbc65f33f1515df79e"),
    ])
    func fingerprint(_ vocabulary: String, _ beginning: [TokenID], _ expected: String) throws {
        let url = try #require(try SharedData.url("reference/llama-cpp-check.txt"))
        let ids = beginning + (try TestTokenizers.tokenizer(vocabulary).encode(Array(Data(contentsOf: url))))
        #expect(SHA256.hash(data: Data("\(ids)".utf8)).hexadecimal == expected)
    }
}
