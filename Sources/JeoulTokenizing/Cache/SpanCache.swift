import JeoulText
import ScanKernels

/// The spans that one thread has met, and the number of tokens of each, maybe with their ids; see `SpanBoundaries`.
///
/// Not `Sendable`: each thread has its own, of one vocabulary, since they are few and read at every new pre-token.
final class SpanCache {
    private let slots: SpanCacheTable
    let keepsIDs: Bool
    /// The ids of units and spans; values are places in it.
    private(set) var ids: UnsafeMutablePointer<TokenID>
    private var idCapacity: Int
    private var idCount = 0
    /// Where each unit's ids are.
    let unitValues: UnsafeMutablePointer<UInt32>?

    /// 16 MB of ids: so many make it forget everything, since among them are those of spans that are not remembered.
    private static let mostIDs = 1 << 22
    private var unitIDCount = 0

    /// - Parameter memoryLimit: what the slots may take, in bytes.
    /// - Throws: `PreTokenCacheError.noMemory`.
    init(model: BytePairModel, keepsIDs: Bool, memoryLimit: Int) throws(PreTokenCacheError) {
        self.keepsIDs = keepsIDs
        slots = try SpanCacheTable(keepsValues: keepsIDs, memoryLimit: memoryLimit)
        idCapacity = keepsIDs ? 1 << 16 : 8
        ids = .allocate(capacity: idCapacity)
        unitValues = keepsIDs ? .allocate(capacity: Int(JEOUL_UNITS)) : nil
        guard let unitValues else { return }
        unitValues.initialize(repeating: 0, count: Int(JEOUL_UNITS))
        guard !model.isDefinition else { return }
        let units = model.unitIDs
        units.places.withUnsafeBufferPointer { unitValues.update(from: $0.baseAddress!, count: $0.count) }
        units.ids.withUnsafeBufferPointer { _ = add($0) }
        unitIDCount = idCount
    }

    deinit {
        ids.deallocate()
        unitValues?.deallocate()
    }

    /// Whether it has so many ids that it should forget everything.
    var isLarge: Bool { idCount > Self.mostIDs }

    /// Forgets everything. Called when no value is in use.
    func removeAll() {
        slots.removeAll()
        idCount = unitIDCount
        // A pre-token of megabytes made it larger.
        guard idCapacity > 4 * Self.mostIDs else { return }
        idCapacity = max(1 << 16, 2 * idCount)
        let smaller = UnsafeMutablePointer<TokenID>.allocate(capacity: idCapacity)
        smaller.update(from: ids, count: idCount)
        ids.deallocate()
        ids = smaller
    }

    /// Adds ids; where they are. Amortized O(1) an id.
    func add(_ new: UnsafeBufferPointer<TokenID>) -> UInt32 {
        // Four ids are read from where a span's begin.
        if idCount + new.count + 4 > idCapacity {
            let larger = UnsafeMutablePointer<TokenID>.allocate(capacity: idCapacity * 2 + new.count)
            larger.update(from: ids, count: idCount)
            ids.deallocate()
            ids = larger
            idCapacity = idCapacity * 2 + new.count
        }
        let place = idCount
        (ids + place).update(from: new.baseAddress!, count: new.count)
        idCount += new.count
        return UInt32(place)
    }

    /// Remembers a span, unless it is there already or there are too many. Amortized O(1).
    func insert(_ key: jeoul_span_key, count tokens: Int, value: UInt32) {
        slots.insert(key, count: tokens, value: value)
    }

    /// Checks the slots, and that ids lie where they are said to. O(slots).
    func checkInvariants() throws(BrokenInvariant) {
        try slots.checkInvariants(valueEnd: max(1, idCount))
        try require(unitIDCount <= idCount && idCount + 4 <= idCapacity, "there are more ids than there is room for")
    }

    var table: jeoul_span_cache { slots.table }
}
