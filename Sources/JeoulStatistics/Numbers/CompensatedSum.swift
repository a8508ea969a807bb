/// A sum that does not depend on the order of what is added, as far as a `Double` can tell: the rounding errors are summed too.
///
/// So the units of a corpus give the same interval to the last digit in the order of a file and in that in which a cluster of
/// machines merges them. Where the plain sum is off by up to n units in the last place, this one is by n² times 2⁻¹⁰⁶.
///
/// Source: Neumaier, *Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen*, ZAMM 54, 1974.
struct CompensatedSum {
    private var sum = 0.0
    private var errors = 0.0

    /// The sum, rounded once.
    var value: Double { sum + errors }

    static func += (left: inout CompensatedSum, term: Double) {
        let total = left.sum + term
        left.errors += abs(left.sum) >= abs(term) ? (left.sum - total) + term : (term - total) + left.sum
        left.sum = total
    }
}
