import Reports
import Testing

@testable import Parsing

/// Bylines and signatures in the forms that sites give them.
struct BylineTests {
    struct Form: CustomTestStringConvertible, Sendable {
        var line: String
        var name: String?
        var unit: String?
        var post: String?
        var testDescription: String { line }

        init(_ line: String, _ name: String?, _ unit: String? = nil, _ post: String? = nil) {
            (self.line, self.name, self.unit, self.post) = (line, name, unit, post)
        }
    }

    private static let forms = [
        // 单位 职务 姓名 in every order.
        Form("滨河市水利局 副局长 段秋白", "段秋白", "滨河市水利局", "副局长"),
        Form("滨河市水利局副局长 段秋白", "段秋白", "滨河市水利局", "副局长"),
        Form("滨河市水利局副局长段秋白", "段秋白", "滨河市水利局", "副局长"),
        Form("段秋白 滨河市水利局副局长", "段秋白", "滨河市水利局", "副局长"),
        Form("段秋白 滨河市水利局 副局长", "段秋白", "滨河市水利局", "副局长"),
        Form("滨河市水利局 段秋白 副局长", "段秋白", "滨河市水利局", "副局长"),
        Form("滨河市水利局  段秋白", "段秋白", "滨河市水利局"),
        Form("段秋白  滨河市水利局", "段秋白", "滨河市水利局"),
        Form("滨河市水利局　段秋白", "段秋白", "滨河市水利局"),
        Form("省农业科学院研究员 卫青禾", "卫青禾", "省农业科学院", "研究员"),
        Form("县委常委、副县长 蔺方舟", "蔺方舟", nil, "县委常委、副县长"),
        Form("县委常委、县委组织部部长 蔺方舟", "蔺方舟", nil, "县委常委、县委组织部部长"),
        Form("县委副书记 牛耕野", "牛耕野", nil, "县委副书记"),
        Form("江口大学附属中学教师 沈既明", "沈既明", "江口大学附属中学", "教师"),
        Form("市融媒体中心 主任、高级编辑 谷雨田", "谷雨田", "市融媒体中心", "主任、高级编辑"),
        Form("营业分公司抄表班班长 殷若谷", "殷若谷", "营业分公司抄表班", "班长"),
        Form("民事审判第二庭 法官助理 钟离雪", "钟离雪", "民事审判第二庭", "法官助理"),
        // Brackets.
        Form("(滨河市水利局 段秋白)", "段秋白", "滨河市水利局"),
        Form("（滨河市水利局 段秋白）", "段秋白", "滨河市水利局"),
        Form("【滨河市水利局 段秋白】", "段秋白", "滨河市水利局"),
        Form("[滨河市水利局 段秋白]", "段秋白", "滨河市水利局"),
        Form("〔滨河市水利局 段秋白〕", "段秋白", "滨河市水利局"),
        Form("段秋白（滨河市水利局）", "段秋白", "滨河市水利局"),
        Form("段秋白(滨河市水利局科员)", "段秋白", "滨河市水利局", "科员"),
        Form("段秋白（滨河市水利局 副局长）", "段秋白", "滨河市水利局", "副局长"),
        Form("段秋白（作者单位：滨河市水利局）", "段秋白", "滨河市水利局"),
        Form("段秋白（作者系滨河市水利局科长）", "段秋白", "滨河市水利局", "科长"),
        Form("段秋白（滨河市水利局科长，挂任石桥县副县长）", "段秋白", "滨河市水利局", "科长"),
        Form("段秋白（滨河市水利局科长、挂职石桥县副县长）", "段秋白", "滨河市水利局", "科长"),
        Form("滨河市水利局（段秋白）", "段秋白", "滨河市水利局"),
        Form("滨河市水利局副局长（段秋白）", "段秋白", "滨河市水利局", "副局长"),
        // Names whose surname no list has.
        Form("□ 鄂尔泰安", "鄂尔泰安"), Form("文｜阿依努尔　市图书馆", "阿依努尔", "市图书馆"), Form("文丨娜仁托娅", "娜仁托娅"),
        Form("采写：柳如风", "柳如风"), Form("文字丨石桥市园林局 曲未央", "曲未央", "石桥市园林局"), Form("讲述者：市质监局　时　钟", "时钟", "市质监局"),
        Form("本报记者 冬青", "冬青", nil, "记者"), Form("记者 桑吉卓嘎", "桑吉卓嘎", nil, "记者"),
        Form("本报驻滨记者　桑吉卓嘎　通讯员　谷雨田", "桑吉卓嘎", nil, "驻滨记者"), Form("述职人　桑吉卓嘎", "桑吉卓嘎"),
        Form("（采访　记者　段秋白）", "段秋白", nil, "记者"), Form("学员代表　段秋白", "段秋白"),
        Form("滨河市水利局驻石桥镇柳沟村第一书记　段秋白", "段秋白", "滨河市水利局"),
        Form("第十二期培训班学员　滨河市财政局　段秋白", "段秋白", "滨河市财政局"),
        Form("段秋白　江口大学2019届毕业生", "段秋白", "江口大学"), Form("姓名：段秋白　岗位类别：支医", "段秋白"), Form("市中级人民法院　　厉　行", "厉行", "市中级人民法院"),
        Form("禤 文 澜", "禤文澜"),
        Form("市图书馆｜段秋白", "段秋白", "市图书馆"), Form("段秋白 · 市图书馆", "段秋白", "市图书馆"),
        Form("段秋白（挂职任沙坡镇副镇长）", "段秋白"), Form("本报记者 段秋白 通讯员 谷雨田", "段秋白", nil, "记者"),
        // Posts and units beside each other.
        Form("市水务集团派驻市发展改革委　段秋白", "段秋白", "市水务集团"),
        Form("滨河大学党委副书记、学生工作部部长　段秋白", "段秋白", "滨河大学", "党委副书记、学生工作部部长"),
        Form("重症医学科主任医师、教研室副主任　段秋白", "段秋白", "重症医学科", "主任医师、教研室副主任"),
        // Of several the one who is named.
        Form("滨河市水利局 段秋白等", "段秋白", "滨河市水利局"), Form("滨河市水利局 段秋白等四人", "段秋白", "滨河市水利局"),
        Form("段秋白等（滨河市水利局）", "段秋白", "滨河市水利局"),
        Form("[滨河市水利局] 段秋白", "段秋白", "滨河市水利局"), Form("【滨河市水利局科长】段秋白", "段秋白", "滨河市水利局", "科长"),
        // Media by the reporter behind their name, committees by their full one.
        Form("滨河夜话记者 段秋白", "段秋白", "滨河夜话", "记者"), Form("滨河周末特约撰稿 段秋白", "段秋白", "滨河周末", "特约撰稿"),
        Form("中共滨河县委书记 段秋白", "段秋白", "中共滨河县委", "书记"),
        Form("滨河县委副书记 段秋白", "段秋白", "滨河县委", "副书记"),
        Form("滨河安康中心注册职业治疗师 段秋白", "段秋白", "滨河安康中心", "注册职业治疗师"),
        Form("仁愛醫院註冊護士 段秋白", "段秋白", "仁愛醫院", "註冊護士"),
        // Signs.
        Form("■ 申屠浩", "申屠浩"),
        Form("■申屠浩", "申屠浩"),
        Form("□ 申屠浩", "申屠浩"),
        Form("◎ 申屠浩", "申屠浩"),
        Form("◆滨河市水利局 段秋白", "段秋白", "滨河市水利局"),
        Form("●滨河市水利局 段秋白", "段秋白", "滨河市水利局"),
        Form("▲ 段秋白", "段秋白"),
        Form("——段秋白（滨河市水利局）", "段秋白", "滨河市水利局"),
        // Labels.
        Form("作者：段秋白", "段秋白"),
        Form("作者: 段 秋 白", "段秋白"),
        Form("作 者：段秋白", "段秋白"),
        Form("作者 段秋白", "段秋白"),
        Form("【作者】：段秋白", nil),
        Form("作者：滨河市水利局 段秋白", "段秋白", "滨河市水利局"),
        Form("作者：滨河市水利局", nil, "滨河市水利局"),
        Form("文/段秋白", "段秋白"),
        Form("文 / 段秋白", "段秋白"),
        Form("文／段秋白", "段秋白"),
        Form("文丨段秋白", "段秋白"),
        Form("文|段秋白", "段秋白"),
        Form("文｜段秋白", "段秋白"),
        Form("文：段秋白", "段秋白"),
        Form("图文/段秋白", "段秋白"),
        Form("文图/段秋白", "段秋白"),
        Form("文/段秋白　图/白芷", "段秋白"),
        Form("图/白芷 文/段秋白", "段秋白"),
        Form("文丨段秋白（共青团滨河市委）", "段秋白", "共青团滨河市委"),
        Form("撰文：段秋白 编辑：李四维", "段秋白"),
        Form("撰稿人：段秋白", "段秋白"),
        Form("口述：段秋白 整理：何小满", "段秋白"),
        Form("段秋白 口述 何小满 整理", "段秋白"),
        Form("段秋白 口述", "段秋白"),
        Form("段秋白/文", "段秋白"),
        Form("汇报人：段秋白", "段秋白"),
        Form("述职人：滨河市水利局副局长 段秋白", "段秋白", "滨河市水利局", "副局长"),
        Form("发言人：段秋白（滨河市水利局）", "段秋白", "滨河市水利局"),
        Form("姓名：段秋白", "段秋白"),
        Form("讲述人：段秋白", "段秋白"),
        // Reporters.
        Form("本报记者 段秋白", "段秋白", nil, "记者"),
        Form("本报记者段秋白", "段秋白", nil, "记者"),
        Form("记者 段秋白", "段秋白", nil, "记者"),
        Form("本刊记者  和雁回", "和雁回", nil, "记者"),
        Form("本报通讯员 段秋白", "段秋白", nil, "通讯员"),
        Form("北疆晚新闻网记者 沈墨 通讯员 黎小村", "沈墨", "北疆晚新闻网", "记者"),
        Form("本报记者 段秋白 通讯员 黎小村 摄影报道", "段秋白", nil, "记者"),
        Form("本报记者 段秋白 何小满 通讯员 黎小村", "段秋白 何小满", nil, "记者"),
        Form("新河社记者 段秋白", "段秋白", "新河社", "记者"),
        // Names in other forms, and several of them.
        Form("滨河市水利局 张 三丰", "张三丰", "滨河市水利局"),
        Form("滨河市水利局 李 明", "李明", "滨河市水利局"),
        Form("滨河市水利局 欧阳 砚", "欧阳砚", "滨河市水利局"),
        Form("古丽·买买提（于田县文化馆）", "古丽·买买提", "于田县文化馆"),
        Form("作者：扎西·多吉", "扎西·多吉"),
        Form("储望岳  汪如海", "储望岳 汪如海"),
        Form("储望岳、汪如海（皖江行政学院）", "储望岳、汪如海", "皖江行政学院"),
        Form("段秋白 | 滨河市水利局", "段秋白", "滨河市水利局"),
        Form("段秋白｜滨河市水利局", "段秋白", "滨河市水利局"),
        Form("司空见山 县委书记", "司空见山", nil, "县委书记"),
        Form("滨河市委党校 教授 段秋白 讲师 何小满", "段秋白 何小满", "滨河市委党校", "教授"),
        Form("段秋白 滨河市水利局 何小满 石桥县财政局", "段秋白 何小满", "滨河市水利局"),
        Form("作者：段秋白 时间：2020-06-01", "段秋白"),
        Form("挂职干部 段秋白", "段秋白"),
        // With a date, or somebody masked.
        Form("滨河市水利局 段秋白 2016年7月29日", "段秋白", "滨河市水利局"),
        Form("(荆州市群众艺术馆 涂小满 2016年7月29日于白螺)", "涂小满", "荆州市群众艺术馆"),
        Form("2016年7月29日 滨河市水利局 段秋白", "段秋白", "滨河市水利局"),
        Form("滨河市水利局副局长 李××", nil, "滨河市水利局", "副局长"),
        Form("滨河市水利局 张某某", nil, "滨河市水利局"),
    ]

    private func reader() throws -> BylineReader {
        let lexicons = try Support.lexicons.get()
        return lexicons.bylineReader
    }

    @Test(arguments: forms.filter { $0.name != nil || $0.unit != nil })
    func formIsRead(form: Form) throws {
        let byline = try reader().read(Scalars.array(form.line)[...])
        #expect(byline?.name == form.name)
        #expect(byline?.unit == form.unit)
        #expect(byline?.post == form.post)
    }

    @Test func enoughFormsAreHeld() { #expect(Self.forms.count >= 80) }

    @Test(arguments: [
        "记者 手记", "记者 观察", "述职 报告", "把车间搬到村口", "引言", "结语", "成长", "余论", "高度决定视野", "时光不语", "任务与担当", "方案", "谢谢大家",
        "第一桩 学会等", "带着问号下去  揣着句号回来", "摘要：挂职制度运行多年", "编辑：木增寿  视觉：杨柳依", "责任编辑 宁 静",
        "校对：言午", "供图：九襄镇综治中心", "图/白芷", "摄影：白芷", "审核：司马南桥", "来源：滨河日报", "来源：滨河市水利局",
        "发布时间：2019-11-06", "2016年7月29日", "二〇〇五年八月十五日  于福州", "同志们：", "尊敬的各位领导：", "一、工作情况",
        "（一）目的", "1.跟班（第1至3周）", "但愿世间人无病", "首页 新闻 评论", "上一篇：没有了", "海水与火焰", "从码头到茶山",
        "他说，我是被一锅汤请来的。", "附件：见接访员考核表", "扫一扫在手机打开当前页", "县域治理的路径", "张某某", "李××",
        "建章立制 严管理", "关于选派挂职干部的通知", "（图为渔洋关镇卫生院的门诊，白芷摄）", "王大山（右一）", "江水 山色", "石桥镇人民政府（盖章）",
    ])
    func lineIsNoByline(line: String) throws {
        let byline = try reader().read(Scalars.array(line)[...])
        #expect(byline == nil, "\(byline?.name ?? "-") \(byline?.unit ?? "-") \(byline?.post ?? "-")")
    }

    /// What stands on short lines of the genre without being a byline.
    private static let headings = """
        下沉 沉下去 走下去 坐下来 学会等 先欠下了一口井 认土 认苗 认人 第一课 头一桩事 一张欠条 三本账 把根扎下去 田埂上的课堂 不做看客 向下扎根
        放下架子 打开门 守望者 新农人 带头人 主心骨 金钥匙 千里之外 初来乍到 从头学起 以心换心 知行合一 行稳致远 前言 后记 结束语 写在前面
        工作开展情况 主要做法 存在问题 下一步打算 几点体会 收获与不足 思想上的触动 能力上的提升 作风上的锤炼 ◆走下去 ◆坐下来 ■走下去 ●认苗 ▲守望者
        ◎一张欠条 一、沉下去 （二）坐下来 1.认人 2、认苗 ①走下去 壹·认土 贰、认苗 第一桩 首先 挂职干部：把心放下 挂职地点：石桥镇 主题：守望 时间：三月 地点：会议室
        图：白芷 供图：白芷 编辑：木增 审核：司马 来源：日报 关键词：挂职 摘要：守望 天气：晴 题目：沉下去 主持人：段秋白
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    @Test(arguments: headings)
    func headingIsNoByline(line: String) throws {
        let byline = try reader().read(Scalars.array(line)[...])
        #expect(byline == nil, "\(byline?.name ?? "-") \(byline?.unit ?? "-") \(byline?.post ?? "-")")
    }

    @Test(arguments: [
        "县政府办公室 工作总结", "县委组织部 编", "村里的 夜校", "采访 手记", "守望 初心", "■ 坐 下 来 谈", "记者 手记", "沉下去 站起来", "大家晚上好",
        "市水利局 关于挂职的思考", "记录 成长", "整理 行装", "口述 历史", "前　言", "结　语",
    ])
    func spacedHeadingIsNoByline(line: String) throws {
        let byline = try reader().read(Scalars.array(line)[...])
        #expect(byline?.name == nil, "\(byline?.name ?? "-")")
    }

    @Test(arguments: [
        Form("儿 郭守成", "郭守成"), Form("你的陆炜  3.27", "陆炜"), Form("爱你的妈妈  贺云开", "贺云开"), Form("您的学生：段秋白", "段秋白"),
        Form("一直惦记你们的老伙计　段秋白", "段秋白"), Form("永远想念你们的段秋白", "段秋白"), Form("献给你们的歌", nil),
        Form("——燕归来", "燕归来"), Form("儿童乐园", nil), Form("——写在清明之前", nil), Form("你的付出", nil),
    ])
    func letterEndIsRead(form: Form) throws {
        #expect(try reader().readLetterEnd(Scalars.array(form.line)[...])?.name == form.name)
    }

    @Test(arguments: [
        Form("作者系皖江行政学院讲师", nil, "皖江行政学院", "讲师"),
        Form("（作者均系皖江行政学院公共管理教研部讲师）", nil, "皖江行政学院公共管理教研部", "讲师"),
        Form("（作者单位：滨河市水利局）", nil, "滨河市水利局"),
        Form("作者为滨河市水利局科长，挂任石桥县副县长", nil, "滨河市水利局", "科长"),
        Form("段秋白(作者系滨河市水利局科长)", "段秋白", "滨河市水利局", "科长"),
        Form("（本文作者段秋白，系滨河市财政局干部）", "段秋白", "滨河市财政局", "干部"),
        Form("段秋白", "段秋白"),
        Form("滨河市水利局 段秋白", "段秋白", "滨河市水利局"),
    ])
    func statementIsRead(form: Form) throws {
        let byline = try #require(try reader().readStatement(Scalars.array(form.line)[...]))
        #expect(byline.name == form.name)
        #expect(byline.unit == form.unit)
        #expect(byline.post == form.post)
    }

    /// Clauses behind 我叫 or 我是, and who says so.
    @Test(arguments: [
        Form("叫段秋白,来自滨河市水利局", "段秋白", "滨河市水利局"),
        Form("叫段秋白,汉族,是滨河市水利局的一名工程师", "段秋白", "滨河市水利局", "工程师"),
        Form("叫段秋白,滨河市水利局的,种菜出身", "段秋白", "滨河市水利局"),
        Form("叫桑吉卓嘎,今年三十岁", "桑吉卓嘎"), Form("是滨河市水利局的工程师段秋白", "段秋白", "滨河市水利局", "工程师"),
        Form("是段秋白,来自滨河市水利局", "段秋白", "滨河市水利局"), Form("是来自滨河市水利局的段秋白", "段秋白", "滨河市水利局"),
        Form("是段秋白,有什么事找我", nil), Form("是滨河市水利局的一名干部,挂职在石桥镇", nil), Form("叫他别着急,先坐下", nil),
        Form("叫段秋白,挂任石桥镇人民政府副镇长", "段秋白"),
    ])
    func introductionIsRead(form: Form) throws {
        let clauses = form.line.dropFirst().split(separator: ",").map { Scalars.array(String($0)) }
        let byline = try reader().readIntroduction(clauses, isNamed: form.line.first == "叫")
        #expect(byline?.name == form.name)
        #expect(byline?.unit == form.unit)
        #expect(byline?.post == form.post)
    }
}
