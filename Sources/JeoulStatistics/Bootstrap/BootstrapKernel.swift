/// The inner loop of the bootstrap: draw a unit, add its row of counts.
///
/// A row holds the counts of one unit under all columns in one SIMD vector, so that a draw costs one random number and
/// a few vector additions however many vocabularies there are. Rejected: drawing a weight for every unit first and
/// multiplying a matrix; the weights cost as much as the draws and the multiplication comes on top.
enum BootstrapKernel {
    /// The sums of the resamples numbered `resamples`; layout as in ``Resamples``.
    static func sums(of units: ResamplingUnits, resamples: Range<Int>, seed: UInt64) -> [UInt64] {
        let largest = units.sums.max() ?? 0
        // Room in 32 bits for at least eight rows between two flushes; larger counts take 64-bit lanes.
        if largest <= UInt64(UInt32.max / 8) {
            switch units.columnCount {
            case ...2: return run(SIMD2<UInt32>.self, units, resamples, seed, largest)
            case ...4: return run(SIMD4<UInt32>.self, units, resamples, seed, largest)
            case ...8: return run(SIMD8<UInt32>.self, units, resamples, seed, largest)
            default: return run(SIMD16<UInt32>.self, units, resamples, seed, largest)
            }
        }
        return run(SIMD4<UInt64>.self, units, resamples, seed, largest)
    }

    /// Draws with rows of one vector type; more columns than lanes are done in blocks, each from the same draws.
    private static func run<Row: SIMD>(
        _: Row.Type, _ units: ResamplingUnits, _ resamples: Range<Int>, _ seed: UInt64, _ largest: UInt64
    ) -> [UInt64] where Row.Scalar: FixedWidthInteger & UnsignedInteger {
        let columns = units.columnCount
        let strata = units.strata.count
        let flush = Int(clamping: UInt64(Row.Scalar.max) / max(largest, 1))
        var sums = Array(repeating: UInt64(0), count: resamples.count * strata * columns)
        for first in stride(from: 0, to: columns, by: Row.scalarCount) {
            let lanes = min(Row.scalarCount, columns - first)
            let rows = units.strata.map { pack(Row.self, units, $0, first, lanes) }
            for (ordinal, resample) in resamples.enumerated() {
                var stream = SplitMix64(seed: seed, stream: UInt64(resample))
                for stratum in 0..<strata {
                    let base = (ordinal * strata + stratum) * columns + first
                    draw(rows[stratum], &stream, flush) { row in
                        for lane in 0..<lanes { sums[base + lane] &+= UInt64(row[lane]) }
                    }
                }
            }
        }
        return sums
    }

    /// Draws `rows.count` rows with replacement and hands their sum on in one or more parts, none of which overflows.
    ///
    /// A draw is the high half of a 32-bit random number times the number of rows, with the few numbers rejected that
    /// would favour some rows (D. Lemire, *Fast random integer generation in an interval*, ACM TOMACS 29(1), 2019).
    @inline(__always)
    private static func draw<Row: SIMD>(
        _ rows: [Row], _ stream: inout SplitMix64, _ flush: Int, _ add: (Row) -> Void
    ) where Row.Scalar: FixedWidthInteger & UnsignedInteger {
        let count = UInt64(rows.count)
        let mask: UInt64 = 0xFFFF_FFFF
        let threshold = count == 0 ? 0 : ((1 << 32) - count) % count
        var left = rows.count
        var sum = Row.zero
        var room = flush
        while left > 0 {
            if room < 2 {
                add(sum)
                sum = .zero
                room = flush
            }
            let bits = stream.next()
            let low = (bits & mask) &* count
            if low & mask >= threshold {
                sum &+= rows[Int(truncatingIfNeeded: low >> 32)]
                left &-= 1
                if left == 0 { break }
            }
            let high = (bits >> 32) &* count
            if high & mask >= threshold {
                sum &+= rows[Int(truncatingIfNeeded: high >> 32)]
                left &-= 1
            }
            room &-= 2
        }
        add(sum)
    }

    private static func pack<Row: SIMD>(
        _: Row.Type, _ units: ResamplingUnits, _ range: Range<Int>, _ first: Int, _ lanes: Int
    ) -> [Row] where Row.Scalar: FixedWidthInteger & UnsignedInteger {
        range.map { unit in
            var row = Row.zero
            for lane in 0..<lanes {
                row[lane] = Row.Scalar(truncatingIfNeeded: units.sums[unit * units.columnCount + first + lane])
            }
            return row
        }
    }
}
