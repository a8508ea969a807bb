/// Numbers for a reader, the same on every machine and in every locale.
package enum NumberText {
    /// `value` with exactly `places` decimals, halves away from zero; a true minus sign.
    package static func decimal(_ value: Double, _ places: Int) -> String {
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        // What an integer cannot hold is written as Swift does, with an exponent.
        guard let scaled = Int(exactly: (abs(value) * factor).rounded()) else { return "\(value)" }
        let sign = value < 0 && scaled > 0 ? "−" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
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
