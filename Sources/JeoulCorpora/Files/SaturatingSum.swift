extension Sequence<Int> {
    /// The sum of sizes that come from outside, such as those of sparse files; the greatest number where it is greater.
    package var saturatingSum: Int {
        reduce(0) { sum, next in
            let (total, overflow) = sum.addingReportingOverflow(next)
            return overflow ? .max : total
        }
    }
}
