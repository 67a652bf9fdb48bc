import Reports
import Testing

@testable import Parsing

/// Titles, subtitles and bylines where they stand on a page.
struct HeadTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var head: String
        var title: String?
        var subtitle: String?
        var name: String?
        var unit: String?
        var post: String?
        var tail = ""
        var testDescription: String { head.replacing("\n", with: "⏎") }
    }

    static let body =
        "我从机关来到石桥镇挂职，一晃已经一年。这一年里，我走遍了全镇十六个村，认得了三百多户人家的门。\n"
        + "镇上的人说话慢，办事也慢，可是一件事说定了，就一定办成。我把这一条记在本子上，回去以后也不敢忘记。"

    private static let cases = [
        Case(head: "渠水流到第九斗", title: "渠水流到第九斗"),
        Case(head: "渠水流到第九斗\n滨河市水利局 段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局"),
        Case(head: "滨河市水利局 段秋白\n渠水流到第九斗", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局"),
        Case(head: "渠水流到第九斗\n段秋白\n（滨河市水利局）", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局"),
        Case(head: "渠水流到第九斗\n滨河市水利局\n段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局"),
        Case(head: "渠水流到第九斗\n——在石桥镇的一年\n段秋白", title: "渠水流到第九斗", subtitle: "在石桥镇的一年", name: "段秋白"),
        Case(head: "渠水流到第九斗\n--在石桥镇的一年", title: "渠水流到第九斗", subtitle: "在石桥镇的一年"),
        Case(head: "渠水流到第九斗\n──在石桥镇的一年", title: "渠水流到第九斗", subtitle: "在石桥镇的一年"),
        Case(head: "渠水流到第九斗\n（在挂职干部座谈会上的发言）", title: "渠水流到第九斗", subtitle: "（在挂职干部座谈会上的发言）"),
        Case(
            head: "从实验台到打谷场：\n一名青年教师的两次“开题”\n\n段秋白（植物保护学院）",
            title: "从实验台到打谷场：一名青年教师的两次“开题”", name: "段秋白", unit: "植物保护学院"),
        Case(head: "关于石桥镇挂职锻炼期间有关情况的\n总结报告", title: "关于石桥镇挂职锻炼期间有关情况的总结报告"),
        Case(head: "“把名字写进\n水渠”", title: "“把名字写进水渠”"),
        Case(head: "述 职 报 告", title: "述 职 报 告"),
        Case(head: "述 职 报 告\n挂任石桥镇副镇长\n滨河市水利局 段秋白", title: "述 职 报 告", name: "段秋白", unit: "滨河市水利局"),
        Case(head: "凌晨四点的豆腐坊，谁在点灯？\n\n", title: "凌晨四点的豆腐坊，谁在点灯？"),
        Case(head: "“豆腐要卖给认得的人”\n本报记者 段秋白", title: "“豆腐要卖给认得的人”", name: "段秋白", post: "记者"),
        Case(head: "学校首页  新闻网首页  校内要闻  院部传真\n渠水流到第九斗", title: "渠水流到第九斗"),
        Case(head: "首页 ┆ 时政 ┆ 党建 ┆ 口述\n渠水流到第九斗", title: "渠水流到第九斗"),
        Case(head: "渠水流到第九斗.docx\n\n渠水流到第九斗\n段秋白", title: "渠水流到第九斗", name: "段秋白"),
        Case(
            head: "【挂职故事】段秋白：渠水流到第九斗\n来源：滨河日报  2020-03-04\n\n渠水流到第九斗\n段秋白 口述",
            title: "渠水流到第九斗", name: "段秋白"),
        Case(
            head: "石桥镇信息\n第12期（总第88期）\n\n渠水流到第九斗\n中共石桥县石桥镇委员会\n", title: "渠水流到第九斗",
            unit: "中共石桥县石桥镇委员会"),
        Case(head: "渠水流到第九斗", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局", tail: "滨河市水利局 段秋白\n2020年3月4日"),
        Case(head: "渠水流到第九斗", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局", tail: "滨河市水利局\n段秋白\n2020年3月4日"),
        Case(head: "渠水流到第九斗", title: "渠水流到第九斗", name: "段秋白", tail: "段秋白\n2020年11月于石桥"),
        Case(head: "石桥县水利局关于\n选派干部挂职的通知\n石水发〔2019〕12号\n", title: "石桥县水利局关于选派干部挂职的通知"),
        Case(head: "关于选派干部挂职的实施方案\n（试行）", title: "关于选派干部挂职的实施方案（试行）"),
        Case(head: "石桥镇人民政府\n关于李云舟同志挂职期间表现的鉴定", title: "关于李云舟同志挂职期间表现的鉴定"),
        Case(head: "【挂职日记】\n渠水流到第九斗", title: "渠水流到第九斗"),
        Case(head: "挂职一年有感\n成长", title: "挂职一年有感"),
        Case(
            head: "【人物】渠水流到第九斗\n他把名字写在了闸门上\n本报记者 段秋白\n", title: "渠水流到第九斗", subtitle: "他把名字写在了闸门上", name: "段秋白",
            post: "记者"),
        Case(head: "【通讯】渠水流到第九斗\n——段秋白在石桥镇", title: "渠水流到第九斗", subtitle: "段秋白在石桥镇"),
        Case(head: "【滨河讲堂】2020年第6讲\n渠水流到第九斗\n滨河市水利局 段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局"),
        Case(head: "写给小满的信\n段秋白\n小满：", title: "写给小满的信", name: "段秋白"),
        Case(
            head: "渠水流到第九斗\n（中共石桥县委书记  段秋白  2021年6月1日）", title: "渠水流到第九斗", name: "段秋白", unit: "中共石桥县委", post: "书记"),
        Case(head: "渠水流到第九斗\n二〇二一年五月 段秋白", title: "渠水流到第九斗", name: "段秋白"),
        Case(head: "渠水流到第九斗\n段秋白，滨河市水利局科长", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局", post: "科长"),
        Case(head: "渠水流到第九斗\n段秋白、何小满", title: "渠水流到第九斗", name: "段秋白、何小满"),
        Case(head: "渠水流到第九斗\n滨河税务 段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河税务"),
        Case(head: "渠水流到第九斗\n滨河夜话记者 段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河夜话", post: "记者"),
        Case(
            head: "渠水流到第九斗\n（滨河市人民医院 副主任医师 段秋白 援疆任石桥县人民医院副院长）", title: "渠水流到第九斗", name: "段秋白",
            unit: "滨河市人民医院", post: "副主任医师"),
        Case(
            head: "渠水流到第九斗\n滨河日报全媒体记者 段秋白 实习生 何小满", title: "渠水流到第九斗", name: "段秋白", unit: "滨河日报",
            post: "全媒体记者"),
        Case(head: "渠水流到第九斗", title: "渠水流到第九斗", tail: "姓名\n单位\n李云舟\n滨河市财政局\n周立"),
        Case(
            head: "渠水流到第九斗", title: "渠水流到第九斗", unit: "石桥县水利局", tail: "石桥县水利局\n2019年5月6日\n（此件公开发布）"),
        Case(head: "感 谢 信", title: "感 谢 信", unit: "石桥镇中心学校", tail: "此致\n敬礼！\n石桥镇中心学校\n二〇二〇年七月八日"),
        Case(
            head: "渠水流到第九斗\n段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局", post: "科长",
            tail: "（作者系滨河市水利局科长，挂任石桥镇副镇长）"),
        // Names of sites and columns, and of bulletins, over a title.
        Case(head: "滨河先锋网 - 他山之石\n发布：2021-06-02　点击：90 次\n渠水流到第九斗", title: "渠水流到第九斗"),
        Case(head: "滨河先锋网 · 副刊\n渠水流到第九斗", title: "渠水流到第九斗"),
        Case(head: "滨河两岸 ※ 乡音 ※ 来信\n渠水流到第九斗\n滨河市水利局 段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局"),
        Case(head: "校友社区首页 / 散文园 / 渠水流到第九斗（上）\n渠水流到第九斗\n文/段秋白", title: "渠水流到第九斗", name: "段秋白"),
        Case(
            head: "滨河水利工作专报\n第 6 期（总第 41 期）\n滨河市水利局办公室　　2021年6月2日\n渠水流到第九斗\n——石桥镇见闻",
            title: "渠水流到第九斗", subtitle: "石桥镇见闻", unit: "滨河市水利局办公室"),
        // Labels of who wrote, who spoke and who asked.
        Case(head: "渠水流到第九斗\n作者系滨河市第三中学化学教师 段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市第三中学", post: "化学教师"),
        Case(head: "渠水流到第九斗\n采访人：滨河民声编辑 段秋白", title: "渠水流到第九斗", name: "段秋白", unit: "滨河民声", post: "编辑"),
        Case(
            head: "渠水流到第九斗\n讲述人：段秋白　滨河市水利局工程师，石桥县林业局副局长（挂职）　时间：2021年4月至今\n整理：本报记者 钟离雪",
            title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局", post: "工程师"),
        Case(head: "渠水流到第九斗\n讲述人：段秋白（土家族）　滨河市水利局干部", title: "渠水流到第九斗", name: "段秋白", unit: "滨河市水利局", post: "干部"),
        Case(head: "渠水流到第九斗\n记者 卓玛加 文/图", title: "渠水流到第九斗", name: "卓玛加", post: "记者"),
        Case(head: "渠水流到第九斗", title: "渠水流到第九斗", name: "段秋白", unit: "宣传科", tail: "（图文：宣传科 段秋白）\n点赞 8　收藏 2"),
        Case(head: "渠水流到第九斗", title: "渠水流到第九斗", name: "段秋白", tail: "——驻镇团干 段秋白"),
        Case(head: "渠水流到第九斗", title: "渠水流到第九斗", unit: "滨河市苏陇协作服务中心", tail: "滨河市苏陇协作服务中心\n\n扫一扫在手机打开"),
    ]

    @Test(arguments: cases)
    func headIsRead(given: Case) throws {
        let text = [given.head, Self.body, given.tail].filter { !$0.isEmpty }.joined(separator: "\n")
        let report = try #require(try Support.parser().parse(Support.page(Array(text.utf8))).first?.report)
        #expect(report.title == given.title)
        #expect(report.subtitle == given.subtitle)
        #expect(report.author?.name == given.name)
        #expect(report.author?.unit == given.unit)
        #expect(report.author?.post == given.post)
    }

    @Test func markupSaysWhichLineIsTheTitle() throws {
        let html =
            "<html><head><meta charset=utf-8></head><body><p>驻村笔记选登</p><h1>渠水流到第九斗</h1><h2>一名水利人的一年</h2>"
            + Self.body.split(separator: "\n").map { "<p>\($0)</p>" }.joined() + "</body></html>"
        let report = try #require(try Support.parser().parse(Support.page(Array(html.utf8))).first?.report)
        #expect(report.title == "渠水流到第九斗")
        #expect(report.subtitle == "一名水利人的一年")
    }
}
