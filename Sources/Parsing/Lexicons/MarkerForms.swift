internal import Reports

/// A way of numbering the parts of a page. A class, so that looking at one counts one reference.
final class MarkerForm: Sendable {
    /// 1 to 3: how far the mark speaks for a part by itself.
    let strength: Int
    /// Literal text before the number, without the free text.
    let before: [UInt32]
    /// Whether any short text (a title) may stand before `before`.
    let takesTitle: Bool
    /// Literal text after the number; one of them, the longest that fits. Empty: nothing is asked for.
    let after: [[UInt32]]
    /// Whether a title may follow on the line.
    let takesRest: Bool
    /// The number that `before` itself stands for: 上篇.
    let number: Int?

    init(
        strength: Int, before: [UInt32], takesTitle: Bool, after: [[UInt32]], takesRest: Bool, number: Int?
    ) {
        self.strength = strength
        self.before = before
        self.takesTitle = takesTitle
        self.after = after
        self.takesRest = takesRest
        self.number = number
    }
}

final class MarkerForms: Sendable {
    let forms: [MarkerForm]
    /// The texts before numbers, one of which stands in any line that a form with such a text fits.
    private let befores: PhraseIndex
    /// Of each of them its form.
    private let formsOfBefores: [Int]
    /// Forms that begin with their number, and those whose number stands in brackets after a title.
    private let numberFirst: FormSet
    private let bracketed: FormSet
    /// What counts as digits do: on cheques 壹, 贰, by the old calendar 甲, 乙.
    private let signs: [(sign: UInt32, value: Int)]
    /// One bit for each value of the last six bits of a sign, and of the six before.
    private let signBits: SIMD2<UInt64>
    /// Whether any form may fit a line without a number.
    let hasStatedNumbers: Bool

    init(_ file: LexiconFile, folding: Folding) throws(LexiconError) {
        var forms: [MarkerForm] = []
        for row in file.rows {
            guard forms.count < FormSet.capacity else { throw row.error(0, "more than \(FormSet.capacity) forms") }
            let strength = try row.integer(0)
            guard (1...3).contains(strength) else { throw row.error(0, "strength must be 1, 2 or 3") }
            guard row[3] == "any" || row[3] == "none" else { throw row.error(3, "rest must be any or none") }
            let takesTitle = row[1].hasPrefix("~")
            let number = row[2].hasPrefix("=") ? Int(row[2].dropFirst()) : nil
            if row[2].hasPrefix("="), number == nil { throw row.error(2, "= must be followed by a number") }
            forms.append(
                MarkerForm(
                    strength: strength, before: folding.fold(takesTitle ? String(row[1].dropFirst()) : row[1]),
                    takesTitle: takesTitle,
                    after: number != nil
                        ? []
                        : row[2].split(separator: "|").map { folding.fold(String($0)) }.sorted { $0.count > $1.count },
                    takesRest: row[3] == "any", number: number))
        }
        self.forms = forms
        var signs: [(sign: UInt32, value: Int)] = []
        var bits = SIMD2<UInt64>()
        for row in ["壹贰叁肆伍陆柒捌玖拾", "甲乙丙丁戊己庚辛壬癸"] {
            for (place, sign) in folding.fold(row).enumerated() where Scalars.numeral(sign) == nil {
                signs.append((sign, place + 1))
                bits |= Self.bits(sign)
            }
        }
        signBits = bits
        self.signs = signs
        formsOfBefores = forms.indices.filter { !forms[$0].before.isEmpty }
        befores = PhraseIndex(formsOfBefores.map { forms[$0].before })
        numberFirst = FormSet(forms.indices.filter { forms[$0].before.isEmpty && !forms[$0].takesTitle })
        hasStatedNumbers = forms.contains { $0.number != nil }
        bracketed = FormSet(forms.indices.filter { forms[$0].before.isEmpty && forms[$0].takesTitle })
    }

    /// What a sign counts for that is no digit.
    @inline(__always)
    func sign(_ c: UInt32) -> Int? {
        guard signBits & Self.bits(c) == Self.bits(c) else { return nil }
        return signs.first { $0.sign == c }?.value
    }

    private static func bits(_ c: UInt32) -> SIMD2<UInt64> {
        SIMD2(1 << UInt64(c & 63), 1 << UInt64(c >> 6 & 63))
    }

    /// The place of the form that no row states: words that other lines repeat, with a number at the end.
    var trailing: Int { forms.count }

    /// The place of the forms that no row states and that set their number between signs, or behind 第: ◎ 发言·一, 第一棒.
    var framed: Int { forms.count + 2 }
    var ordinal: Int { forms.count + 3 }

    func strength(_ form: Int) -> Int { form < forms.count ? forms[form].strength : form == ordinal ? 1 : 2 }

    /// The form by which marks of one series know each other: those that state their number are one.
    func series(_ form: Int) -> Int {
        forms[form].number == nil ? form : forms.firstIndex { $0.number != nil } ?? form
    }

    /// Whether its marks are bare numbers, which sections have too.
    func saysNothing(_ form: Int) -> Bool {
        form < forms.count && forms[form].before.isEmpty && !forms[form].takesTitle
    }

    /// Notes what stands before numbers.
    func mark(in table: inout HintTable) { befores.mark(in: &table) { _, _ in .label } }

    /// Places of the forms that may fit a line, in their order.
    ///
    /// - Parameters:
    ///   - hints: Those of the whole line.
    ///   - beginsWithNumber: Whether a number or a letter stands at its beginning, brackets aside.
    func candidates(for line: PlacedText, hints: Hint, beginsWithNumber: Bool) -> FormSet {
        var found = beginsWithNumber ? numberFirst : FormSet()
        if hints.contains(.opener), line.text.contains(where: MarkerReader.isInnerOpener) {
            found.formUnion(bracketed)
        }
        if hints.contains(.label) { befores.forEach(in: line, .label) { found.insert(formsOfBefores[$0]) } }
        return found
    }
}

/// Forms by their places in the lexicon.
struct FormSet: Sendable {
    static let capacity = 256

    private var bits = SIMD4<UInt64>(repeating: 0)

    init(_ forms: [Int] = []) {
        for form in forms { insert(form) }
    }

    mutating func insert(_ form: Int) { bits[form >> 6] |= 1 << UInt64(form & 63) }
    mutating func formUnion(_ other: FormSet) { bits |= other.bits }

    /// In their order.
    func forEach(_ body: (Int) -> Void) {
        for word in 0..<4 {
            var left = bits[word]
            while left != 0 {
                body(word << 6 | left.trailingZeroBitCount)
                left &= left - 1
            }
        }
    }
}
