/// Cases that do not hold yet, as `relation: page`. Each is a fault of the parser's, not of the relation; who mends it takes
/// its line away.
enum Left {
    static let out: Set<String> = [
        // A date in full-width digits is none for `DateReader.first(in:)`, so it becomes a heading or a title.
        "full width: more/B12.txt", "full width: html/portal-tables.html",
        // Navigation tells the kind on the page's first four lines only (`KindClassifier.kind`), and others came before them.
        "wrap model texts: more/B19.html", "wrap government: more/B19.html", "wrap news: more/B19.html",
        // Only of a report alone on its page is the title read from the paragraph that presents it.
        "alone: seeds/002_43f243b75252aac0.txt 1",
        // A break within a Latin word that no hyphen marks reads as a blank; and 003's number follows from it.
        "hard wrap: seeds/003_a348197488842b8b.txt", "joining: more/B13.txt",
        // What a break leaves of a line that had been broken before is short; a full line that ends with ; may be an item.
        "joining: more/B08.txt", "joining: more/B14.decoded.txt", "joining: more/B14.txt",
    ]
}
