import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulFetching

@Suite struct HTTPHeadTests {
    static let stream = """
        HTTP/1.1 100 Continue\r
        \r
        HTTP/1.1 302 Found\r
        Location: http://other/\r
        X-Repo-Commit: abc\r
        \r
        HTTP/2 206 \r
        content-length: 4\r
        Content-Range: bytes 6-9/10\r
        ETag: "x"\r
        \r

        """

    /// However the stream is cut.
    @Test(arguments: [1, 2, 3, 7, 50, 1000]) func headsAreTakenOff(_ size: Int) throws {
        let bytes = Data((Self.stream + "body\r\n\r\n").utf8)
        var reader = HTTPHeadReader()
        var body = Data()
        var response: TransportResponse?
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = Data(bytes[start..<min(start + size, bytes.count)])
            if response != nil {
                body += piece
            } else if let found = try reader.feed(piece) {
                (response, body) = found
            }
        }
        let found = try #require(response)
        #expect(found.status == 206)
        #expect(found.hops.map(\.status) == [302, 206])
        #expect(found.anyHop("x-repo-commit") == "abc")
        #expect(found.final.contentLength == 4)
        #expect(found.final.contentRange?.start == 6)
        #expect(found.final.contentRange?.total == 10)
        #expect(found.final.validator == "\"x\"")
        #expect(body == Data("body\r\n\r\n".utf8))
    }

    @Test(arguments: ["SSH-2.0\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc\r\n\r\n"])
    func whatIsNoHeadIsRefused(_ text: String) {
        var reader = HTTPHeadReader()
        #expect(throws: HTTPHeadReader.Malformed.self) { try reader.feed(Data(text.utf8)) }
    }

    @Test func aHeadWithoutEndIsRefused() {
        var reader = HTTPHeadReader()
        #expect(throws: HTTPHeadReader.Malformed.self) {
            while true { _ = try reader.feed(Data(repeating: 0x61, count: 65_536)) }
        }
    }

    @Test func theWaitIsRead() {
        func wait(_ value: String) -> Double? {
            HTTPHead(status: 429, fields: [HTTPField("Retry-After", value)])
                .retryAfter(now: Date(timeIntervalSince1970: 784_111_770))
        }
        #expect(wait("7") == 7)
        #expect(wait("-7") == 0)
        #expect(wait("Sun, 06 Nov 1994 08:49:37 GMT") == 7)
        #expect(wait("Sun, 06 Nov 1993 08:49:37 GMT") == 0)
        #expect(wait("soon") == nil)
        #expect(wait("nan") == nil)
    }

    @Test func validatorsAreStrong() {
        let weak = HTTPHead(status: 200, fields: [HTTPField("ETag", "W/\"x\""), HTTPField("Last-Modified", "then")])
        #expect(weak.validator == "then")
    }
}
