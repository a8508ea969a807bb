/// Student's t distribution of any number of degrees of freedom, fractions too, the same bits on every machine.
///
/// Intervals from few units use it: with the normal distribution they would be too narrow.
package enum StudentDistribution {
    /// P(|t| > x), the two-sided tail probability, for `x` ≥ 0: the regularized incomplete beta function
    /// I_z(ν/2, ½) at z = ν/(ν + x²).
    ///
    /// Its continued fraction takes O(√ν) operations; the relative error is below 1e-10.
    ///
    /// Source: Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.5.8 and 26.7.1.
    package static func twoSidedTail(_ x: Double, degrees: Double) -> Double {
        precondition(degrees >= 1 && x >= 0, "degrees of freedom are at least 1, and x is not negative")
        if degrees > 1e8 { return 2 * NormalDistribution.cumulative(-x) }
        if x == 0 { return 1 }
        let a = degrees / 2
        let share = x * x / degrees
        if share == .infinity { return 0 }
        // z = 1/(1 + share); ln z without the digits that 1 + share would lose.
        let lnZ = -(share <= 0.4 ? PortableMath.log1p(share) : PortableMath.log(1 + share))
        let z = 1 / (1 + share)
        // z^a · (1 − z)^½ / B(a, ½)
        let front = PortableMath.exp(a * lnZ + logOfInverseBeta(a)) * (share * z).squareRoot()
        // The fraction converges fast on the one side of the mean, and on the other for the complement.
        return z < (a + 1) / (a + 2.5)
            ? min(1, front * fraction(z, a, 0.5) / a) : max(0, 1 - front * fraction(share * z, 0.5, a) / 0.5)
    }

    /// −ln B(a, ½) = ln Γ(a + ½) − ln Γ(a) − ½ ln π.
    ///
    /// The difference is Stirling's ½ ln a − 1/(8a) + 1/(192a³) − 1/(640a⁵) + 17/(14336a⁷) for a of 20 and more; below,
    /// the recurrence of Γ leads there.
    private static func logOfInverseBeta(_ a: Double) -> Double {
        var a = a
        var product = 1.0
        while a < 20 {
            product *= a / (a + 0.5)
            a += 1
        }
        let b = 1 / (a * a)
        let series = (((17.0 / 14336 * b - 1.0 / 640) * b + 1.0 / 192) * b - 1.0 / 8) / a
        return PortableMath.log(product * (a / .pi).squareRoot()) + series
    }

    /// The continued fraction of the incomplete beta function, by the modified method of Lentz.
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func inverse(_ value: Double) -> Double { 1 / (abs(value) < tiny ? tiny : value) }
        var c = 1.0
        var d = inverse(1 - (a + b) * x / (a + 1))
        var h = d
        for m in 1...100_000 {
            let m = Double(m)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = inverse(1 + even * d)
            c = 1 + even / c
            h *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = inverse(1 + odd * d)
            c = 1 + odd / c
            let factor = d * c
            h *= factor
            if abs(factor - 1) < 1e-16 { break }
        }
        return h
    }

    /// The `x` with P(|t| > x) = `tail`, by bisection from the normal quantile, which is never above it.
    package static func twoSidedQuantile(tail: Double, degrees: Double) -> Double {
        precondition(tail > 0 && tail < 1, "a tail probability lies between 0 and 1")
        var low = -NormalDistribution.quantile(tail / 2)
        if degrees > 1e8 { return low }
        low *= 1 - 1e-9
        var high = low + 1
        while twoSidedTail(high, degrees: degrees) > tail { high *= 2 }
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if twoSidedTail(middle, degrees: degrees) > tail { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
