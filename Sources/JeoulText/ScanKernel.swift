import ScanKernels

/// One instruction set's version of the scan; all give the same results, and `best` is the fastest of this machine.
/// It points to a constant table of the C target that lives as long as the program.
package struct ScanKernel: @unchecked Sendable {
    // SAFETY: nothing can change that table.
    package let pointer: UnsafePointer<jeoul_kernel>

    /// `scalar`, `sse2`, `avx2`, `avx512` or `neon`.
    package var name: String { String(cString: pointer.pointee.name) }

    /// The kernels that this machine can run, slowest first.
    package static let all: [ScanKernel] = {
        var count = 0
        guard let table = jeoul_kernels(&count) else { return [] }
        return (0..<count).compactMap { table[$0].map(ScanKernel.init(pointer:)) }
    }()

    /// The fastest kernel of this machine.
    package static let best = all[all.count - 1]

    /// The kernel of that name, or nil where this machine cannot run it.
    package static func named(_ name: String) -> ScanKernel? { all.first { $0.name == name } }
}
