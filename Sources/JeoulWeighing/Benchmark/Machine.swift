import Foundation

/// What this program runs on, as far as the system tells.
enum Machine {
    /// The processor, the number of cores and the system: `AMD EPYC, 2 cores, Debian GNU/Linux 12 (bookworm)`.
    static var description: String {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return
            "\(processor ?? architecture), \(cores) core\(cores == 1 ? "" : "s"), \(ProcessInfo.processInfo.operatingSystemVersionString)"
    }

    private static var processor: String? {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86-64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown processor"
        #endif
    }
}
