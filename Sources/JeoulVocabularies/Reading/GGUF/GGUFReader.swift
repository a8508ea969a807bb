import JeoulText
import JeoulTokenizing

/// Reads the metadata at the head of a `.gguf` file (llama.cpp), version 2 or 3, little-endian. The weights are not
/// looked at.
struct GGUFReader {
    /// A value of the metadata; strings and arrays as where they are.
    enum Value {
        case integer(Int)
        case float(Float)
        case boolean(Bool)
        case string(Range<Int>)
        /// An array of numbers or of strings: its type, its length, and where its elements begin.
        case array(type: UInt32, count: Int, start: Int)
    }

    // SAFETY: the buffer outlives the reader; every access is guarded by `take`, which checks what is left.
    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// The values whose keys begin with `tokenizer.`.
    private(set) var values: [String: Value] = [:]

    /// Whether the file begins as such files do.
    static func recognizes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.starts(with: Array("GGUF".utf8)) }

    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
        self.bytes = bytes
        position = 4
        let version = try integer(4)
        guard version == 2 || version == 3 else {
            throw Fault(
                .unsupported, "GGUF of the version \(version)", remedy: "convert the model anew; 2 and 3 are read",
                at: 4)
        }
        _ = try integer(8)
        let count = try integer(8)
        for _ in 0..<count {
            let start = position
            let name = String(decoding: bytes[try string()], as: UTF8.self)
            let value = try value(type: UInt32(truncatingIfNeeded: try integer(4)))
            guard name.hasPrefix("tokenizer.") else { continue }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Fault(.malformed, "the key \(quoted(name.utf8)) comes twice", at: start)
            }
        }
    }

    // MARK: Elements

    /// The strings of an array.
    func strings(_ name: String) throws(Fault) -> [Range<Int>]? {
        guard case .array(let type, let count, let start) = values[name] else { return nil }
        guard type == 8 else { throw Fault(.malformed, "'\(name)' is no list of strings", at: start) }
        var reader = self
        reader.position = start
        var ranges: [Range<Int>] = []
        for _ in 0..<count { ranges.append(try reader.string()) }
        return ranges
    }

    /// The whole numbers of an array.
    func integers(_ name: String) throws(Fault) -> [Int]? {
        guard case .array(let type, let count, let start) = values[name] else { return nil }
        var reader = self
        reader.position = start
        var result: [Int] = []
        for _ in 0..<count {
            guard case .integer(let number) = try reader.value(type: type) else {
                throw Fault(.malformed, "'\(name)' is no list of whole numbers", at: start)
            }
            result.append(number)
        }
        return result
    }

    /// The numbers of an array.
    func floats(_ name: String) throws(Fault) -> [Float]? {
        guard case .array(let type, let count, let start) = values[name] else { return nil }
        guard type == 6 else { throw Fault(.malformed, "'\(name)' is no list of numbers", at: start) }
        var reader = self
        reader.position = start
        var result: [Float] = []
        for _ in 0..<count { result.append(Float(bitPattern: UInt32(truncatingIfNeeded: try reader.integer(4)))) }
        return result
    }

    func text(_ name: String) -> String? {
        if case .string(let range) = values[name] { String(decoding: bytes[range], as: UTF8.self) } else { nil }
    }

    func flag(_ name: String) -> Bool? { if case .boolean(let flag) = values[name] { flag } else { nil } }

    /// A number that can be an id.
    func id(_ name: String) -> TokenID? {
        if case .integer(let number) = values[name], number <= TokenListing.maximumID { TokenID(number) } else { nil }
    }

    // MARK: Bytes

    private mutating func take(_ count: Int) throws(Fault) -> Range<Int> {
        guard count <= bytes.count - position else {
            throw Fault(.truncated, "\(count) bytes are wanted, \(bytes.count - position) are left", at: position)
        }
        position += count
        return position - count..<position
    }

    /// A little-endian number; of eight bytes, one that no file can reach is a fault.
    private mutating func integer(_ size: Int) throws(Fault) -> Int {
        let range = try take(size)
        var value: UInt64 = 0
        for (place, index) in range.enumerated() { value |= UInt64(bytes[index]) << UInt64(8 * place) }
        guard value < 1 << 62 else { throw Fault(.tooLarge, "the number \(value)", at: range.lowerBound) }
        return Int(value)
    }

    private mutating func string() throws(Fault) -> Range<Int> { try take(try integer(8)) }

    private mutating func value(type: UInt32) throws(Fault) -> Value {
        let start = position
        switch type {
        case 0, 1: return .integer(try integer(1))
        case 2, 3: return .integer(try integer(2))
        case 4, 5: return .integer(try integer(4))
        case 6: return .float(Float(bitPattern: UInt32(truncatingIfNeeded: try integer(4))))
        case 7: return .boolean(try integer(1) != 0)
        case 8: return .string(try string())
        case 9: return try array()
        case 10, 11, 12:
            // Of no use to a tokenizer, and as a signed number or a double beyond what `integer` takes.
            _ = try take(8)
            return .integer(0)
        default: throw Fault(.malformed, "a value of the unknown type \(type)", at: start)
        }
    }

    private mutating func array() throws(Fault) -> Value {
        let type = UInt32(truncatingIfNeeded: try integer(4))
        let count = try integer(8)
        let start = position
        let sizes: [UInt32: Int] = [0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8]
        if let size = sizes[type] {
            guard count <= (bytes.count - position) / size else {
                throw Fault(.truncated, "a list of \(count) elements, where the file ends", at: start)
            }
            _ = try take(count * size)
        } else if type == 8 {
            for _ in 0..<count { _ = try string() }
        } else {
            throw Fault(.unsupported, "a list of elements of the type \(type)", at: start)
        }
        return .array(type: type, count: count, start: start)
    }
}
