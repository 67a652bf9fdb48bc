import Reports
import Testing

@testable import Parsing

/// Other furniture round the page, and between the parts of a compilation: the reports stay what they are.
struct MetamorphicWrapTests {
    struct Style: CustomTestStringConvertible, Sendable {
        var name: String
        var before: [String]
        var after: [String]
        var testDescription: String { name }
    }

    // Neutral words: what names a kind or an author would rightly change the reports.
    private static let styles = [
        Style(
            name: "model texts",
            before: [
                "您的当前位置:网站首页 > 范文大全 > 正文", "时间:2021-06-18 09:30:12  来源:网友投稿  阅读:3021次",
                "下面是小编为大家整理的文章,供大家参考。",
            ],
            after: [
                "上一篇:没有了", "下一篇:四季养生小常识", "推荐阅读:", "家常菜谱大全", "春天的故事",
                "Copyright © 2015-2022 文海网 All Rights Reserved",
            ]),
        Style(
            name: "government",
            before: [
                "今天是2022年3月5日 星期六  欢迎访问青山市人民政府网站", "首页 | 新闻中心 | 政务公开 | 办事服务 | 互动交流",
                "当前位置:首页 > 新闻中心 > 工作动态", "字体:[大] [中] [小]  打印本页  关闭窗口",
            ],
            after: [
                "【打印本页】【关闭窗口】", "主办:青山市人民政府办公室  承办:青山市大数据中心", "网站标识码:1100000001  京ICP备05000001号",
                "网站地图 | 联系我们 | 关于我们",
            ]),
        Style(
            name: "news",
            before: ["青山新闻网 > 要闻 > 正文", "2022-03-05 08:12  来源:青山日报", "扫一扫 分享到微信朋友圈"],
            after: [
                "责任编辑:李青", "分享到:微信 微博 QQ空间", "相关新闻", "我市开展春季植树活动", "青山大桥今日通车",
                "版权声明:本网转载内容版权归原作者所有。",
            ]),
        Style(
            name: "blog",
            before: ["青山人家 » 生活记录 » 正文", "发表于 2022-03-05 21:15 | 分类:生活记录 | 阅读(352)"],
            after: ["赞(12) 收藏 举报", "网友评论:", "游客甲:写得真好,学习了。", "发表评论", "昵称:  验证码:", "Powered by WordPress"]),
    ]

    @Test(arguments: Metamorphic.names, styles)
    func otherFurnitureRoundIt(name: String, style: Style) throws {
        let page = try Metamorphic.original(name)
        guard !Left.out.contains("wrap \(style.name): \(name)") else { return }
        let lines =
            style.before.map { Metamorphic.line($0, like: page) } + page.lines
            + style.after.map { Metamorphic.line($0, like: page) }
        Metamorphic.expectSame(page, "in a page of the style “\(style.name)”", Metamorphic.joined(lines))
    }

    private static let between = [
        "【广告】公务员考试名师授课,咨询热线:400-111-2222", "点击下载本文档(word格式)", "推荐访问:养生 菜谱",
    ]

    @Test(arguments: Metamorphic.originals.filter { $0.reports.count > 1 }.map(\.name), between)
    func furnitureBetweenItsParts(name: String, line: String) throws {
        let page = try Metamorphic.original(name)
        guard !Left.out.contains("between \(line.prefix(4)): \(name)") else { return }
        var text = page.text
        for report in page.reports.dropFirst().reversed() {
            let sighting = try #require(report.sightings.first)
            let label = sighting.removed.first { $0.reason == .partLabel }?.span.start
            var start = min(label ?? sighting.extent.start, sighting.extent.start)
            while start > 0, !Scalars.isLineEnd(text[start - 1]) { start -= 1 }
            text.insert(contentsOf: Metamorphic.line(line, like: page) + [0x0A], at: start)
        }
        Metamorphic.expectSame(page, "with “\(line)” between its parts", text)
    }
}
