import ICUShims

/// Normalization by the definition (UAX #15, section 1.3; the Unicode Standard, section 3.11), in linear time.
///
/// ICU inserts each combining mark into those before it, which is quadratic when they come in the wrong order: ten
/// megabytes of marks on one letter take it hours. Here they are sorted by counting. ICU still knows the data:
/// decompositions, combining classes and composites. It is the slower way for ordinary text, by far.
enum LongRun {
    /// The text in the form. O(n) time and memory.
    static func normalized(
        _ text: UnsafeBufferPointer<UInt8>, form: NormalizationForm
    ) throws(ICUError) -> [UInt8] {
        var scalars = try decomposed(text, form: form)
        reorder(&scalars)
        if form.composes { compose(&scalars) }
        return encoded(scalars)
    }

    /// A scalar with its Canonical_Combining_Class.
    private struct Scalar {
        var value: Int32
        var combiningClass: UInt8

        init(_ value: Int32) {
            self.value = value
            combiningClass = jeoul_combining_class(value)
        }
    }

    private static func decomposed(
        _ text: UnsafeBufferPointer<UInt8>, form: NormalizationForm
    ) throws(ICUError) -> [Scalar] {
        var scalars: [Scalar] = []
        scalars.reserveCapacity(text.count / 2)
        // The longest decomposition, of U+FDFA, has 18 code units.
        var buffer = [UInt16](repeating: 0, count: 32)
        var offset = 0
        while offset < text.count {
            let scalar = text.scalar(at: offset)
            offset += scalar.length
            var length: Int32 = 0
            try ICUError.check(
                jeoul_decomposition(form.shim, scalar.value, &buffer, Int32(buffer.count), &length),
                "decompose U+\(String(scalar.value, radix: 16))")
            if length < 0 {
                scalars.append(Scalar(scalar.value))
                continue
            }
            var decoder = UTF16()
            var units = buffer[..<Int(length)].makeIterator()
            while case .scalarValue(let part) = decoder.decode(&units) { scalars.append(Scalar(Int32(part.value))) }
        }
        return scalars
    }

    /// Sorts each run of marks (class > 0) by class; equal classes keep their order.
    private static func reorder(_ scalars: inout [Scalar]) {
        var start = 0
        while start < scalars.count {
            guard scalars[start].combiningClass != 0 else {
                start += 1
                continue
            }
            var end = start
            while end < scalars.count, scalars[end].combiningClass != 0 { end += 1 }
            sort(&scalars, start..<end)
            start = end
        }
    }

    /// Stable, by counting for the long and by insertion for the short.
    private static func sort(_ scalars: inout [Scalar], _ range: Range<Int>) {
        if range.count <= 32 {
            for index in range.dropFirst() {
                let moved = scalars[index]
                var hole = index
                while hole > range.lowerBound, scalars[hole - 1].combiningClass > moved.combiningClass {
                    scalars[hole] = scalars[hole - 1]
                    hole -= 1
                }
                scalars[hole] = moved
            }
            return
        }
        var next = [Int](repeating: 0, count: 257)
        for index in range { next[Int(scalars[index].combiningClass) + 1] += 1 }
        next[0] = range.lowerBound
        for value in 1...256 { next[value] += next[value - 1] }
        for scalar in Array(scalars[range]) {
            scalars[next[Int(scalar.combiningClass)]] = scalar
            next[Int(scalar.combiningClass)] += 1
        }
    }

    /// Composes each scalar with the last starter before it, unless one between them blocks it.
    private static func compose(_ scalars: inout [Scalar]) {
        var starter: Int?
        var count = 0
        for scalar in scalars {
            if let starter, starter == count - 1 || scalars[count - 1].combiningClass < scalar.combiningClass {
                let composite = jeoul_composite(scalars[starter].value, scalar.value)
                if composite >= 0 {
                    scalars[starter] = Scalar(composite)
                    continue
                }
            }
            if scalar.combiningClass == 0 { starter = count }
            scalars[count] = scalar
            count += 1
        }
        scalars.removeSubrange(count...)
    }

    private static func encoded(_ scalars: [Scalar]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 3)
        for scalar in scalars {
            let value = Unicode.Scalar(UInt32(bitPattern: scalar.value)) ?? "\u{FFFD}"
            if let code = UTF8.encode(value) { bytes.append(contentsOf: code) }
        }
        return bytes
    }
}
