/// Levenshtein's distance with transposed neighbours counted once (optimal string alignment).
///
/// Of more than 256 elements it is not computed: the longer count, which no near name has. O(n·m).
package func editDistance<Element: Equatable>(_ a: [Element], _ b: [Element]) -> Int {
    if a.count > 256 || b.count > 256 { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
            row.append(best)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
