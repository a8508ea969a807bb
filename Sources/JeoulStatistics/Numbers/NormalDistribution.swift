/// The standard normal distribution, the same bits on every machine.
package enum NormalDistribution {
    /// Φ(x), the probability of a value up to `x`.
    ///
    /// Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …) near the middle, the continued fraction of Mills's ratio in the tails
    /// (relative error below 1e-13).
    ///
    /// Sources: G. Marsaglia, *Evaluating the normal distribution*, Journal of Statistical Software 11(4), 2004;
    /// Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.2.14.
    package static func cumulative(_ x: Double) -> Double {
        x < 0 ? upperTail(-x) : 1 - upperTail(x)
    }

    /// 1 − Φ(x) for `x` ≥ 0.
    private static func upperTail(_ x: Double) -> Double {
        let density = PortableMath.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        if x > 3 {
            var fraction = x
            for k in stride(from: 120, through: 1, by: -1) {
                fraction = x + Double(k) / fraction
            }
            return density / fraction
        }
        var term = x
        var sum = x
        var k = 1.0
        while sum + term != sum {
            k += 2
            term *= x * x / k
            sum += term
        }
        return 0.5 - density * sum
    }

    /// Φ⁻¹(p), the value below which lies the probability `p`; −∞ at 0 and ∞ at 1. Relative error about 1e-16.
    ///
    /// Source: M. Wichura, *Algorithm AS 241: The percentage points of the normal distribution*, Applied Statistics
    /// 37(3), 1988, routine PPND16.
    package static func quantile(_ p: Double) -> Double {
        precondition(p >= 0 && p <= 1, "a probability is from 0 to 1")
        if p == 0 { return -.infinity }
        if p == 1 { return .infinity }
        let q = p - 0.5
        if abs(q) <= 0.425 {
            let r = 0.180625 - q * q
            return q * polynomial(a, r) / polynomial(b, r)
        }
        let r = (-PortableMath.log(min(p, 1 - p))).squareRoot()
        let magnitude =
            r <= 5
            ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6)
            : polynomial(e, r - 5) / polynomial(f, r - 5)
        return q < 0 ? -magnitude : magnitude
    }

    private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reversed().reduce(0) { $0 * x + $1 }
    }

    private static let a = [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ]
    private static let b = [
        1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ]
    private static let c = [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ]
    private static let d = [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ]
    private static let e = [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ]
    private static let f = [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ]
}
