/// How a ratio is computed from the column sums of each stratum.
///
/// - Without a mix: ΣA / ΣB.
/// - With a mix of weights w_s, measured in C: (Σ_s w_s·A_s/C_s) / (Σ_s w_s·B_s/C_s), the ratio of what the two spend
///   per unit of C under the mix. Where B is C itself, the denominator is 1 and the ratio is A per C under the mix.
struct RatioFormula: Sendable {
    let numerator: Int
    let denominator: Int
    /// The column in which the mix is measured; `nil` without a mix.
    let measure: Int?
    let weights: [Double]
    /// parts of the denominator ÷ parts of the numerator.
    let scale: Double

    /// The two sides of the ratio before scaling, or `nil` if one is undefined.
    @inline(__always)
    func sides(_ sum: (_ stratum: Int, _ column: Int) -> UInt64) -> (top: Double, bottom: Double)? {
        var top = 0.0
        var bottom = 0.0
        for stratum in 0..<weights.count {
            let a = Double(sum(stratum, numerator))
            let b = Double(sum(stratum, denominator))
            guard let measure else {
                top += a
                bottom += b
                continue
            }
            let c = Double(sum(stratum, measure))
            guard c > 0 else { return nil }
            top += weights[stratum] * (a / c)
            bottom += weights[stratum] * (b / c)
        }
        return bottom > 0 ? (top, bottom) : nil
    }

    /// The ratio, or `nil` where it is undefined.
    @inline(__always)
    func value(_ sum: (_ stratum: Int, _ column: Int) -> UInt64) -> Double? {
        guard let (top, bottom) = sides(sum) else { return nil }
        return top / bottom * scale
    }
}
