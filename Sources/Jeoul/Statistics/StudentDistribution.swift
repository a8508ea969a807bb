/// Student's t distribution of a whole number of degrees of freedom, the same bits on every machine.
///
/// Linearized intervals use it: with few clusters the normal distribution would make them too narrow.
public enum StudentDistribution {
    /// P(|t| > x), the two-sided tail probability, for `x` ≥ 0.
    ///
    /// The finite trigonometric sum up to 1,000 degrees of freedom (O(degrees) operations; absolute error below 1e-13),
    /// Hill's asymptotic normal beyond.
    ///
    /// Sources: Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.7.3 and 26.7.4; G. W. Hill, *Algorithm
    /// 395: Student's t-distribution*, Communications of the ACM 13(10), 1970.
    public static func twoSidedTail(_ x: Double, degrees: Int) -> Double {
        precondition(degrees >= 1 && x >= 0, "degrees of freedom are at least 1, and x is not negative")
        let n = Double(degrees)
        if degrees > 1000 { return 2 * NormalDistribution.cumulative(-normalDeviate(x, n)) }
        let cosine2 = n / (n + x * x)
        let sine = x / (n + x * x).squareRoot()
        let odd = degrees % 2 == 1
        var term = odd ? cosine2.squareRoot() : 1
        var sum = degrees == 1 ? 0 : term
        for k in stride(from: odd ? 3 : 2, to: degrees, by: 2) {
            term *= cosine2 * Double(k - 1) / Double(k)
            sum += term
        }
        let inside = odd ? 2 / Double.pi * (PortableMath.atan(x / n.squareRoot()) + sine * sum) : sine * sum
        return max(0, 1 - inside)
    }

    /// The normal deviate with the same tail probability, Hill's expansion.
    private static func normalDeviate(_ x: Double, _ n: Double) -> Double {
        let y0 = x * x / n
        let a = n - 0.5
        let b = 48 * a * a
        let y = a * (y0 > 0.1 ? PortableMath.log(1 + y0) : PortableMath.log1p(y0))
        let series = ((((-0.4 * y - 3.3) * y - 24) * y - 85.5) / (0.8 * y * y + 100 + b) + y + 3) / b + 1
        return series * y.squareRoot()
    }

    /// The `x` with P(|t| > x) = `tail`, by bisection from the normal quantile, which is never above it.
    public static func twoSidedQuantile(tail: Double, degrees: Int) -> Double {
        precondition(tail > 0 && tail < 1, "a tail probability lies between 0 and 1")
        var low = -NormalDistribution.quantile(tail / 2)
        if degrees > 1_000_000 { return low }
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
