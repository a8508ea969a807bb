/// A field of a record, perhaps within other objects: `data.text` is the member `text` of the member `data`, or the member of that whole
/// name. A record that has both is an error, since it is open which is meant.
struct FieldPath: Sendable, Hashable {
    /// The name as it was given.
    let name: String
    /// The whole name.
    let whole: [UInt8]
    /// The names from the outermost object inwards.
    let steps: [[UInt8]]

    init(_ name: String) {
        self.name = name
        whole = Array(name.utf8)
        steps = whole.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
    }
}

extension JSONScanner {
    /// Reads an object, and calls `body` at each value that is one of the fields, or several of them where they were given twice;
    /// it must read or skip the value.
    ///
    /// - Throws: where a field comes twice in one object, and what `body` throws.
    mutating func fields(
        _ paths: [FieldPath],
        _ body: (inout JSONScanner, _ fields: [Int]) throws(RecordError) -> Void
    ) throws(RecordError) {
        var seen = [Bool](repeating: false, count: paths.count)
        try fields(paths, depth: 0, among: Array(paths.indices), seen: &seen, body)
    }

    private mutating func fields(
        _ paths: [FieldPath], depth: Int, among candidates: [Int], seen: inout [Bool],
        _ body: (inout JSONScanner, _ fields: [Int]) throws(RecordError) -> Void
    ) throws(RecordError) {
        try object { (scanner, key) throws(RecordError) in
            var here: [Int] = []
            var deeper: [Int] = []
            for field in candidates {
                let steps = paths[field].steps
                if depth == 0, scanner.matches(key, paths[field].whole) {
                    here.append(field)
                } else if depth < steps.count, scanner.matches(key, steps[depth]) {
                    if depth == steps.count - 1 { here.append(field) } else { deeper.append(field) }
                }
            }
            if let first = here.first {
                if seen[first] { throw scanner.duplicate(key) }
                for field in here { seen[field] = true }
                try body(&scanner, here)
            } else if !deeper.isEmpty, scanner.peekKind() == .object {
                try scanner.fields(paths, depth: depth + 1, among: deeper, seen: &seen, body)
            } else {
                try scanner.skipValue()
            }
        }
    }
}
