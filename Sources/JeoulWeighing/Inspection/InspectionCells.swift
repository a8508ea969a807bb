import JeoulText

/// The characters of a text as several vocabularies have it: the columns in which they are compared.
///
/// Vocabularies whose normalizers leave the same text, up to canonical equivalence, share cells, so that 한 composed
/// stands under 한 decomposed. One that changes more (NFKC makes ㈜ three characters) is shown apart.
struct InspectionCells {
    /// The vocabularies, by their place among those inspected.
    let members: [Int]
    /// For each member the byte ranges of the cells in its text: as many for each.
    private(set) var ranges: [[Range<Int>]]

    /// The cells of all vocabularies, in groups of those that can be compared, in the order asked for.
    static func groups(of inspection: TextInspection) -> [InspectionCells] {
        var groups: [(text: String, cells: InspectionCells)] = []
        for (index, item) in inspection.vocabularies.enumerated() {
            let text = String(decoding: item.text, as: UTF8.self)
            // `String` compares by canonical equivalence, which is what is wanted here.
            if let group = groups.firstIndex(where: { $0.text == text && $0.text.count == text.count }) {
                groups[group].cells.add(index, ranges: clusters(text))
            } else {
                groups.append((text, InspectionCells(members: [index], ranges: [clusters(text)])))
            }
        }
        return groups.map { $0.cells.cut(inspection) }
    }

    private init(members: [Int], ranges: [[Range<Int>]]) {
        self.members = members
        self.ranges = ranges
    }

    private mutating func add(_ index: Int, ranges more: [Range<Int>]) {
        self = InspectionCells(members: members + [index], ranges: ranges + [more])
    }

    private static func clusters(_ text: String) -> [Range<Int>] {
        var start = 0
        return text.map { character in
            let range = start..<start + character.utf8.count
            start = range.upperBound
            return range
        }
    }

    /// A cluster longer than this many bytes, where all have the same bytes, is cut into its scalars: it would not fit.
    private static let longest = 12

    private func cut(_ inspection: TextInspection) -> InspectionCells {
        let text = inspection.vocabularies[members[0]].text
        guard ranges[0].contains(where: { $0.count > Self.longest }),
            members.allSatisfy({ inspection.vocabularies[$0].text == text })
        else { return self }
        let cells = ranges[0].flatMap { cell -> [Range<Int>] in
            guard cell.count > Self.longest else { return [cell] }
            let starts = cell.filter { text[$0] & 0xC0 != 0x80 }
            return zip(starts, starts.dropFirst() + [cell.upperBound]).map { $0..<$1 }
        }
        return InspectionCells(members: members, ranges: members.map { _ in cells })
    }
}
