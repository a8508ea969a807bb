import Foundation
import Testing

@testable import JeoulText

@Suite struct DataFolderTests {
    private func folder(source: String) -> DataFolder {
        DataFolder(name: "Vocab", marker: "manifest.json", sourceFile: source + "/Vocab/Vocab.swift")
    }

    @Test func looksInOrder() {
        let places = folder(source: "/src").candidates(
            environment: [:], executable: URL(fileURLWithPath: "/usr/local/bin/jeoul")
        ).map(\.path)
        #expect(places.first == "/usr/local/bin/jeoul_Vocab.resources")
        #expect(places.contains("/usr/local/bin/jeoul_Vocab.bundle"))
        #expect(places.suffix(2) == ["/usr/local/share/jeoul/Vocab", "/src/Vocab"])
    }

    @Test func theVariableOutranksAll() throws {
        let data = try TemporaryFolder(["Vocab/manifest.json": "{}"])
        let found = try folder(source: "/src").url(environment: ["JEOUL_DATA": data.url.path])
        #expect(found.path == data.url.appendingPathComponent("Vocab").path)
        let error = #expect(throws: DataFolderError.self) {
            try DataFolder.vocabularies.url(environment: ["JEOUL_DATA": "/nowhere"])
        }
        #expect(error?.searched == ["/nowhere/Vocab"])
        #expect(error?.description.contains("JEOUL_DATA") == true)
    }

    @Test func theSourceTreeIsTheLastPlace() throws {
        let tree = try TemporaryFolder(["Vocab/manifest.json": "{}"])
        let places = folder(source: tree.url.path).candidates(environment: [:], executable: nil)
        #expect(places.map(\.path) == [tree.url.path + "/Vocab"])
    }

    @Test func isFoundHere() throws {
        let url = try DataFolder.vocabularies.url()
        #expect(FileManager.default.fileExists(atPath: url.appendingPathComponent("manifest.json").path))
        #expect(DataFolder.executable != nil)
    }

    @Test func absentDataIsAnError() {
        #expect(throws: DataFolderError.self) {
            try DataFolder(name: "None", marker: "x", sourceFile: "/src/None/None.swift").url(environment: [:])
        }
    }
}
