/// What a label before a colon, or at the head of a column, says its values are.
enum PostingLabel {
    case person, sender, host, post, time, start, finish, programme, note

    /// Reads a label's words; nil where they say nothing of a posting.
    init?(_ reading: Reading, _ range: Range<Int>) {
        func has(_ words: Words) -> Bool { reading.anyOf(words, in: range) }
        guard !PostingLabel.isOther(reading, range) else { return nil }
        let isUnit = has(PostingLabel.units)
        if has(["姓名"]) {
            self = .person
        } else if has(PostingLabel.programmes) {
            self = .programme
        } else if has(["备注", "说明"]) {
            self = .note
        } else if has(["起止"]) {
            self = .time
        } else if !isUnit, range.count <= 4, has(PostingLabel.ends) {
            self = .finish
        } else if !isUnit, range.count <= 4, has(PostingLabel.begins) {
            self = .start
        } else if has(PostingLabel.times) {
            self = .time
        } else if has(PostingLabel.senders) {
            self = .sender
        } else if has(PostingLabel.hosts), isUnit || has(PostingLabel.posts) {
            self = .host
        } else if isUnit, has(PostingLabel.posts) {
            self = .sender
        } else if has(PostingLabel.posts) {
            self = .post
        } else if isUnit {
            self = .sender
        } else {
            return nil
        }
    }

    /// A label of offices, whoever's they are: 挂职职务.
    static func isOffice(_ reading: Reading, _ range: Range<Int>) -> Bool {
        reading.anyOf(["职务", "岗位", "职位"], in: range) && !reading.anyOf(["单位", "及", "和", "与"], in: range)
    }

    /// A label whose values are of something else.
    static func isOther(_ reading: Reading, _ range: Range<Int>) -> Bool { reading.anyOf(others, in: range) }

    private static let others: Words = [
        "毕业", "填报", "公示", "监督", "公开", "回复", "联系", "发布", "主办", "承办", "制表", "印发", "抄送", "民族", "电话",
    ]
    private static let programmes: Words = ["依据", "渠道", "项目", "类别", "专项", "批次", "计划"]
    private static let times: Words = ["时间", "期限", "起止", "任期", "考核期", "周期", "服务期", "挂职期", "聘期", "年限", "期"]
    private static let begins: Words = ["到岗", "起", "来", "开始", "报到", "上任", "到任"]
    private static let ends: Words = ["离岗", "讫", "走", "结束", "止", "期满", "返回", "离任"]
    private static let senders: Words = [
        "派出", "由何处", "派员", "选派单位", "推荐", "原", "所在", "工作单位", "现单位", "现工作", "娘家", "送出", "送培", "来源", "人事",
    ]
    private static let hosts: Words = [
        "挂职", "接收", "派往", "派驻", "拟", "服务", "受援", "驻", "帮扶", "去向", "前往", "实训", "锻炼", "交流", "支援", "何职", "现", "企业", "接受",
        "赴",
    ]
    private static let posts: Words = ["职务", "岗位", "职位", "身份", "任何职"]
    private static let units: Words = ["单位", "企业", "地", "院校", "学校", "医院", "何处", "村", "娘家", "去向"]
}
