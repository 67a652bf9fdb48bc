import Reports
import Testing

@testable import Parsing

/// Which numberings divide a page into reports, and which number sections.
struct PartSeriesTests {
    /// Three paragraphs that differ from one another, each prose enough for a report of its own.
    private static func prose(_ seed: Int) -> String {
        let places = ["渡口", "林场", "茶山", "社区", "园区", "渔港"]
        let deeds = ["清了淤塞的水渠", "补齐了路灯", "教会了老人用手机交费", "把欠账一笔一笔还清", "请来了农技员", "修好了卫生室的屋顶"]
        let place = places[seed % places.count]
        return """
            我到\(place)的时候正下着雨，接我的人没有多说话，只是带我把每一条巷子走了一遍，告诉我哪一家有病人，哪一家的孩子在外面上学。
            半年里，我和同事\(deeds[seed % deeds.count])，又\(deeds[(seed + 2) % deeds.count])。事情不大，可是每一件都有人记着，也有人等着，等了不止一年。
            离开\(place)的那天，我在本子的最后一页写下：群众心里有一杆秤，称的不是话，是脚印。这句话我会一直带着走下去，走到哪里都不忘。
            """
    }

    private static func reports(_ text: String) throws -> [Report] {
        try Support.parser().parse(Support.page(Array(text.utf8))).map(\.report)
    }

    private static let marks: [(title: String, marks: [String], labels: [String])] = [
        ("挂职心得体会范文(3篇)", ["篇一:", "篇二:", "篇三:"], ["篇一", "篇二", "篇三"]),
        ("挂职心得体会范文(3篇)", ["【篇1】", "【篇2】", "【篇3】"], ["篇1", "篇2", "篇3"]),
        ("挂职总结", ["第一篇", "第二篇", "第三篇"], ["第一篇", "第二篇", "第三篇"]),
        ("挂职总结精选", ["范文一", "范文二", "范文三"], ["范文一", "范文二", "范文三"]),
        ("挂职总结三篇", ["1", "2", "3"], ["1", "2", "3"]),
        ("挂职总结三篇", ["01", "02", "03"], ["01", "02", "03"]),
        ("挂职总结三篇", ["(一)", "(二)", "(三)"], ["(一)", "(二)", "(三)"]),
        ("干部挂职体会（3篇）", ["1、水渠", "2、路灯", "3、屋顶"], ["1", "2", "3"]),
        ("挂职工作材料汇编", ["【一】", "【二】", "【三】"], ["一", "二", "三"]),
        ("挂职工作材料汇编", ["总结1:", "总结2:", "总结3:"], ["总结1", "总结2", "总结3"]),
        ("述职报告", ["挂职述职报告一", "挂职述职报告二", "挂职述职报告三"], ["挂职述职报告一", "挂职述职报告二", "挂职述职报告三"]),
        ("交流发言", ["发言之一", "发言之二", "发言之三"], ["发言之一", "发言之二", "发言之三"]),
        (
            "挂职心得体会", ["年轻干部挂职心得体会300字：篇一", "年轻干部挂职心得体会300字：篇二", "年轻干部挂职心得体会300字：篇三"],
            ["年轻干部挂职心得体会300字：篇一", "年轻干部挂职心得体会300字：篇二", "年轻干部挂职心得体会300字：篇三"]
        ),
        (
            "挂职总结",
            [
                "新选派干部到基层一线挂职锻炼个人年度工作总结报告范文 篇1", "新选派干部到基层一线挂职锻炼个人年度工作总结报告范文 篇2",
                "新选派干部到基层一线挂职锻炼个人年度工作总结报告范文 篇3",
            ],
            [
                "新选派干部到基层一线挂职锻炼个人年度工作总结报告范文 篇1", "新选派干部到基层一线挂职锻炼个人年度工作总结报告范文 篇2",
                "新选派干部到基层一线挂职锻炼个人年度工作总结报告范文 篇3",
            ]
        ),
        ("基层挂职手记", ["基层挂职·一", "基层挂职·二", "基层挂职·三"], ["基层挂职·一", "基层挂职·二", "基层挂职·三"]),
        ("挂职心得体会", ["挂职心得体会[1]", "挂职心得体会[2]", "挂职心得体会[3]"], ["挂职心得体会[1]", "挂职心得体会[2]", "挂职心得体会[3]"]),
        ("挂职总结参考", ["例1", "例2", "例3"], ["例1", "例2", "例3"]),
        ("挂职干部手记三篇", ["01 水渠", "02 路灯", "03 屋顶"], ["01", "02", "03"]),
        ("述职与感悟", ["【上篇】", "【中篇】", "【下篇】"], ["上篇", "中篇", "下篇"]),
        ("他们三人", ["壹", "贰", "叁"], ["壹", "贰", "叁"]), ("他们三人", ["（壹）", "（贰）", "（叁）"], ["（壹）", "（贰）", "（叁）"]),
        ("挂职手记三篇", ["壹：水渠", "贰：路灯", "叁：屋顶"], ["壹", "贰", "叁"]),
        ("来稿三则", ["甲篇", "乙篇", "丙篇"], ["甲篇", "乙篇", "丙篇"]), ("来稿三则", ["文稿A", "文稿B", "文稿C"], ["文稿A", "文稿B", "文稿C"]),
        ("来稿三则", ["㊀", "㊁", "㊂"], ["㊀", "㊁", "㊂"]),
        ("来稿三则", ["PART ONE", "PART TWO", "PART THREE"], ["PART ONE", "PART TWO", "PART THREE"]),
        ("来稿三则", ["◆01◆", "◆02◆", "◆03◆"], ["01", "02", "03"]),
        ("来稿三则", ["来信（一）", "来信（二）", "来信（三）"], ["来信（一）", "来信（二）", "来信（三）"]),
        ("来稿三则", ["第贰例", "第叁例", "第肆例"], ["第贰例", "第叁例", "第肆例"]), ("来稿三则", ["首篇", "次篇", "末篇"], ["首篇", "次篇", "末篇"]),
        ("来稿三则", ["A", "B", "C"], ["A", "B", "C"]), ("来稿三则", ["#1", "#2", "#3"], ["1", "2", "3"]),
        ("来稿三则", ["Chapter 1", "Chapter 2", "Chapter 3"], ["Chapter 1", "Chapter 2", "Chapter 3"]),
        ("来稿三则", ["第一封信", "第二封信", "第三封信"], ["第一封信", "第二封信", "第三封信"]),
        ("表态发言三则", ["① 江口篇", "② 渔港篇", "③ 林场篇"], ["① 江口篇", "② 渔港篇", "③ 林场篇"]),
        // One style for each, a number twice, a number left out.
        ("心得体会集锦", ["篇一:", "【篇2】", "第三篇"], ["篇一", "篇2", "第三篇"]),
        ("心得体会集锦", ["第一篇", "第二篇", "第二篇"], ["第一篇", "第二篇", "第二篇"]),
        ("心得体会集锦", ["第一篇", "第二篇", "第四篇"], ["第一篇", "第二篇", "第四篇"]),
    ]

    @Test(arguments: Self.marks.indices)
    func marksDivideAPage(number: Int) throws {
        let (title, marks, labels) = Self.marks[number]
        let text = ([title] + marks.enumerated().flatMap { [$1, Self.prose($0)] }).joined(separator: "\n")
        let reports = try Self.reports(text)
        #expect(reports.count == 3)
        #expect(reports.compactMap { $0.sightings.first?.part?.label }.map(bare) == labels.map(bare))
    }

    private func bare(_ label: String) -> String { label.filter { !"()（）【】".contains($0) } }

    private static let headings: [[String]] = [
        ["一、摸清家底", "二、办成实事", "三、记住教训"], ["(一)摸清家底", "(二)办成实事", "(三)记住教训"],
        ["1.摸清家底", "2.办成实事", "3.记住教训"], ["1、摸清家底", "2、办成实事", "3、记住教训"],
        ["第一、摸清家底", "第二、办成实事", "第三、记住教训"], ["首先，摸清家底", "其次，办成实事", "最后，记住教训"],
        ["第一章 总则", "第二章 选派", "第三章 附则"], ["①摸清家底", "②办成实事", "③记住教训"],
        ["壹、摸清家底", "贰、办成实事", "叁、记住教训"], ["甲、摸清家底", "乙、办成实事", "丙、记住教训"],
        ["第一件 摸清家底", "第二件 办成实事", "第三件 记住教训"], ["第一段 摸清家底", "第二段 办成实事", "第三段 记住教训"],
        ["摸清家底", "办成实事", "记住教训"], ["◆摸清家底", "◆办成实事", "◆记住教训"],
    ]

    @Test(arguments: Self.headings)
    func headingsOfASingleReportDivideNothing(headings: [String]) throws {
        let head = ["在基层的一年", "临江市水利局  宋佳禾"]
        let text = (head + headings.enumerated().flatMap { [$1, Self.prose($0)] }).joined(separator: "\n")
        let reports = try Self.reports(text)
        #expect(reports.count == 1)
        #expect(reports.first?.title == "在基层的一年")
    }

    /// Names that no list knows: the dash line under a title, behind a blank one, says where the second report begins.
    @Test func aDashLineUnderATitleOpensAReport() throws {
        let parts = [
            "守渠人\n\(Self.prose(0))", "看窗口\n——一名审批员的半年\n某单位 佚名氏\n\(Self.prose(1))",
            "夜上堤\n——防汛值守记\n某单位 无名氏\n\(Self.prose(2))",
        ]
        let text = "挂职干部来稿选登\n\n" + parts.joined(separator: "\n\n")
        #expect(try Self.reports(text).map(\.title) == ["守渠人", "看窗口", "夜上堤"])
    }

    /// Under the same sign a writer each, of whom one is masked and one has a name that no list knows.
    @Test func writersUnderOneSignDivideAPage() throws {
        let writers = ["□ 临江市水利局  宋佳禾", "□ 柳条  滨河市西城区疾病预防控制中心", "□ 周某某"]
        let text = ["灯下夜话（三）"] + writers.enumerated().flatMap { ["", $1, Self.prose($0)] }
        #expect(try Self.reports(text.joined(separator: "\n")).count == 3)
    }

    @Test func thoseAFeatureCallsUpBySignsDivideNothing() throws {
        let called = ["■ 守渠的人", "■ 看窗口的人", "■ 夜上堤的人"]
        let head = ["他们在下河镇", "本报记者  宋佳禾"]
        let text = head + called.enumerated().flatMap { ["", $1, Self.prose($0)] }
        #expect(try Self.reports(text.joined(separator: "\n")).count == 1)
    }

    @Test func aSalutationBehindThanksOpensTheNextSpeech() throws {
        let text = [
            "年轻干部座谈会发言稿", "各位领导、同志们：", Self.prose(0), "我的发言结束，谢谢大家！", "尊敬的各位领导：", Self.prose(1), "汇报完毕，请大家批评！",
        ]
        let reports = try Self.reports(text.joined(separator: "\n"))
        #expect(reports.count == 2)
        #expect(reports.last?.text.hasPrefix("尊敬的各位领导") == true)
        // Without thanks the audience is addressed once more.
        let once = text.filter { !$0.contains("谢谢大家") }
        #expect(try Self.reports(once.joined(separator: "\n")).count == 1)
    }

    /// The third report has its writer below, and nothing but that tells its title from a heading.
    @Test func aSignatureBelowTellsATitleFromAHeading() throws {
        let parts = [
            ["守渠人", "临江市水利局  宋佳禾", "", Self.prose(0)], ["看窗口", "（苗向前  临江市审批局）", "", Self.prose(1)],
            ["夜里的电话", Self.prose(2), "（临江市应急管理局  丁一鸣）"],
            ["渡口边的老师傅", "——企业挂职记", "临江市职业技术学院  高远", Self.prose(3)],
        ]
        let text = "挂职干部心得摘登\n\n" + parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
        #expect(try Self.reports(text).map(\.title) == ["守渠人", "看窗口", "夜里的电话", "渡口边的老师傅"])
    }

    @Test func titlesWithBylinesDivideAPage() throws {
        let titles = ["守渠人", "看窗口", "夜上堤"]
        let bylines = ["临江市水利局  宋佳禾", "(临江市审批局 苗向前)", "临江市应急管理局科长  丁一鸣"]
        let below = ["挂职干部来稿选登"] + titles.indices.flatMap { [titles[$0], bylines[$0], Self.prose($0)] }
        #expect(try Self.reports(below.joined(separator: "\n")).map(\.title) == titles)
        let above = ["挂职干部来稿选登"] + titles.indices.flatMap { [bylines[$0], titles[$0], Self.prose($0)] }
        #expect(try Self.reports(above.joined(separator: "\n")).map(\.title) == titles)
    }

    @Test func titlesOfATableOfContentsDivideAPage() throws {
        let titles = ["守渠人", "看窗口", "夜上堤"]
        let contents = ["挂职通讯", "本期目录"] + titles.map { "\($0)…………3" }
        let text = contents + titles.indices.flatMap { [titles[$0], Self.prose($0)] }
        let reports = try Self.reports(text.joined(separator: "\n"))
        #expect(reports.map(\.title) == titles)
        #expect(reports.first?.sightings.first?.removed.contains { $0.text.hasPrefix("守渠人…") } == true)
    }

    /// A few characters that other lines repeat but for their number, between signs or behind 第.
    @Test(arguments: [
        (["〓甲章〓", "〓乙章〓", "〓丙章〓"], 3), (["☆第(1)封☆", "☆第(2)封☆", "☆第(3)封☆"], 3), (["◎ 谈话·一", "◎ 谈话·二", "◎ 谈话·三"], 3),
        (["第一桨", "第二桨", "第三桨"], 3), (["第一天", "第二天", "第三天"], 1), (["第1天", "第2天", "第3天"], 1),
    ])
    func framedLabelsDivideAPageWithBylines(labels: [String], count: Int) throws {
        let bylines = ["临江市水利局  宋佳禾", "苗向前（临江市审批局）", "临江市应急管理局科长  丁一鸣"]
        let titles = ["渠", "灯下看窗口", "夜上堤"]
        let parts = labels.indices.map { n in
            [labels[n]] + (count > 1 ? [titles[n], bylines[n]] : []) + [Self.prose(n)]
        }
        let head = count > 1 ? ["江上三代人"] : ["沿江走了三趟", "临江市水利局  宋佳禾"]
        let found = try Self.reports((head + parts.map { $0.joined(separator: "\n") }).joined(separator: "\n\n"))
        #expect(found.count == count)
        guard count > 1 else { return }
        #expect(found.map(\.title) == titles)
        #expect(found.map { $0.author?.name } == ["宋佳禾", "苗向前", "丁一鸣"])
    }
}
