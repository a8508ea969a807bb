import ArgumentParser

/// A number of tokens as it is written of context windows: `128000`, `128k`, `1m`; a k is a thousand.
struct TokenCount: ExpressibleByArgument {
    let count: Int

    init?(argument: String) {
        let scales: [Character: Int] = ["k": 1_000, "m": 1_000_000, "g": 1_000_000_000]
        let scale = argument.last.flatMap { scales[Character($0.lowercased())] }
        let digits = (scale == nil ? argument[...] : argument.dropLast()).filter { $0 != "_" }
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else {
            return nil
        }
        let (count, overflow) = number.multipliedReportingOverflow(by: scale ?? 1)
        guard !overflow, count >= 1 else { return nil }
        self.count = count
    }
}
