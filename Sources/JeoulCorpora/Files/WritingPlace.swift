import Foundation

/// Where a file that somebody names is written: what a link points to, as a shell's `>` and editors have it.
package enum WritingPlace: Equatable, Sendable {
    /// A path that is no link. What is there may be a file, a device, a pipe, or nothing.
    case path(String)
    /// A descriptor of this process, such as `/dev/stdout`: what it is open on has no place to put a file in.
    case descriptor(Int32)

    /// So many links are followed, as the system does.
    private static let mostLinks = 40

    /// The place of a path; nil where its links go round in a circle. Links to what is not there are followed too.
    package init?(of path: String) {
        var path = path
        for _ in 0...Self.mostLinks {
            if let descriptor = Self.descriptor(path) {
                self = .descriptor(descriptor)
                return
            }
            guard let link = Self.link(at: path) else {
                self = .path(path)
                return
            }
            let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
            let folder = slash.map { String(decoding: path.utf8[...$0], as: UTF8.self) } ?? ""
            path = link.utf8.first == UInt8(ascii: "/") ? link : folder + link
        }
        return nil
    }

    /// The path, where it is one.
    package var path: String? { if case .path(let path) = self { path } else { nil } }

    private static func descriptor(_ path: String) -> Int32? {
        for folder in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }

    /// What a link says; nil for what is none.
    private static func link(at path: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = FileName.withPath(path) { name in
            // SAFETY: as many bytes are written as the array has, at most.
            bytes.withUnsafeMutableBytes { buffer in
                buffer.withMemoryRebound(to: CChar.self) { characters in
                    characters.baseAddress.map { readlink(name, $0, characters.count) } ?? -1
                }
            }
        }
        return count > 0 ? FileName.text(of: bytes[..<count]) : nil
    }
}
