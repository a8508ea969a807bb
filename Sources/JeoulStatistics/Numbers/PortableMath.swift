/// Elementary functions from IEEE 754's exactly rounded operations alone (+ − × ÷ √).
///
/// The C library's `log` and `exp` differ between systems in the last bit; a reproduced result must not.
/// Accurate to a few units in the last place, which `DistributionTests` checks.
package enum PortableMath {
    /// ln 2 in two parts: the first has trailing zeros, so that its product with a small integer is exact.
    private static let ln2High = 0x1.62e42fee00000p-1
    private static let ln2Low = 0x1.a39ef35793c76p-33

    /// The natural logarithm of a positive finite number: x = m·2^e with m near 1, and ln m = 2 artanh((m−1)/(m+1)).
    package static func log(_ x: Double) -> Double {
        precondition(x > 0 && x.isFinite, "log of a number that is not positive and finite")
        var m = x.significand
        var e = Double(x.exponent)
        if m > 2.0.squareRoot() {
            m /= 2
            e += 1
        }
        let s = (m - 1) / (m + 1)
        return e * ln2High + (2 * s + (2 * s * artanhSeries(s) + e * ln2Low))
    }

    /// ln(1 + x) for 0 ≤ `x` ≤ 0.4, accurate also where 1 + x would round x away.
    static func log1p(_ x: Double) -> Double {
        precondition(x >= 0 && x <= 0.4, "log1p is for small numbers")
        let s = x / (2 + x)
        return 2 * s + 2 * s * artanhSeries(s)
    }

    /// artanh(s)/s − 1 = s²/3 + s⁴/5 + …, for |s| below 0.18.
    private static func artanhSeries(_ s: Double) -> Double {
        let s2 = s * s
        var series = 0.0
        for k in stride(from: 25, through: 3, by: -2) {
            series = s2 * (1 / Double(k) + series)
        }
        return series
    }

    /// The exponential: x = k·ln 2 + r with |r| ≤ ln 2 / 2, and Taylor's series for e^r.
    package static func exp(_ x: Double) -> Double {
        if x < -745 { return 0 }
        if x > 709 { return .infinity }
        let k = (x / (ln2High + ln2Low)).rounded()
        let r = (x - k * ln2High) - k * ln2Low
        var series = 1.0
        for n in stride(from: 16, through: 1, by: -1) {
            series = 1 + r / Double(n) * series
        }
        return series * Double(sign: .plus, exponent: Int(k), significand: 1)
    }
}
