import ICUShims

/// A call of ICU that failed.
///
/// On valid UTF-8 the only causes are ICU's: its data missing (`U_FILE_ACCESS_ERROR`, `U_MISSING_RESOURCE_ERROR`) or no
/// memory (`U_MEMORY_ALLOCATION_ERROR`); invalid UTF-8 is `U_INVALID_CHAR_FOUND`. A pattern may also take too long on a text
/// (`U_REGEX_TIME_OUT`, `U_REGEX_STACK_OVERFLOW`).
package struct ICUError: Error, Hashable, Sendable, CustomStringConvertible {
    /// ICU's `UErrorCode`, positive.
    package let code: Int32
    /// What was being done, as "normalize to nfc".
    package let operation: String

    /// The code's name in ICU, as "U_MEMORY_ALLOCATION_ERROR".
    package var name: String { String(cString: jeoul_icu_error_name(code)) }

    /// A sentence for the user.
    package var description: String {
        "could not \(operation): \(name) (ICU \(String(cString: jeoul_icu_version())), error \(code))"
    }

    /// An error of that code.
    package init(code: Int32, operation: String) {
        self.code = code
        self.operation = operation
    }

    /// Throws unless `code` is 0.
    package static func check(_ code: Int32, _ operation: @autoclosure () -> String) throws(ICUError) {
        guard code != 0 else { return }
        throw ICUError(code: code, operation: operation())
    }
}
