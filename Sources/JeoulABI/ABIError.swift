import JeoulText
import JeoulTokenizing
import JeoulVocabularies
import JeoulHeader

/// Why a call failed, with the code and the places that jeoul.h names.
struct ABIError: Error {
    let code: Int32
    let message: String
    var document = -1
    var offset = -1

    init(_ code: Int, _ message: String, document: Int = -1, offset: Int = -1) {
        self.code = Int32(code)
        self.message = message
        self.document = document
        self.offset = offset
    }

    static func argument(_ message: String) -> ABIError { ABIError(JEOUL_INVALID_ARGUMENT, message) }

    static func offsets(_ offset: Int, document: Int, byteCount: Int) -> ABIError {
        ABIError(
            JEOUL_INVALID_OFFSETS,
            "the offsets of document \(document) descend or go beyond the buffer: \(offset), where \(byteCount) bytes are",
            document: document)
    }

    /// Any error of the library, with the code of its kind.
    init(_ error: any Error) {
        switch error {
        case let error as ABIError: self = error
        case let error as VocabularyError: self.init(JEOUL_VOCABULARY_ERROR, "\(error)")
        case TokenizerError.unknownID(_, let index):
            self.init(JEOUL_UNKNOWN_ID, "\(error)", offset: index)
        default: self.init(JEOUL_FAILED, "\(error)")
        }
    }
}

/// An error that a caller holds: its message is a C string.
final class HeldError {
    let error: ABIError
    let message: HeldString

    init(_ error: ABIError) {
        self.error = error
        message = HeldString(error.message)
    }
}

/// A C string that lives as long as this.
final class HeldString: Sendable {
    // SAFETY: written before it is shared, freed when nobody has it.
    nonisolated(unsafe) let pointer: UnsafePointer<CChar>

    init(_ text: String) {
        let bytes = text.utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        bytes.withUnsafeBufferPointer { copy.initialize(from: $0.baseAddress!, count: bytes.count) }
        pointer = UnsafePointer(copy)
    }

    deinit { pointer.deallocate() }
}

/// Runs what may take a lock, be it of Swift's runtime. No process is forked meanwhile, but where `body` calls
/// `jeoul_gate_pause`; it may not be called within itself.
func gated<Result>(_ body: () -> Result) -> Result {
    jeoul_gate_enter()
    defer { jeoul_gate_leave() }
    return body()
}

/// Runs a call's body; what it throws becomes the call's code and, where `error` is not NULL, an error.
func call(_ error: UnsafeMutablePointer<OpaquePointer?>?, _ body: () throws -> Void) -> Int32 {
    gated {
        do {
            try body()
            return Int32(JEOUL_OK)
        } catch let thrown {
            let found = ABIError(thrown)
            error?.pointee = hold(HeldError(found))
            return found.code
        }
    }
}

/// A handle for an object, which the caller gives back to `release`.
func hold(_ object: AnyObject) -> OpaquePointer { OpaquePointer(Unmanaged.passRetained(object).toOpaque()) }

/// The object of a handle.
// SAFETY: `handle` is of `hold` with an object of this type, and was not released: the contract of jeoul.h.
func held<Object: AnyObject>(_ handle: OpaquePointer, as type: Object.Type) -> Object {
    Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
}

/// Gives a handle back; NULL is nothing.
func release<Object: AnyObject>(_ handle: OpaquePointer?, as type: Object.Type) {
    guard let handle else { return }
    gated { Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).release() }
}
