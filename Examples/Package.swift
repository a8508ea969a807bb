// swift-tools-version: 6.1
import PackageDescription

/// Programs that use Jeoul as any other program would, one a folder of `Sources`. `Scripts/test_as_dependency.sh` builds and runs
/// them, and compares what they print with what stands behind `// Prints:` in each.
let programs = [
    "ChunkDocument", "CompareVocabularies", "CountTokens", "DecodeStream", "FitPrompt", "JudgeClaim", "MeasureCorpus",
]

let package = Package(
    name: "examples",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "jeoul", path: "..")],
    targets: programs.map {
        .executableTarget(name: $0, dependencies: [.product(name: "Jeoul", package: "jeoul")])
    }
)
