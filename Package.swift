// swift-tools-version: 6.1
import PackageDescription

/// Dependencies point one way:
/// `JeoulCommand → Jeoul → JeoulCore → {ScanKernels, ICUShims}`; `Vocab`, `Corpora` and `Claims` are data.
let package = Package(
    name: "jeoul",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Jeoul", targets: ["Jeoul"]),
        .library(name: "JeoulCore", targets: ["JeoulCore"]),
        .executable(name: "jeoul", targets: ["JeoulCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.0"..<"5.0.0"),
    ],
    targets: [
        .target(
            name: "ICUShims", exclude: ["README.md"],
            linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
        .target(name: "ScanKernels", exclude: ["README.md"]),
        .target(
            name: "JeoulCore",
            dependencies: [
                "ScanKernels", "ICUShims", "Vocab",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "Jeoul",
            dependencies: ["JeoulCore", "Corpora", "Claims", .product(name: "Crypto", package: "swift-crypto")]),
        .executableTarget(
            name: "JeoulCommand",
            dependencies: [
                "Jeoul", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "Vocab", path: "Vocab", exclude: ["README.md"], sources: ["Vocab.swift"],
            resources: [
                .copy("manifest.json"), .copy("o200k_base"), .copy("cl100k_base"), .copy("qwen2.5"),
            ]),
        .target(
            name: "Corpora", path: "Corpora", exclude: ["README.md"], sources: ["Corpora.swift"],
            resources: [.copy("manifest.json"), .copy("Sampler")]),
        .target(
            name: "Claims", path: "Claims", exclude: ["README.md"], sources: ["Claims.swift"],
            resources: [.copy("ledger.json"), .copy("evidence.schema.json")]),
        .target(
            name: "TestSupport", dependencies: ["Jeoul", "JeoulCore", "ScanKernels", "ICUShims"],
            path: "Tests/TestSupport", exclude: ["fault_server.py"]),
        .testTarget(name: "ScanKernelsTests", dependencies: ["ScanKernels"], exclude: ["neon_check.c"]),
        .testTarget(
            name: "JeoulCoreTests", dependencies: ["JeoulCore", "TestSupport", "ScanKernels", "ICUShims"]),
        .testTarget(name: "JeoulTests", dependencies: ["Jeoul", "TestSupport"]),
        .testTarget(name: "JeoulCommandTests", dependencies: ["TestSupport"]),
    ]
)
