import Reports
import Testing

@testable import Parsing

/// Which lines go where they stand, and by what.
struct FurnitureTests {
    private static let title = "田埂上的一年"
    private static let paragraphs = [
        "去年三月,我受组织选派到安化县田庄乡挂职,任乡党委委员、副乡长,分管水利和安全生产。一年来,我走遍了全乡十七个村。",
        "刚到乡里的时候,我连田埂都走不稳。老支书领着我从一丘田走到另一丘田,告诉我哪里渗水,哪里塌方,哪里年年要修。",
        "半年以后,我们修好了两条水渠。通水那天,村里的老人蹲在渠边洗手,说这水好多年没有来过了。",
    ]

    private func explanation(of line: String, in lines: [String]) throws -> Explanation {
        let page = try Support.page(Array(lines.joined(separator: "\n").utf8))
        return try #require(try Support.parser().explain(page).last { $0.text == line })
    }

    private func evidence(_ line: String) throws -> FurnitureEvidence {
        let lexicons = try Support.lexicons.get()
        let table = LineTable(Scalars.array(line), characters: lexicons.characters)
        let known = try #require(table.lines.first)
        return table.withPlacedText(0) { lexicons.furnitureWords.weigh($0, of: known) }
    }

    @Test(arguments: [
        "公文写作、演讲稿、述职报告代写 电话同微信 138****0000", "喜欢就点个关注吧,每天分享写作干货", "您可能关注的文档",
        "温馨提示:按Ctrl+D收藏本页,方便下次查看", "关注我们:新浪微博 | 微信 | 抖音", "上一篇 驻村日记 下一篇 没有了",
        "【我要打印】【我要纠错】【字体:大 中 小】", "责编 / 林一 审核 / 周二", "(责任编辑 小鱼)", "图文来源 | 县融媒体中心",
        "编辑:王小小  初审:李大大  终审:赵中中", "已有 23 人点赞", "阅读 1024 · 评论 3 · 点赞 12", "转发(12) 评论(3) 收藏",
        "用户名: 密码: 匿名发表", "请遵守互联网评论公约", "点击下方名片 关注我们", "- END -", "如涉及作品版权问题,请与我们联系",
        "您是第1234567位访问者", "收藏本文 | 打印 | 投稿 | 推荐", "本文档由会员 小鱼儿 上传分享", "1 / 3 页", "没有更多内容了",
        "加入QQ群 123456789 一起交流", "招聘信息 房产信息 二手交易", "举报/反馈", "发布于:湖南省", "IP属地:湖南", "取消 允许",
        "沙发 2013-4-8 23:11 过路的鱼:写得实在,顶!", "报:市委组织部 送:各乡镇党委 发:各支部", "(共印120份)",
        "------------分割线,喝口水继续------------", "签名档:一蓑烟雨任平生", "长按识别图中小程序码为喜欢的文章投票",
    ])
    func furnitureGoesAfterTheText(line: String) throws {
        let found = try explanation(of: line, in: [Self.title] + Self.paragraphs + [line])
        #expect(found.removed != nil, "\(found.why)")
    }

    @Test(arguments: [
        "首页 机构概况 党务公开 干部工作 人才工作 基层党建 在线学习", "某某论坛 » 市井杂谈 » 查看主题", "学校概况  教师园地  家校共育  校务公开",
        "欢迎光临某某市党建网!今天是2019年3月2日 星期六", "2019-03-02 10:22:31 来源: 本站 浏览: 322次", "听全文",
        "本文共1200字,阅读约需3分钟", "↑点击上方“某某发布”关注我们", "原创 小编 某某先锋 2020-01-02", "收录于合集 #挂职手记 12个",
        "登录 | 注册 | 投稿", "导语:挂职锻炼是培养干部的重要途径,下面一起来看看这篇心得体会吧。", "内部资料  注意保存",
        "第4版:党建周刊", "上一版3 4下一版", "【大 中 小】【打印】【繁体】", "⟳ 订阅 / 未读 38 / 星标", "佳句网 2024-01-09 21:30 更新",
        "某某网--资料分类--总结汇报",
    ])
    func furnitureGoesBeforeTheText(line: String) throws {
        let above = try explanation(of: line, in: [line, Self.title, "县水利局  李向前"] + Self.paragraphs)
        #expect(above.removed != nil, "\(above.why)")
        let below = try explanation(of: line, in: [Self.title, line] + Self.paragraphs)
        #expect(below.removed != nil, "\(below.why)")
    }

    @Test(arguments: [
        "公文代笔请加客服微信:qiuye-doc,三小时出稿", "【置顶】考研公考资料包,免费领!", "全站会员特惠,充一年送一年,海量材料任意下",
        "广告 冬季新款羽绒服 清仓价69元起 点击抢购", "喜欢这篇文章的话,记得转发给身边的朋友哦",
    ])
    func advertsGoBetweenParagraphs(line: String) throws {
        let found = try explanation(
            of: line, in: [Self.title] + Self.paragraphs.prefix(2) + [line] + Self.paragraphs.suffix(1))
        #expect(found.removed != nil, "\(found.why)")
    }

    /// Headings whose words are furniture's too.
    @Test(arguments: [
        "一、微信群里的议事会", "(二)扫码就能办的事", "开通热线电话", "三是建好公众号", "网上办事大厅", "推荐优秀青年", "下载的快乐",
        "一次难忘的投票", "关注留守儿童", "群众的点赞", "发表在省报上的文章", "收藏的那双布鞋", "二维码上墙", "从“会员”到“主人”",
        "打印社里的一夜", "“支持”与“反对”", "沙发与板凳", "责任编辑也是责任", "小程序大民生", "文明上网进校园", "请关注这些孩子",
    ])
    func headingsStay(line: String) throws {
        for lines in [
            [Self.title, line] + Self.paragraphs,
            [Self.title] + Self.paragraphs.prefix(2) + [line] + Self.paragraphs.suffix(1),
        ] {
            let found = try explanation(of: line, in: lines)
            #expect(found.removed == nil, "\(found.why)")
        }
    }

    @Test(arguments: [
        "此致", "敬礼", "谢谢大家!", "二〇二〇年三月二日", "安化县田庄乡人民政府", "挂职干部 李向前", "李向前 2020年3月", "路漫漫其修远兮",
        "以上汇报,请批评指正", "附件:1.挂职人员名单", "张三  男  县财政局  田庄乡", "写于田庄乡政府宿舍", "受理电话:0351-5550123(传真)",
    ])
    func lastLinesOfAReportStay(line: String) throws {
        let found = try explanation(
            of: line, in: [Self.title] + Self.paragraphs + [line, "责任编辑:张三", "上一篇:没有了"])
        #expect(found.removed == nil, "\(found.why)")
    }

    @Test(arguments: [
        ("公文代笔请加客服微信,三小时出稿", RemovalReason.advert), ("长按识别二维码,关注公众号", .share),
        ("编辑丨小满  校对丨卫东  监制丨郜原", .editor), ("您的称呼:______  您想说:______  【提交】", .comments),
        ("更新于2020-07-26 14:02:18 围观群众 7788", .updateLine), ("格式:DOCX  页数:5  大小:28.6KB  立即下载", .download),
        ("版权归投稿人 侵删邮箱 del@baiwei.example", .copyright), ("实施方案.docx", .pageTitle),
    ])
    func theHeaviestClassIsTheReason(line: String, reason: RemovalReason) throws {
        #expect(try evidence(line).reason == reason)
    }

    @Test(arguments: [
        "(此文转自好词句网 www.haociju.example)", "【更多范文尽在百味文稿 www.baiwei.example】", "[杭州别墅急售 低至八折 点击咨询]",
        "更多范文尽在某某文库 www.wenku.example",
    ])
    func aStretchIsCutOutOfAParagraph(stretch: String) throws {
        let last = "通水那天,村里的老人蹲在渠边洗手,说这水好多年没有来过了。大家都笑了起来。"
        let page = try Support.page(
            Array(([Self.title] + Self.paragraphs + [last + stretch]).joined(separator: "\n").utf8))
        let parsed = try Support.parser().parse(page)
        #expect(parsed.first?.report.text.hasSuffix(last) == true)
        #expect(parsed.first?.report.sightings.first?.removed.map(\.text) == [stretch])
        #expect(PageInvariants.violations(of: page, parsed).isEmpty)
    }

    @Test(arguments: ["(微信公众号由村里的年轻人打理)", "(客服热线12345)", "[扫码就能看到]", "(见附件)"])
    func aReportsOwnBracketsStay(stretch: String) throws {
        let line = Self.paragraphs[1] + "后来我们把办事的窗口搬到了手机上" + stretch + ",老人也会用了。"
        let page = try Support.page(Array(([Self.title] + Self.paragraphs + [line]).joined(separator: "\n").utf8))
        #expect(try Support.parser().parse(page).first?.report.text.hasSuffix(line) == true)
    }

    @Test func runningHeadsGo() throws {
        let lines = [
            "述职述廉材料汇编(内部)    37", Self.title, Self.paragraphs[0], "第一份方案(送审稿)", "- 2 -", Self.paragraphs[1],
            "38    述职述廉材料汇编(内部)", Self.paragraphs[2], "第一份方案(送审稿)", "- 3 -", Self.paragraphs[0], "39",
        ]
        let page = try Support.page(Array(lines.joined(separator: "\n").utf8))
        let kept = try Support.parser().explain(page).filter { $0.removed == nil }.map(\.text)
        #expect(kept == [Self.title] + Self.paragraphs + [Self.paragraphs[0]])
    }

    /// Headings with words that shops, forums and editors use.
    @Test(arguments: [
        "继续阅读的习惯", "站长老周", "值班室的吉他", "夜班编辑部", "一条分界线", "商城里的扶贫馆", "小店开张", "题库与考场", "三楼的灯", "招商路上", "直播间里的村支书",
        "下转乡镇的第一天", "第三版方案", "审定之前", "后期与前期", "原价收购", "制作豆腐的人家", "推送到田头",
    ])
    func headingsOfTheSameWordsStay(line: String) throws {
        let found = try explanation(
            of: line, in: [Self.title] + Self.paragraphs.prefix(2) + [line] + Self.paragraphs.suffix(1))
        #expect(found.removed == nil, "\(found.why)")
    }

    @Test(arguments: [
        "爱你的妈妈  贺云开", "联系人:李红  电话:0738-1234567", "2013年1月于岢岚", "[2] 康素心.客卿与土著[M].庐州书局,2012.", "——邝实",
        "出发吧,孩子们!(全场起立,长时间鼓掌)",
    ])
    func oddEndingsStay(line: String) throws {
        let found = try explanation(of: line, in: [Self.title] + Self.paragraphs + [line, "责任编辑:张三", "上一篇:没有了"])
        #expect(found.removed == nil, "\(found.why)")
    }

    @Test(arguments: [
        "转成Word  转成PDF  发到邮箱", "一审:张三 二审:李四 三审:王五", "本稿编号 88-1204 | 存档 A3", "投稿人 小鱼  打开次数 120",
        "你觉得这份材料怎么样? 不错(44) 一般(2)",
        "〖下转第七版〗", "技术维护:信息中心 内线8801",
    ])
    func oddFurnitureGoesAtTheEnd(line: String) throws {
        let found = try explanation(
            of: line, in: [Self.title] + Self.paragraphs + [line, "责任编辑:张三", "上一篇:没有了"])
        #expect(found.removed != nil, "\(found.why)")
    }

    @Test(arguments: [
        "—— 本段由某某文库整理,转载时请注明出处 ——", "(正文较长,已为您分屏显示)", "(剩余 40% 的内容登录后继续阅读)", "(A06)", "(下转第七版)", "错误!未定义书签。",
        "【公益广告】节约用水 从点滴做起",
    ])
    func siteTalkGoesBetweenParagraphs(line: String) throws {
        let found = try explanation(
            of: line, in: [Self.title] + Self.paragraphs.prefix(2) + [line] + Self.paragraphs.suffix(1))
        #expect(found.removed != nil, "\(found.why)")
    }

    /// Calls that stand by themselves behind a report, another below.
    @Test(arguments: [
        "—— 开通书山季卡，文稿复制不限次 ——", "（征文邮箱常年开放）", "（来稿即送公文模板30套）", "（成为会员，全站文稿随意看）", "【加入读者群，每周领写作素材】",
        "*** 升级VIP，解锁全部内容 ***", "（代拟讲话稿，请联系客服）", "—— 您的每一次转发都是对我们的鼓励 ——", "（有奖征集：我的驻村故事）",
        "（写作训练营第三期招募，名额有限）", "（订阅电子版，每周三送达）", "（扫码听全文）", "（本刊合订本现已开售）", "—— 打赏作者一杯茶 ——",
        "（更多佳作，微信搜一搜“书山”）", "（下期预告：林场来的女镇长）", "（来稿三十日内未见回复可另投他处）", "（诚邀驻村干部加入本站作者库）",
        "～～ 转发本页到群，可得一日通行证 ～～", "（需要代排版、代打印，请到学府路图文店）", "—— 本套讲稿共 9 篇，其余请订购 ——",
    ])
    func callsGoBetweenReports(line: String) throws {
        let parts = ["范文一：渡口", "范文二：水渠"].map { [$0] + Self.paragraphs }
        let found = try explanation(of: line, in: ["挂职心得体会范文两篇"] + parts[0] + ["", line] + parts[1])
        #expect(found.removed != nil, "\(found.why)")
        let last = try explanation(
            of: line, in: ["挂职心得体会范文两篇"] + parts[0] + parts[1] + ["", line, "上一篇:没有了"])
        #expect(last.removed != nil, "\(last.why)")
    }

    @Test(arguments: ["（掌声）", "（写于石桥乡政府宿舍）", "（文中人物均为化名）", "（罗大娘去年冬天走了）", "（附：水渠示意图）"])
    func bracketsOfAReportsOwnStay(line: String) throws {
        let parts = ["范文一：渡口", "范文二：水渠"].map { [$0] + Self.paragraphs }
        let found = try explanation(of: line, in: ["挂职心得体会范文两篇"] + parts[0] + ["", line] + parts[1])
        #expect(found.removed == nil, "\(found.why)")
    }

    /// What a page prints between its path and a title.
    @Test(arguments: [
        "栏目主持：林 溪", "特约主持：林溪", "本期嘉宾：一位在盐碱地里种树的人", "本期话题：回乡", "出版日期：2021年3月5日", "登载日期 2021-03-05   阅 77",
        "见报日期：2021年3月5日", "挂网时间：2021年3月5日", "编号 TX-2021-03    体裁 总结    主题词 挂职 干部",
        "文件编号：TX-03   密级：公开   页数：4", "主持人的话：今天请来一位老朋友。", "编辑荐语：不长，却耐读。", "阅读时长：约 5 分钟", "【读前提示】这一篇适合驻村干部",
        "本专栏由县委组织部与本报合办", "总第88期  本期8版",
    ])
    func printedLinesGoOverATitle(line: String) throws {
        let lines = ["桐溪党建网 > 工作动态", line, Self.title, "安化县水利局 段秋白"] + Self.paragraphs
        let found = try explanation(of: line, in: lines)
        #expect(found.removed != nil, "\(found.why)")
        let title = try explanation(of: Self.title, in: lines)
        #expect(title.why == "title")
    }

    /// What a page prints behind the last paragraph.
    @Test(arguments: [
        "相关图解：一张图看懂挂职", "配套解读：三句话说清选派", "录排　小满", "照排：小满", "把这张表存到相册 ▼ 转给同事", "上一届：第九届名册；更早：老照片", "下一讲：在渠上过年",
        "往届：第八届名册", "精选留言", "精华评论", "（读完这一篇，还可以读：《夜上堤》）",
    ])
    func linesBehindATextGo(line: String) throws {
        let lines = ["桐溪党建网 > 工作动态", Self.title, "安化县水利局 段秋白"] + Self.paragraphs + ["", line, "桐溪党建网 版权所有"]
        let found = try explanation(of: line, in: lines)
        #expect(found.removed != nil, "\(found.why)")
    }

    @Test func proseWeighsAgainst() throws {
        let advert = try evidence("加微信,扫二维码")
        let prose = try evidence("我们在村里建了微信群,把二维码贴在村部的墙上,群众有事扫码就能反映。")
        #expect(advert.inside > FurnitureEvidence.edgeLimit)
        #expect(prose.inside < 0)
    }

    @Test func explanationsNameTheWords() throws {
        let line = "编辑丨小满  校对丨卫东"
        let found = try explanation(of: line, in: [Self.title] + Self.paragraphs + [line, "责任编辑:张三"])
        #expect(found.why.contains("编辑") && found.why.contains("校对"), "\(found.why)")
    }

    /// A part of the page that its markup calls a footer goes, unless it holds the page's prose.
    @Test func markupDecidesUnlessItHoldsTheText() throws {
        let lines = [Self.title] + Self.paragraphs + ["春水社"]
        let text = Scalars.array(lines.joined(separator: "\n"))
        let parser = try Support.parser()
        func removed(_ regions: [MarkedRegion]) -> [Explanation] {
            let facts = DocumentFacts(location: "test/page", sha256: "", bytes: text.count)
            return parser.explain(Page(scalars: text, facts: facts, regions: regions)).filter { $0.removed != nil }
        }
        let last = removed([MarkedRegion(.contentInfo, Span(text.count - 3, text.count))])
        #expect(last.map(\.text) == ["春水社"])
        #expect(last.first?.why == "the markup says imprint")
        #expect(removed([MarkedRegion(.contentInfo, Span(0, text.count))]).isEmpty)
    }

    @Test(arguments: [
        "word\treason\textent\tweight\n好\tnone\tline\t1", "word\treason\textent\tweight\n好\tprompt\tpage\t1",
        "word\treason\textent\tweight\n好\tprompt\tline\t-1", "word\treason\textent\tweight\n好\town\tline\t2",
        "word\treason\textent\tweight\n{n}好{n}\tprompt\tline\t2", "word\treason\textent\tweight\n^$\tprompt\tline\t2",
    ])
    func wrongRowsAreRefused(rows: String) throws {
        #expect(throws: LexiconError.self) {
            try FurnitureWords(
                LexiconFile(
                    path: "words.tsv", bytes: Array(rows.utf8),
                    columns: ["word", "reason", "extent", "weight", "comment"], required: 4), folding: Folding())
        }
    }
}
