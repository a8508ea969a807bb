// How many tokens does one vocabulary take for one of another's, and how sure is that?
import Jeoul

let comparison = try TokenComparison(
    of: .named("klue-sts-dev"), [.load("a.x-4.0"), .load("qwen2.5")], against: .load("gpt-4o"))
for row in comparison.rows {
    guard let ratio = row.ratio, let interval = row.interval else { continue }
    print(row.id, rounded(ratio), rounded(interval.lowerBound), rounded(interval.upperBound), row.units, "units")
}

func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

// Prints:
// a.x-4.0 0.6256 0.6177 0.6334 519 units
// qwen2.5 1.1422 1.1342 1.1502 519 units
