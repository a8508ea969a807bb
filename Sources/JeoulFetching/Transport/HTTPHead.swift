import Foundation
import JeoulText

/// A field of a head.
package struct HTTPField: Sendable, Hashable {
    /// The name as it was written.
    package var name: String
    /// The value, white space at both ends trimmed.
    package var value: String

    /// A field.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The status line and the fields of a response.
package struct HTTPHead: Sendable, Hashable {
    /// The status, as 200.
    package var status: Int
    /// The fields in order.
    package var fields: [HTTPField]

    /// A head.
    package init(status: Int, fields: [HTTPField] = []) {
        self.status = status
        self.fields = fields
    }

    /// The first value of a field; the case of its name does not matter.
    package subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The length of the body that follows, where it is told.
    var contentLength: Int? { self["Content-Length"].flatMap(Int.init) }

    /// `Content-Range: bytes 5-9/10`, or `bytes */10` where nothing is sent.
    var contentRange: (start: Int?, total: Int?)? {
        guard let value = self["Content-Range"], value.lowercased().hasPrefix("bytes ") else { return nil }
        let parts = value.dropFirst(6).split(separator: "/", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return (parts[0].split(separator: "-").first.flatMap { Int($0) }, Int(parts[1]))
    }

    /// What `If-Range` may be given: a strong entity tag, or else the date of the last change.
    var validator: String? {
        if let tag = self["ETag"], !tag.hasPrefix("W/") { return tag }
        return self["Last-Modified"]
    }

    /// How long to wait before asking again, in seconds from `now`.
    func retryAfter(now: Date = Date()) -> Double? {
        guard let value = self["Retry-After"] else { return nil }
        if let seconds = Double(value) { return seconds.isFinite ? max(0, seconds) : nil }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: value).map { max(0, $0.timeIntervalSince(now)) }
    }

    /// Whether another head follows: an interim response, or a redirect that is followed.
    var isFollowed: Bool {
        status < 200 || (300..<400).contains(status) && self["Location"] != nil
    }
}

/// Takes the heads off the front of a stream in which they precede the body, redirects and interim responses included.
struct HTTPHeadReader {
    /// More than any server sends; a stream without an end of its head is none.
    private static let maximumSize = 1 << 18

    private var buffer = Data()
    private var taken = 0
    private var hops: [HTTPHead] = []

    /// What the stream is found to be.
    struct Malformed: Error {}

    /// Takes more of the stream. Returns the response and the beginning of its body once the final head is whole.
    mutating func feed(_ data: Data) throws(Malformed) -> (TransportResponse, body: Data)? {
        buffer.append(data)
        while let (end, next) = Self.end(of: buffer) {
            let head = try Self.parse(buffer.prefix(upTo: end))
            taken += next - buffer.startIndex
            buffer = Data(buffer.suffix(from: next))
            if head.status >= 200 { hops.append(head) }
            if !head.isFollowed { return (TransportResponse(hops: hops), buffer) }
        }
        if taken + buffer.count > Self.maximumSize { throw Malformed() }
        return nil
    }

    /// Where the first head ends, and where what follows begins.
    private static func end(of data: Data) -> (end: Data.Index, next: Data.Index)? {
        let lineFeed = UInt8(ascii: "\n")
        var from = data.startIndex
        while let at = data[from...].firstIndex(of: lineFeed) {
            from = data.index(after: at)
            if from < data.endIndex, data[from] == lineFeed { return (at, from + 1) }
            if data.distance(from: from, to: data.endIndex) >= 2, data[from] == UInt8(ascii: "\r"),
                data[from + 1] == lineFeed
            {
                return (at, from + 2)
            }
        }
        return nil
    }

    private static func parse(_ bytes: Data) throws(Malformed) -> HTTPHead {
        let lines = String(decoding: bytes, as: UTF8.self).split { $0 == "\n" || $0 == "\r\n" }
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else { throw Malformed() }
        let fields = lines.dropFirst().compactMap { line -> HTTPField? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return HTTPField(
                String(line[..<colon]),
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines))
        }
        return HTTPHead(status: status, fields: fields)
    }
}
