/// How far some work is, as a line of text. The command draws it on standard error, when the work takes more than a
/// second and someone is looking; this neither draws nor looks at a clock.
package struct ProgressBar: Sendable, Hashable {
    /// How much is done, in `unit`.
    package var done: Int
    /// How much there is to do; nil where nobody knows (a pipe).
    package var total: Int?
    /// What is counted: ``Unit/bytes`` or things.
    package var unit: Unit
    /// Seconds since the work began.
    package var seconds: Double
    /// How much was done before that.
    package var doneBefore = 0
    /// Which part of the work runs, such as "pass 1 of 2"; nil where there is one alone.
    package var part: String?

    /// What progress is counted in.
    package enum Unit: Sendable, Hashable {
        /// Shown in MB, 10^6 bytes.
        case bytes
        /// Shown by the name of the things.
        case things(String)
    }

    /// Some progress.
    package init(
        done: Int, total: Int?, unit: Unit, seconds: Double, doneBefore: Int = 0, part: String? = nil
    ) {
        self.doneBefore = doneBefore
        self.part = part
        self.done = done
        self.total = total
        self.unit = unit
        self.seconds = seconds
    }

    /// The share that is done, from 0 to 1; nil where the total is not known.
    package var share: Double? {
        guard let total, total > 0 else { return nil }
        return min(1, max(0, Double(done) / Double(total)))
    }

    /// The seconds that remain at the pace so far; nil where there is none yet.
    package var remainingSeconds: Double? {
        guard let total, let share, share > 0, seconds > 0, done > doneBefore else { return nil }
        return seconds * Double(max(0, total - done)) / Double(done - doneBefore)
    }

    /// The line, of so many columns where there is a total, else of at most so many: `████▌      45%  28 of 63 MB  310 MB/s  0:01 left`.
    package func text(width: Int = 80) -> String {
        var facts: [String] = []
        if let part { facts.append(part) }
        if let share { facts.append(TextWidth.padded("\(Int(share * 100))%", to: 4, .right)) }
        facts.append(amount)
        if let rate { facts.append(rate) }
        if let remainingSeconds { facts.append(Self.clock(remainingSeconds) + " left") }
        let line = facts.joined(separator: "  ")
        let room = width - TextWidth.columns(of: line) - 2
        guard let share, room >= 8 else { return TextWidth.truncated(line, to: width) }
        return TextWidth.padded(BarChart.bar(share, columns: room), to: room, .left) + "  " + line
    }

    private var amount: String {
        switch unit {
        case .bytes:
            let (done, total) = (Self.megabytes(done), total.map(Self.megabytes))
            return total.map { "\(done) of \($0) MB" } ?? "\(done) MB"
        case .things(let name):
            let done = NumberFormat.grouped(done)
            return (total.map { "\(done) of \(NumberFormat.grouped($0))" } ?? done) + " " + name
        }
    }

    private var rate: String? {
        guard seconds > 0, case .bytes = unit else { return nil }
        let rate = Double(done - doneBefore) / 1e6 / seconds
        return NumberFormat.fixed(rate, digits: rate < 9.95 ? 1 : 0).map { $0 + " MB/s" }
    }

    private static func megabytes(_ bytes: Int) -> String {
        NumberFormat.fixed(Double(bytes) / 1e6, digits: bytes < 10_000_000 ? 1 : 0) ?? ""
    }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999).rounded(.up))
        let (minutes, rest) = (whole / 60, whole % 60)
        return "\(minutes):" + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
