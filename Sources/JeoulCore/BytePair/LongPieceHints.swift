import ScanKernels

/// The memory that one thread needs for the hints of `jeoul_encode_long`, and how they are made; see `LongPieceEncoder`.
/// Not `Sendable`: each thread has its own.
final class LongPieceHints {
    private let kernel: ScanKernel
    private let partBytes: Int
    private let bareBytes: Int
    private var memory: UnsafeMutablePointer<jeoul_hints>?

    /// What a vector merges of letters, and a multiple of a syllable's bytes.
    private static let lanePartBytes = Int(JEOUL_LANE_TOKENS)

    /// - Parameters:
    ///   - kernel: what merges the parts.
    ///   - partBytes: the bytes of a part, at least one; by default what is fastest.
    ///   - bareBytes: how many bytes of a piece have no hints before it is decided whether others get some; with 0 all have.
    init(kernel: ScanKernel = .best, partBytes: Int? = nil, bareBytes: Int = 512) {
        self.kernel = kernel
        let hasLanes = kernel.pointer.pointee.merge_lanes != nil
        let most = Int(JEOUL_MOST_PART_BYTES)
        self.partBytes = min(partBytes ?? (hasLanes ? Self.lanePartBytes : most), most)
        self.bareBytes = bareBytes
    }

    deinit { memory?.deallocate() }

    /// The memory, ready for pieces of a vocabulary.
    func ready(for tables: jeoul_merge_tables) -> UnsafeMutablePointer<jeoul_hints> {
        let memory = self.memory ?? .allocate(capacity: 1)
        self.memory = memory
        memory.pointee.merge_lanes = kernel.pointer.pointee.merge_lanes
        memory.pointee.tables = tables
        memory.pointee.part_bytes = UInt32(partBytes)
        memory.pointee.bare_bytes = UInt32(bareBytes)
        return memory
    }
}
