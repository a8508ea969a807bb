// swift-tools-version: 6.1
import PackageDescription

/// Dependencies point one way; ARCHITECTURE.md says what each target is. A target may import what stands below it:
///
///     JeoulCommand
///     Jeoul              JeoulABI
///     JeoulPages
///     JeoulVerifying
///     JeoulWeighing      JeoulFetching      JeoulClaims
///     JeoulVocabularies  JeoulCorpora
///     JeoulTokenizing    JeoulReporting
///     JeoulText          JeoulStatistics, which imports nothing
///     ScanKernels, ICUShims, SHA256Shims, CompressionShims
///
/// `Vocab`, `Corpora` and `Claims` are data.
let package = Package(
    name: "jeoul",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Jeoul", targets: ["Jeoul"]),
        .executable(name: "jeoul", targets: ["JeoulCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        .systemLibrary(
            name: "SystemICU", pkgConfig: "icu-i18n", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
        .systemLibrary(name: "SystemCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "ICUShims", dependencies: ["SystemICU"], exclude: ["README.md"],
            linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
        // CommonCrypto is part of Apple's systems, and needs no library there.
        .target(
            name: "SHA256Shims",
            dependencies: [.target(name: "SystemCrypto", condition: .when(platforms: [.linux]))],
            linkerSettings: [.linkedLibrary("crypto", .when(platforms: [.linux]))]),
        // zlib and bzip2 are part of Apple's systems; the other two are Homebrew's there.
        .systemLibrary(
            name: "SystemZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(
            name: "SystemLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"]), .brew(["xz"])]),
        .target(
            name: "CompressionShims", dependencies: ["SystemZstd", "SystemLZMA"],
            linkerSettings: ["z", "zstd", "bz2", "lzma"].map { .linkedLibrary($0) }),
        .target(name: "ScanKernels", exclude: ["README.md"]),
        .target(name: "JeoulText", dependencies: ["ScanKernels", "ICUShims", "SHA256Shims"]),
        .target(name: "JeoulTokenizing", dependencies: ["JeoulText", "ScanKernels", "ICUShims"]),
        .target(name: "JeoulVocabularies", dependencies: ["JeoulTokenizing", "JeoulText", "ICUShims", "Vocab"]),
        .target(name: "JeoulStatistics"),
        .target(name: "JeoulReporting", dependencies: ["JeoulStatistics", "JeoulText"]),
        .target(
            name: "JeoulCorpora",
            dependencies: ["JeoulReporting", "JeoulText", "CompressionShims", "ICUShims", "Corpora"]),
        .target(
            name: "JeoulFetching",
            dependencies: ["JeoulCorpora", "JeoulReporting", "JeoulStatistics", "JeoulVocabularies", "JeoulText"]),
        .target(
            name: "JeoulWeighing",
            dependencies: [
                "JeoulCorpora", "JeoulReporting", "JeoulStatistics", "JeoulVocabularies", "JeoulTokenizing",
                "JeoulText",
            ]),
        .target(
            name: "JeoulClaims",
            dependencies: ["JeoulCorpora", "JeoulReporting", "JeoulStatistics", "JeoulText", "Claims"]),
        .target(
            name: "JeoulVerifying",
            dependencies: [
                "JeoulClaims", "JeoulWeighing", "JeoulCorpora", "JeoulReporting", "JeoulStatistics",
                "JeoulVocabularies", "JeoulTokenizing", "JeoulText",
            ]),
        .target(
            name: "JeoulPages",
            dependencies: [
                "JeoulVerifying", "JeoulClaims", "JeoulWeighing", "JeoulCorpora", "JeoulReporting", "JeoulStatistics",
                "JeoulVocabularies", "JeoulTokenizing", "JeoulText",
            ]),
        .target(
            name: "Jeoul",
            dependencies: [
                "JeoulPages", "JeoulVerifying", "JeoulClaims", "JeoulWeighing", "JeoulFetching", "JeoulCorpora",
                "JeoulReporting",
                "JeoulStatistics", "JeoulVocabularies", "JeoulTokenizing", "JeoulText",
            ]),
        // The C interface, which Scripts/build_library.sh links into a shared library.
        .target(name: "JeoulHeader", path: "Sources/JeoulABI/Header"),
        .target(
            name: "JeoulABI",
            dependencies: ["JeoulVocabularies", "JeoulTokenizing", "JeoulText", "JeoulStatistics", "JeoulHeader"],
            exclude: ["Header"]),
        .executableTarget(
            name: "JeoulCommand",
            dependencies: [
                "Jeoul", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "Vocab", path: "Vocab", exclude: ["README.md"], sources: ["Vocab.swift"],
            resources: [
                .copy("manifest.json"), .copy("o200k_base"), .copy("cl100k_base"), .copy("qwen2.5"),
                .copy("a.x-4.0"),
            ]),
        .target(
            name: "Corpora", path: "Corpora", exclude: ["README.md"], sources: ["Corpora.swift"],
            resources: [
                .copy("manifest.json"), .copy("FLORES-200"), .copy("KLUE-NLI"), .copy("KLUE-STS"), .copy("JHE"),
                .copy("NSMC"), .copy("Sampler"),
            ]),
        .target(
            name: "Claims", path: "Claims", exclude: ["README.md"], sources: ["Claims.swift"],
            resources: [.copy("ledger.json"), .copy("evidence.schema.json")]),
        .target(
            name: "TestOracles", dependencies: ["JeoulTokenizing", "JeoulText", "ICUShims"], path: "Tests/TestOracles"),
        .target(
            name: "TestSupport",
            dependencies: ["Jeoul", "ScanKernels", "ICUShims", "TestOracles"],
            path: "Tests/TestSupport", exclude: ["fault_server.py"]),
        .testTarget(name: "ScanKernelsTests", dependencies: ["ScanKernels"], exclude: ["kernel_check.c"]),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "JeoulVocabularies", "JeoulTokenizing", "JeoulText", "TestSupport", "ScanKernels", "ICUShims",
            ]),
        .testTarget(name: "JeoulTests", dependencies: ["Jeoul", "TestSupport"]),
        .testTarget(name: "JeoulCommandTests", dependencies: ["TestSupport"]),
    ]
)

// Targets for libFuzzer, built by Scripts/fuzz.sh alone: each is a program without a `main` of its own.
if Context.environment["JEOUL_FUZZ"] != nil {
    package.targets += ["Vocabularies", "Patterns", "Tokenizers"].map { name in
        .executableTarget(
            name: "Fuzz\(name)",
            dependencies: ["JeoulVocabularies", "JeoulTokenizing", "JeoulText"]
                + (name == "Tokenizers" ? ["TestOracles"] : []),
            path: "Fuzz/\(name)",
            swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    }
}

// What has no loop over documents is quick without the optimizer too, which takes most of the time of a build: `make build` and
// `make test` leave it out there. Only where they ask, since a package with such flags cannot be depended on.
if Context.environment["JEOUL_QUICK_BUILD"] != nil {
    let cold = [
        "JeoulClaims", "JeoulFetching", "JeoulVerifying", "JeoulPages", "JeoulCommand", "JeoulTests",
        "JeoulCommandTests",
    ]
    for target in package.targets where cold.contains(target.name) {
        target.swiftSettings = [.unsafeFlags(["-Onone"])]
    }
}
