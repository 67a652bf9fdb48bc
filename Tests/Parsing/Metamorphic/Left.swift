/// Cases that do not hold yet, as `relation: page`. Each is a fault of the parser's, not of the relation; who mends it takes
/// its line away.
enum Left {
    static let out: Set<String> = [
        // A date in full-width digits is none for `DateReader.first(in:)`, so it becomes a heading or a title.
        "full width: more/B12.txt", "full width: html/portal-tables.html",
        // Navigation tells the kind on the page's first four lines only (`KindClassifier.kind`), and others came before them.
        "wrap model texts: more/B19.html", "wrap government: more/B19.html", "wrap news: more/B19.html",
        // The first line of a wrapped paragraph that has a number is taken for a heading, and its number left out of the id.
        "hard wrap: more/B05.txt", "hard wrap: seeds/003_a348197488842b8b.txt",
        // Only of a report alone on its page is the title read from the paragraph that presents it.
        "alone: seeds/002_43f243b75252aac0.txt 1",
        // Lines without a comma or a full stop, before a digit, a quotation mark or a short rest are not joined.
        "joining: seeds/000_4a198b7ebd7631c9.txt", "joining: seeds/001_de89bca8cd92e572.txt",
        "joining: seeds/002_43f243b75252aac0.txt", "joining: seeds/004_3826b3c1bdb5c99a.txt", "joining: more/B01.txt",
        "joining: more/B03.txt", "joining: more/B08.txt", "joining: more/B10.txt", "joining: more/B11.txt",
        "joining: more/B12.txt", "joining: more/B13.txt", "joining: more/B14.decoded.txt", "joining: more/B14.txt",
        "joining: more/B15.txt", "joining: more/B16.txt", "joining: more/B18.txt", "joining: more/B19.html",
        "joining: pages/notice-with-signature.txt",
    ]
}
