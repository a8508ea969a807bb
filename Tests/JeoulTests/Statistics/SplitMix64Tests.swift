import JeoulStatistics
import Testing

@Suite("SplitMix64") struct SplitMix64Tests {
    @Test("outputs are those of splitmix64.c") func reference() {
        var generator = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test("stream r is seeded by output r of the seed") func streams() {
        var parent = SplitMix64(seed: 99)
        for stream in 0..<5 {
            var child = SplitMix64(seed: 99, stream: UInt64(stream))
            var expected = SplitMix64(seed: parent.next())
            #expect(child.next() == expected.next())
        }
    }
}
