/// Numbers for a reader, the same on every machine and in every locale.
package enum NumberText {
    /// `value` with exactly `places` decimals, rounded as ``rounded(_:_:)`` says; a true minus sign.
    package static func decimal(_ value: Double, _ places: Int) -> String {
        // What has no places is written as Swift does, with an exponent.
        guard let digits = rounded(value, places) else { return "\(value)" }
        let point = digits.fraction.isEmpty ? "" : "."
        return "\(digits.isNegative ? "−" : "")\(digits.whole)\(point)\(digits.fraction)"
    }

    /// The digits of a number.
    package struct Digits: Equatable {
        /// Those before the point, at least one.
        package var whole: String
        /// Those behind it.
        package var fraction: String
        /// Whether it is below zero after rounding: a zero has no sign.
        package var isNegative: Bool
    }

    /// The digits of `value` with so many decimals, at most 17: rounded once, from its exact binary value, halves away from zero. Nil where
    /// it is not finite, or 2^127 or more.
    package static func rounded(_ value: Double, _ places: Int) -> Digits? {
        guard value.magnitude < 0x1p127 else { return nil }
        let places = min(max(places, 0), 17)
        var whole: UInt128
        var fraction: UInt128 = 0
        var power: UInt128 = 1
        for _ in 0..<places { power *= 10 }
        if value.magnitude >= 0x1p52 {
            whole = UInt128(value.magnitude)
        } else {
            // value = significand / 2^shift, and significand · 10^17 is less than 2^110.
            let shift = value.isNormal ? 52 - Int(value.exponent) : 1074
            let significand = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
            let scaled = UInt128(significand) * power
            let rounded = scaled >> UInt128(shift) + (scaled >> UInt128(shift - 1) & 1)
            (whole, fraction) = rounded.quotientAndRemainder(dividingBy: power)
        }
        let digits = String(fraction)
        let padded = String(repeating: "0", count: max(0, places - digits.count)) + digits
        return Digits(
            whole: String(whole), fraction: places == 0 ? "" : padded,
            isNegative: value < 0 && (whole > 0 || fraction > 0))
    }

    /// `value` as a percentage: 0.331 is `33.1%`.
    package static func percent(_ value: Double, _ places: Int = 1) -> String { decimal(value * 100, places) + "%" }

    /// At most `places` decimals, zeros at the end left out.
    package static func short(_ value: Double, _ places: Int) -> String {
        var text = decimal(value, places)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// `a`, `a and b`, `a, b and c`
    package static func list(_ items: [String]) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}
