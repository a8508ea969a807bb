import JeoulText
import ScanKernels

/// What stands beside a place in a text: white space, or a character of a word.
enum WordCharacters {
    /// Whether the character that ends before `position` is one of a word.
    static func stands(before position: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard position > 0 else { return false }
        return isWord(text.scalar(at: text.scalarStart(before: position)).value)
    }

    /// Whether the character at `position` is one of a word.
    static func stands(at position: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard position < text.count else { return false }
        return isWord(text.scalar(at: position).value)
    }

    /// Where the white space that ends before `position` begins, which is looked for down to `limit`, where a character begins.
    static func whiteSpaceStart(
        before position: Int, in text: UnsafeBufferPointer<UInt8>, downTo limit: Int = 0
    ) -> Int {
        var position = position
        while position > limit {
            let start = text.scalarStart(before: position)
            guard isWhiteSpace(text.scalar(at: start).value) else { break }
            position = start
        }
        return position
    }

    /// Where the white space that begins at `position` ends.
    static func whiteSpaceEnd(after position: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        var position = position
        while position < text.count {
            let scalar = text.scalar(at: position)
            guard isWhiteSpace(scalar.value) else { break }
            position += scalar.length
        }
        return position
    }

    /// White_Space.
    static func isWhiteSpace(_ code: Int32) -> Bool {
        [CharacterClass.space, CharacterClass.newline, CharacterClass.blank].contains(
            jeoul_class(UInt32(bitPattern: code)))
    }

    /// `\w` of UTS #18.
    static func isWord(_ code: Int32) -> Bool {
        UInt32(exactly: code).flatMap(Unicode.Scalar.init).map(Scalars.isWord) ?? false
    }
}
