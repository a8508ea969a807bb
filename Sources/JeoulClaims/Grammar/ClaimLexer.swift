/// Turns a claim's text into terms: names, figures, and words by ``ClaimLexicon``. Every word must be one of these, so that nothing
/// that might change the meaning is passed over.
package struct ClaimLexer {
    private let text: String
    private let characters: [Character]
    /// In lower case, one character for one.
    private let folded: [Character]
    private let isKnown: (String) -> Bool
    private(set) var tokens: [ClaimToken] = []
    private var position = 0

    /// - Parameter isKnown: whether a name is that of a vocabulary, so that it may have spaces without quotes.
    static func tokens(of text: String, isKnown: @escaping (String) -> Bool) throws(ClaimSyntaxError) -> [ClaimToken] {
        var lexer = ClaimLexer(text, isKnown)
        while try lexer.advance() {}
        return lexer.tokens
    }

    private init(_ text: String, _ isKnown: @escaping (String) -> Bool) {
        self.text = text
        self.isKnown = isKnown
        characters = text.map(\.asTyped)
        folded = characters.map { character in
            let lower = character.lowercased()
            return lower.count == 1 ? Character(lower) : character
        }
    }

    /// Reads one token; false at the end.
    private mutating func advance() throws(ClaimSyntaxError) -> Bool {
        while position < characters.count, isSpace(position) || isJoint(position) { position += 1 }
        guard position < characters.count else { return false }
        let start = position
        if "\"“‘".contains(characters[start]) || isApostropheQuote(start) {
            try quoted()
        } else if let (name, end) = knownName(at: start) ?? koreanName(at: start) {
            append(.name(name), start, end)
        } else if let end = vendor(at: start) {
            position = end
        } else if isNamedA(start) {
            append(.name(slice(start, start + 1)), start, start + 1)
        } else if let (figure, end) = figure(at: start) {
            append(.figure(figure, text: slice(start, end)), start, end)
        } else if characters[start].isHangul {
            try hangulWord()
        } else if let (terms, end) = phrase(at: start) {
            for term in terms { append(term, start, end) }
        } else if let end = plainName(at: start) {
            append(.name(slice(start, end)), start, end)
        } else {
            throw failure(at: start)
        }
        return true
    }

    private mutating func append(_ term: ClaimTerm, _ start: Int, _ end: Int, isKorean: Bool = false) {
        if term != .filler { tokens.append(ClaimToken(term: term, offset: start, isKorean: isKorean)) }
        position = end
    }

    private func failure(at start: Int) -> ClaimSyntaxError {
        let isNumber = folded[start].isNumber
        return ClaimSyntaxError(
            text: text, offset: start,
            expected: isNumber
                ? "a figure with its unit, such as 33% or 1.5x"
                : "words that claims about tokens are made of; a vocabulary's name with spaces stands in quotes")
    }

    /// The names of vocabularies that are known, in a text that need not be a claim.
    package static func knownNames(in text: String, isKnown: @escaping (String) -> Bool) -> [String] {
        let lexer = ClaimLexer(text, isKnown)
        var names: [String] = []
        var place = 0
        while place < lexer.characters.count {
            if let (name, end) = lexer.knownName(at: place) ?? lexer.koreanName(at: place) {
                names.append(name)
                place = end
            } else {
                place += 1
            }
        }
        return names
    }

    // MARK: Names

    /// A name in quotes, or a figure.
    private mutating func quoted() throws(ClaimSyntaxError) {
        let start = position
        let closings: [Character: String] = ["“": "”\"", "‘": "’'", "'": "'’"]
        let closing = closings[characters[start]] ?? "\"”"
        guard let end = characters[(start + 1)...].firstIndex(where: { closing.contains($0) }), end > start + 1 else {
            throw ClaimSyntaxError(text: text, offset: start, expected: "a name in quotes")
        }
        if let (figure, figureEnd) = figure(at: start + 1), figureEnd == end {
            append(.figure(figure, text: slice(start + 1, end)), start, end + 1)
        } else {
            append(.name(slice(start + 1, end)), start, end + 1)
        }
    }

    /// Whether an apostrophe opens a quotation: a word begins behind it, and another apostrophe ends one.
    private func isApostropheQuote(_ start: Int) -> Bool {
        guard characters[start] == "'", start == 0 || isSpace(start - 1),
            let end = characters[(start + 1)...].firstIndex(of: "'"), end > start + 1, !isSpace(start + 1)
        else { return false }
        return end + 1 == characters.count || !characters[end + 1].isASCII || !characters[end + 1].isLetter
    }

    /// The longest name of a vocabulary that begins here. Words after its first begin with a digit or a capital letter, and are no
    /// words of claims: "GPT-4o uses" is no name, whatever names there may be.
    private func knownName(at start: Int) -> (String, end: Int)? {
        guard isWordStart(start), characters[start].isASCII else { return nil }
        var found: (String, end: Int)?
        var end = start
        var words = 0
        while words < 6, let wordEnd = nameWordEnd(at: end) {
            if words > 0 {
                let first = characters[end]
                let word = String(folded[end..<wordEnd])
                guard first.isNumber || first.isUppercase || found == nil, ClaimLexicon.phrases[word] == nil else {
                    break
                }
            }
            let name = slice(start, wordEnd)
            if isKnown(name) { found = (name, wordEnd) }
            words += 1
            end = wordEnd
            while end < characters.count, characters[end] == " " { end += 1 }
            if end == wordEnd { break }
        }
        return found
    }

    /// The longest name of a vocabulary that begins here and is written in Hangul, at least in part: "엑사원 4.0", "챗GPT-4o". Particles
    /// may follow it at once.
    private func koreanName(at start: Int) -> (String, end: Int)? {
        guard start == 0 || !(characters[start - 1].isHangul || characters[start - 1].isNamePart) else { return nil }
        var found: (String, end: Int)?
        var end = start
        var hasHangul = false
        while end < characters.count, end - start < 32,
            characters[end].isHangul || characters[end].isNamePart || characters[end] == " "
        {
            hasHangul = hasHangul || characters[end].isHangul
            end += 1
            guard hasHangul, characters[end - 1] != " ", endsWord(end) else { continue }
            let name = slice(start, end)
            if isKnown(name) { found = (name, end) }
        }
        return found
    }

    /// Whether a name in Hangul may end here: a space follows, or a row of particles and endings.
    private func endsWord(_ end: Int) -> Bool {
        guard end < characters.count else { return true }
        if !characters[end].isHangul { return !characters[end].isNamePart }
        // Particles and endings in a row are no longer than that.
        let rest = characters[end...].prefix { $0.isHangul }
        return rest.count <= 12 && Self.segmented(rest) != nil
    }

    /// Where the name begins that a vendor's stands before: "OpenAI's GPT-4o", "SK텔레콤의 A.X 4.0".
    private func vendor(at start: Int) -> Int? {
        guard start == 0 || !(characters[start - 1].isHangul || characters[start - 1].isNamePart) else { return nil }
        for vendor in ClaimLexicon.vendors where String(folded[start...].prefix(vendor.count)) == vendor {
            var end = start + vendor.count
            for possessive in ["'s", "’s", "의"]
            where slice(end, min(end + possessive.count, characters.count)) == possessive {
                end += possessive.count
                break
            }
            guard end < characters.count, isSpace(end) else { continue }
            while end < characters.count, isSpace(end) { end += 1 }
            if end < characters.count, (knownName(at: end) ?? koreanName(at: end)) != nil { return end }
        }
        return nil
    }

    /// The end of a row of characters that names have; a full stop, colon or hyphen at its end is no part of it.
    private func nameWordEnd(at start: Int) -> Int? {
        var end = start
        while end < characters.count, characters[end].isNamePart { end += 1 }
        while end > start, ".:-".contains(characters[end - 1]) { end -= 1 }
        return end > start ? end : nil
    }

    /// A word in the place of a name that is not known by it: the first of the claim, or the one behind "than" and its like.
    private func plainName(at start: Int) -> Int? {
        guard isWordStart(start), let end = nameWordEnd(at: start), !characters[start].isHangul else { return nil }
        let names = tokens.count { if case .name = $0.term { true } else { false } }
        switch tokens.last?.term {
        case nil: return end
        case .than, .of, .beats: return names < 2 ? end : nil
        // In Korean the baseline follows the subject's particle.
        case .particle, .name: return names < 2 && text.contains(where: \.isHangul) ? end : nil
        case .particleThan, .particleAgainst: return names < 2 ? end : nil
        default: return nil
        }
    }

    /// Whether the claim begins with a vocabulary called "a" and not with the article: a verb or a Korean particle follows.
    private func isNamedA(_ start: Int) -> Bool {
        guard tokens.isEmpty, folded[start] == "a", start + 1 < characters.count else { return false }
        if characters[start + 1].isHangul { return true }
        guard isSpace(start + 1), let end = wordEnd(at: start + 2) else { return false }
        let word = String(folded[(start + 2)..<end])
        switch ClaimLexicon.phrases[word] {
        case .uses, .reduces, .raises, .handles, .holds: return true
        default: return word == "is"
        }
    }

    // MARK: Words

    /// The longest phrase of the lexicon that begins here. What stands before figures only is taken where one follows.
    private func phrase(at start: Int) -> ([ClaimTerm], end: Int)? {
        var ends: [Int] = []
        var key = ""
        var keys: [String] = []
        var end = start
        while keys.count < ClaimLexicon.longest, let wordEnd = wordEnd(at: end) {
            key += (key.isEmpty ? "" : " ") + String(folded[end..<wordEnd])
            keys.append(key)
            ends.append(wordEnd)
            end = wordEnd
            while end < characters.count, isSpace(end) || characters[end] == "-" { end += 1 }
        }
        for (key, end) in zip(keys, ends).reversed() {
            let bare =
                key.hasSuffix(".") && ClaimLexicon.phrases[key] == nil && key.count > 1 ? String(key.dropLast()) : key
            if let term = ClaimLexicon.beforeFigure[bare], isBeforeFigure(end) { return ([term], end) }
            if let verb = ClaimLexicon.verbsOfFigure[bare] {
                return ([verb.term, .figure(verb.figure, text: bare)], end)
            }
            if let term = ClaimLexicon.behindFigure[bare], tokens.last.map({ $0.isFigure || $0.term == .hedge }) == true
            {
                return ([term], end)
            }
            if let term = ClaimLexicon.phrases[bare] { return ([term], end) }
        }
        return nil
    }

    /// Whether a figure comes next, with nothing but hedges and what stands before figures in between.
    private func isBeforeFigure(_ start: Int) -> Bool {
        var start = start
        for _ in 0..<3 {
            while start < characters.count, isSpace(start) { start += 1 }
            guard start < characters.count else { return false }
            if figure(at: start) != nil { return knownName(at: start) == nil }
            if "~≈∼".contains(characters[start]) {
                start += 1
                continue
            }
            guard let end = wordEnd(at: start),
                ClaimLexicon.phrases[String(folded[start..<end])] == .hedge || ["a", "the"].contains(slice(start, end))
            else { return false }
            start = end
        }
        return false
    }

    /// The end of a word: letters, or one sign.
    private func wordEnd(at start: Int) -> Int? {
        guard start < characters.count, !characters[start].isHangul else { return nil }
        if !characters[start].isLetter, characters[start] != "'", characters[start] != "’" { return start + 1 }
        var end = start
        while end < characters.count, characters[end].isLetter || "'’.".contains(characters[end]),
            !characters[end].isHangul
        {
            end += 1
        }
        while end > start + 1, characters[end - 1] == ".", ClaimLexicon.phrases[String(folded[start..<end])] == nil {
            end -= 1
        }
        return end
    }

    /// A word in Hangul, as a row of stems, particles and endings.
    private mutating func hangulWord() throws(ClaimSyntaxError) {
        let start = position
        var end = start
        while end < characters.count, characters[end].isHangul { end += 1 }
        guard let parts = Self.segmented(characters[start..<end]) else {
            throw ClaimSyntaxError(
                text: text, offset: start, expected: "words that claims about tokens are made of (토큰, 효율, 비용, 보다, 적은 …)"
            )
        }
        var offset = start
        for part in parts {
            if let term = ClaimLexicon.morphemes[part] {
                append(term, offset, end, isKorean: true)
            } else if let figure = ClaimLexicon.koreanFigures[part] {
                append(.figure(figure, text: part), offset, end, isKorean: true)
            }
            offset += part.count
        }
        position = end
    }

    /// A row of morphemes that makes up the word, the longest first; nil where there is none.
    ///
    /// - Complexity: O(characters), for each place is decided once, from the end.
    private static func segmented(_ word: ArraySlice<Character>) -> [String]? {
        let word = Array(word)
        // The longest part at a place behind which there is a row to the end; 0 for none.
        var lengths = Array(repeating: 0, count: word.count)
        for place in word.indices.reversed() {
            for length in stride(from: min(word.count - place, ClaimLexicon.longestMorpheme), to: 0, by: -1) {
                let end = place + length
                guard end == word.count || lengths[end] > 0 else { continue }
                let part = String(word[place..<end])
                if ClaimLexicon.morphemes[part] != nil || ClaimLexicon.koreanFigures[part] != nil {
                    lengths[place] = length
                    break
                }
            }
        }
        var parts: [String] = []
        var place = 0
        while place < word.count {
            guard lengths[place] > 0 else { return nil }
            parts.append(String(word[place..<place + lengths[place]]))
            place += lengths[place]
        }
        return parts
    }

    // MARK: Characters

    private func slice(_ start: Int, _ end: Int) -> String { String(characters[start..<end]) }
    private func isSpace(_ index: Int) -> Bool { characters[index].isWhitespace }

    /// A hyphen between words, which says nothing. Before a digit it is a sign.
    private func isJoint(_ index: Int) -> Bool {
        guard "-–—".contains(characters[index]) else { return false }
        let isSign =
            index + 1 < characters.count && (characters[index + 1].isASCIIDigit || characters[index + 1] == ".")
        return !isSign || index > 0 && characters[index - 1].isLetter
    }

    private func isWordStart(_ index: Int) -> Bool {
        characters[index].isNamePart
            && (index == 0 || !characters[index - 1].isNamePart || characters[index - 1] == "-")
    }
}

// MARK: Figures

extension ClaimLexer {
    /// A figure with its unit, in digits or in words, or a range of two.
    private func figure(at start: Int) -> (Figure, end: Int)? {
        sign(at: start) ?? fraction(at: start) ?? numeric(at: start) ?? koreanFraction(at: start) ?? inWords(at: start)
    }

    /// "⅓", one character
    private func sign(at start: Int) -> (Figure, end: Int)? {
        ClaimLexicon.fractionSigns[characters[start]].map { (.fraction($0.part, $0.whole), start + 1) }
    }

    /// "2/3" of something
    private func fraction(at start: Int) -> (Figure, end: Int)? {
        guard start == 0 || !characters[start - 1].isNamePart, let part = wholeNumber(at: start),
            part.end < characters.count, characters[part.end] == "/", let whole = wholeNumber(at: part.end + 1),
            whole.value > 1,
            (1..<whole.value).contains(part.value), whole.value <= 100,
            whole.end == characters.count || !characters[whole.end].isNamePart
                || ".:".contains(characters[whole.end])
                    && (whole.end + 1 == characters.count || isSpace(whole.end + 1)),
            unit(at: whole.end) == nil
        else { return nil }
        return (.fraction(part.value, whole.value), whole.end)
    }

    private func wholeNumber(at start: Int) -> (value: Int, end: Int)? {
        let digits = characters[min(start, characters.count)...].prefix { $0.isASCIIDigit }
        guard (1...3).contains(digits.count), let value = Int(String(digits)) else { return nil }
        return (value, start + digits.count)
    }

    private func numeric(at start: Int) -> (Figure, end: Int)? {
        guard let first = number(at: start) else { return nil }
        var end = first.end
        let unit = self.unit(at: end)
        if let unit { end = unit.end }
        // "30% to 35%", "30–35%", "between 30 and 35%"
        if let second = separator(at: end).flatMap({ number(at: $0) }), let secondUnit = self.unit(at: second.end),
            unit == nil || unit?.unit == secondUnit.unit,
            let low = Figure(first.text, unit: secondUnit.unit), let high = Figure(second.text, unit: secondUnit.unit),
            let range = Figure(from: low, to: high)
        {
            return (range, secondUnit.end)
        }
        guard let unit, let figure = Figure(first.text, unit: unit.unit) else { return nil }
        if slice(end, min(end + 1, characters.count)) == "대", unit.unit == .percent, let digits = Int(first.text),
            digits % 10 == 0,
            end + 1 >= characters.count || !characters[end + 1].isHangul || characters[end + 1] != "비",
            let range = Figure.decade(of: digits)
        {
            return (range, end + 1)
        }
        return (figure, end)
    }

    private func number(at start: Int) -> (text: String, end: Int)? {
        var start = start
        while start < characters.count, isSpace(start) { start += 1 }
        var end = start
        while end < characters.count,
            characters[end].isASCIIDigit
                || (characters[end] == "." && end + 1 < characters.count && characters[end + 1].isASCIIDigit)
        {
            end += 1
        }
        guard end > start else { return nil }
        // ".65x"
        return ((characters[start] == "." ? "0" : "") + slice(start, end), end)
    }

    /// Behind "to", "and", a dash or a tilde between two numbers.
    private func separator(at start: Int) -> Int? {
        var index = start
        while index < characters.count, isSpace(index) { index += 1 }
        guard index < characters.count else { return nil }
        if "-–—~∼".contains(characters[index]) { return index + 1 }
        for word in ["to", "and", "에서"] where String(folded[index...].prefix(word.count)) == word {
            let end = index + word.count
            if end < characters.count, isSpace(end) { return end }
        }
        return nil
    }

    private func unit(at start: Int) -> (unit: Figure.Unit, end: Int)? {
        var index = start
        while index < characters.count, isSpace(index) { index += 1 }
        let rest = String(folded[index...].prefix(10))
        for (text, unit) in Figure.units where rest.hasPrefix(text) {
            let end = index + text.count
            // "x" is a unit, "xyz" is none, nor are percentage points.
            if end < characters.count {
                let next = folded[end]
                if text.last?.isLetter == true, text.last?.isASCII == true, next.isLetter, next.isASCII { continue }
                if text == "%", "p점포".contains(next) { continue }
            }
            return (unit, end)
        }
        return nil
    }

    /// "3분의 1", "십분의 칠"
    private func koreanFraction(at start: Int) -> (Figure, end: Int)? {
        guard let whole = koreanNumber(at: start), String(characters[whole.end...].prefix(2)) == "분의" else {
            return nil
        }
        var index = whole.end + 2
        while index < characters.count, isSpace(index) { index += 1 }
        guard whole.value > 1, let part = koreanNumber(at: index), (1..<whole.value).contains(part.value),
            whole.value <= 100
        else {
            return nil
        }
        return (.fraction(part.value, whole.value), part.end)
    }

    private func koreanNumber(at start: Int) -> (value: Int, end: Int)? {
        let numerals: [Character: Int] = [
            "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10,
        ]
        if let number = wholeNumber(at: start) { return number }
        guard start < characters.count, let value = numerals[characters[start]] else { return nil }
        return (value, start + 1)
    }

    private func inWords(at start: Int) -> (Figure, end: Int)? {
        // "두 배"
        for (word, figure) in ClaimLexicon.koreanFigures where word.hasSuffix("배") {
            let spaced = "\(word.dropLast()) 배"
            if String(characters[start...].prefix(spaced.count)) == spaced { return (figure, start + spaced.count) }
        }
        guard characters[start].isLetter, !characters[start].isHangul else { return nil }
        var key = ""
        var found: (Figure, end: Int)?
        var end = start
        for _ in 0..<6 {
            guard let wordEnd = wordEnd(at: end), characters[end].isLetter else { break }
            key += (key.isEmpty ? "" : " ") + String(folded[end..<wordEnd])
            if let figure = ClaimLexicon.figures[key] { found = (figure, wordEnd) }
            end = wordEnd
            while end < characters.count, isSpace(end) || characters[end] == "-" { end += 1 }
        }
        return found
    }
}

extension Character {
    /// Whether the character is a composed syllable.
    fileprivate var isHangul: Bool {
        unicodeScalars.first.map { (0xAC00...0xD7A3).contains($0.value) } ?? false
    }
    /// As it is typed on most keyboards: of full width no character, and of the hyphens one.
    fileprivate var asTyped: Character {
        guard unicodeScalars.count == 1, let scalar = unicodeScalars.first else { return self }
        switch scalar.value {
        case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init) ?? self
        case 0x2010, 0x2011: return "-"
        case 0x00A0, 0x202F, 0x3000: return " "
        default: return self
        }
    }
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
    /// Whether names of vocabularies, and their paths, have such.
    fileprivate var isNamePart: Bool { isASCII && (isLetter || isNumber || "._-/+:#".contains(self)) }
}
