/// Holm's step-down correction for several comparisons.
///
/// Source: S. Holm, *A simple sequentially rejective multiple test procedure*, Scandinavian Journal of Statistics 6(2),
/// 1979.
package enum Holm {
    /// The adjusted p-values, in the order given: sorted ascending, the k-th smallest of m (from 0) times m − k, made
    /// monotone, at most 1. Rejecting what is at most α holds the chance of any false rejection to α.
    ///
    /// - Complexity: O(m log m).
    package static func adjusted(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        var adjusted = pValues
        var largest = 0.0
        for (rank, index) in order.enumerated() {
            largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
            adjusted[index] = largest
        }
        return adjusted
    }
}
