import JeoulHeader
import JeoulStatistics

/// A comparison that a caller holds, with the reasons of what is not there as C strings.
final class HeldComparison {
    let rows: [Comparison.Row]
    let reasons: [HeldString?]

    init(_ comparison: Comparison) {
        rows = comparison.rows
        reasons = rows.map { ($0.estimate.undefined ?? $0.estimate.noInterval).map { HeldString($0.description) } }
    }

    func estimate(_ index: Int) -> jeoul_estimate {
        let (row, none) = (rows[index], Double.nan)
        let estimate = row.estimate
        return jeoul_estimate(
            value: estimate.value ?? none, low: estimate.interval?.low ?? none, high: estimate.interval?.high ?? none,
            simultaneous_low: row.simultaneous?.low ?? none, simultaneous_high: row.simultaneous?.high ?? none,
            p_value: row.pValue ?? none, adjusted_p_value: row.adjustedPValue ?? none,
            standard_error: estimate.standardError ?? none, degrees_of_freedom: estimate.degreesOfFreedom ?? none,
            effective_units: estimate.effectiveUnits ?? none, units: Int64(estimate.units))
    }
}

/// `jeoul_compare` of `jeoul.h`.
@_cdecl("jeoul_compare")
public func compare(
    _ sums: UnsafePointer<Int64>?, _ unitCount: Int64, _ subjectCount: Int64, _ level: Double,
    _ comparison: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let comparison, sums != nil || unitCount == 0 else {
            throw ABIError.argument("sums or comparison is NULL")
        }
        guard (1...1 << 16).contains(subjectCount), (0...1 << 32).contains(unitCount) else {
            throw ABIError.argument("there are \(subjectCount) subjects and \(unitCount) units")
        }
        // SAFETY: jeoul.h asks for so many integers.
        let all = UnsafeBufferPointer(start: sums, count: Int(unitCount) * (Int(subjectCount) + 2))
        let columns = (0..<Int(subjectCount) + 2).map { column in
            CountTable.Column(
                name: column == 0 ? "characters" : column == 1 ? "baseline" : "\(column - 2)",
                counts: all[column * Int(unitCount)..<(column + 1) * Int(unitCount)].map(Int.init))
        }
        do {
            let table = try CountTable(columns: columns, clusters: (0..<Int(unitCount)).map(String.init))
            // The bootstrap only checks the interval, and depends on the order of the units.
            let estimator = try RatioEstimator(table, options: EstimationOptions(level: level, bootstrapLimit: 0))
            let found = try estimator.compare(columns[2...].map(\.name), baseline: "baseline")
            comparison.pointee = hold(HeldComparison(found))
        } catch {
            throw ABIError.argument("\(error)")
        }
    }
}

/// `jeoul_comparison_estimate` of `jeoul.h`.
@_cdecl("jeoul_comparison_estimate")
public func comparisonEstimate(
    _ comparison: OpaquePointer?, _ subject: Int64, _ estimate: UnsafeMutablePointer<jeoul_estimate>?,
    _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    call(error) {
        guard let comparison, let estimate else { throw ABIError.argument("comparison or estimate is NULL") }
        let held = held(comparison, as: HeldComparison.self)
        guard subject >= 0, subject < Int64(held.rows.count) else {
            throw ABIError.argument("there is no subject \(subject)")
        }
        estimate.pointee = held.estimate(Int(subject))
    }
}

/// `jeoul_comparison_reason` of `jeoul.h`.
@_cdecl("jeoul_comparison_reason")
public func comparisonReason(_ comparison: OpaquePointer?, _ subject: Int64) -> UnsafePointer<CChar>? {
    guard let comparison else { return nil }
    let reasons = held(comparison, as: HeldComparison.self).reasons
    return subject >= 0 && subject < Int64(reasons.count) ? reasons[Int(subject)]?.pointer : nil
}

/// `jeoul_comparison_differs` of `jeoul.h`.
@_cdecl("jeoul_comparison_differs")
public func comparisonDiffers(_ comparison: OpaquePointer?, _ subject: Int64) -> Int32 {
    guard let comparison else { return -1 }
    let rows = held(comparison, as: HeldComparison.self).rows
    guard subject >= 0, subject < Int64(rows.count), let differs = rows[Int(subject)].differs else { return -1 }
    return differs ? 1 : 0
}

/// `jeoul_comparison_free` of `jeoul.h`.
@_cdecl("jeoul_comparison_free")
public func comparisonFree(_ comparison: OpaquePointer?) { release(comparison, as: HeldComparison.self) }
