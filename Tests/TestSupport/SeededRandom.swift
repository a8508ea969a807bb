import struct Jeoul.SplitMix64

/// The generator of all random tests: a printed seed repeats a failure on any machine.
package typealias SeededRandom = SplitMix64
