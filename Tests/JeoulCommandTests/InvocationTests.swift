import Testing

/// The command itself: help, and what cannot be understood.
@Suite struct InvocationTests {
    @Test func helpGoesToStandardOutput() async throws {
        let result = try await CommandRunner.run("--help")
        #expect(result.status == 0)
        #expect(result.output.contains("USAGE: jeoul"))
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: [["weigh"], ["--no-such-option"]])
    func whatIsNotUnderstoodIsAUsageError(arguments: [String]) async throws {
        let result = try await CommandRunner.run(arguments, input: .init())
        #expect(result.status == 2)
        #expect(result.bytes.isEmpty)
        #expect(!result.errors.isEmpty)
    }
}
