import JeoulReporting
import Testing

@testable import JeoulClaims
@testable import JeoulVerifying

/// What a claim allows, in whole tokens.
@Suite struct NeedsTableTests {
    /// 32.5 to 33.5% fewer than 15,555 tokens are 10,344.075 to 10,499.625: 10,344 would be 33.5005%.
    @Test func endsAreRoundedInwards() throws {
        let reading = try ClaimSamples.claim("ax4-33-press").readings[0]
        #expect(Verification.allowed(reading, baseline: 15_555)?.english == "10,345–10,499")
        // An end that is a whole number belongs to the range.
        #expect(Verification.allowed(reading, baseline: 1000)?.english == "665–675")
        #expect(Verification.allowed(reading, baseline: 1000)?.korean == "665~675")
        // Of two tokens none is a third.
        #expect(Verification.allowed(reading, baseline: 2) == nil)
    }
}
