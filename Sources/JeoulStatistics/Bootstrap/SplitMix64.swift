/// The SplitMix64 generator: 64 random bits from a counter and a mixing function.
///
/// Written here, since results must be the same bits on every machine and in every version. Each resample of a
/// bootstrap has a stream of its own, derived from the seed and its number, so that neither the number of threads nor
/// the order of work can change a result.
///
/// Source: G. Steele, D. Lea, C. Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014; the constants
/// are those of S. Vigna's `splitmix64.c`.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The increment of the counter, 2^64 divided by the golden ratio, made odd.
    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The generator of that seed: its outputs are those of `splitmix64.c`.
    package init(seed: UInt64) {
        state = seed
    }

    /// The generator whose seed is output number `stream` (from 0) of the generator of `seed`.
    package init(seed: UInt64, stream: UInt64) {
        state = Self.mix(seed &+ Self.increment &* (stream &+ 1))
    }

    /// The next 64 random bits.
    @inline(__always)
    package mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mix(state)
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
