import Reports
import Testing

@testable import Parsing

/// What the head of a page says of it.
struct HTMLFactsTests {
    private func facts(_ html: String) throws -> PageFacts {
        try HTMLReader.read(Scalars.array(html), words: Support.lexicons.get().markup).stated
    }

    @Test(arguments: [
        ("<title>三年挂职路</title>", "三年挂职路", nil), ("<title> 三年\n挂职&nbsp;路 </title><title>又</title>", "三年 挂职 路", nil),
        ("<title>三年挂职路_滦州新闻网</title>", "三年挂职路", "滦州新闻网"),
        ("<title>三年挂职路 - 工作总结 | 百川文库</title>", "三年挂职路 - 工作总结", "百川文库"),
        ("<title>三年挂职路--供销之窗</title>", "三年挂职路", "供销之窗"), ("<title>三年挂职路丨组工网丨滦州在线</title>", "三年挂职路", "滦州在线"),
        ("<title>三年挂职路——一名干部的自述</title>", "三年挂职路——一名干部的自述", nil),
        ("<title>三年挂职路-感想-某某</title><h1>三年挂职路</h1>", "三年挂职路", nil),
        ("<title>三年挂职路_手记_浦江援建网</title><h2>三年<b>挂职路</b></h2>", "三年挂职路", "浦江援建网"),
        ("<title>三年挂职路 | 一灯</title><meta property=og:site_name content=一灯>", "三年挂职路", "一灯"),
        ("<title>帖子 - 沙枣论坛 - Powered by Example!</title>", "帖子 - 沙枣论坛", nil),
        ("<title>挂职的帖子 - 沙枣论坛 - Powered by Example!</title>", "挂职的帖子", "沙枣论坛"),
        ("<title>2016-2018年挂职总结</title>", "2016-2018年挂职总结", nil), ("<title>滦州新闻网</title>", "滦州新闻网", nil),
        ("<title>丙_网</title><meta name=ArticleTitle content='甲题&amp;乙'>", "甲题&乙", nil),
        ("<meta name=ArticleTitle content=次><meta property='og:title' content='先题_滦州网'>", "先题_滦州网", nil),
        ("<svg><title>图标</title></svg><p>文", nil, nil), ("<title></title>", nil, nil),
    ])
    func titles(html: String, title: String?, site: String?) throws {
        let facts = try facts(html + "<body><p>文</p>")
        #expect(facts.title == title)
        #expect(facts.site == site)
    }

    @Test(arguments: [
        ("<meta property='og:site_name' content='滦州网'><meta name=SiteName content='别名'>", "滦州网"),
        ("<meta name=ContentSource content='本站原创'><meta name=source content='市粮食局'>", "市粮食局"),
        ("<meta name=mediaid content=滦州日报>", "滦州日报"), ("<META NAME=\"sitename\" CONTENT=\"青陵区人民政府\"/>", "青陵区人民政府"),
        ("<meta name=ContentSource content='http://a.example/'>", nil), ("<meta name=mediaid content=10293>", nil),
        ("<meta name=SiteName content=''>", nil), ("<meta name=source content='$row[source]'>", nil),
    ])
    func sites(html: String, site: String?) throws { #expect(try facts(html + "<p>文").site == site) }

    @Test(arguments: [
        ("<link rel=canonical href='https://a.example/1.html'>", "https://a.example/1.html"),
        ("<link rel='alternate Canonical' href=HTTP://a.example/?a=1&amp;b=2>", "HTTP://a.example/?a=1&b=2"),
        (
            "<meta name=Url content='http://b.example/2'><meta property=og:url content='http://a.example/2'>",
            "http://a.example/2"
        ),
        ("<link rel=canonical href='/1.html'><meta name=url content='http://b.example/2'>", "http://b.example/2"),
        ("<link rel=stylesheet href='https://a.example/1.css'>", nil),
        ("<link rel=canonical href='http://localhost'>", nil),
        ("<link rel=canonical href='javascript:x.y'>", nil), ("<link rel=canonical href='http://a b.example/'>", nil),
    ])
    func addresses(html: String, url: String?) throws { #expect(try facts(html + "<p>文").url == url) }

    @Test(arguments: [
        ("<meta name=PubDate content='2016-06-08 14:05'>", "2016-06-08T14:05:00+08:00", nil),
        ("<meta name=publishdate content=2016/6/8>", "2016-06-08", nil),
        ("<meta property=article:published_time content=2016-06-08T06:05:07Z>", "2016-06-08T06:05:07Z", nil),
        (
            "<meta property=article:published_time content=2016-06-08T14:05:07.123+0800>", "2016-06-08T14:05:07+08:00",
            nil
        ),
        ("<meta property=og:release_date content='2016-06-08T14:05:07-05:30'>", "2016-06-08T14:05:07-05:30", nil),
        ("<meta name=firstpublishedtime content=20160608140507>", "2016-06-08T14:05:07+08:00", nil),
        ("<meta name=firstpublishedtime content=20160608>", "2016-06-08", nil),
        ("<meta name='weibo:article:create_at' content='2016年6月8日 14:05'>", "2016-06-08T14:05:00+08:00", nil),
        ("<meta name=pubdate content=昨天><time pubdate datetime=2016-06-08>8日</time>", "2016-06-08", nil),
        ("<time datetime=2016-06-08>8日</time>", nil, nil),
        ("<time itemprop=dateModified datetime=2016-06-09>", nil, "2016-06-09"),
        (
            "<meta name=pubdate content=2016-06-08><meta property=article:published_time content=2016-06-07>",
            "2016-06-07", nil
        ),
        ("<meta name=lastmodified content='2016-06-09 08:00:00'>", nil, "2016-06-09T08:00:00+08:00"),
        (
            "<meta property=og:updated_time content=2016-06-09><meta name=PubDate content=2016-06-08>", "2016-06-08",
            "2016-06-09"
        ),
        (
            "<script type='application/ld+json'>{\"@graph\":[{\"datePublished\" : \"2016-06-08\",\"x\":[\"dateModified\",\"2011-01-01\"],"
                + "\"dateModified\":\"2016-06-09T01:02:03Z\"}]}</script>", "2016-06-08", "2016-06-09T01:02:03Z"
        ),
        (
            "<script type=application/ld+json>{\"pubDate\":\"2016-06-08T14:05:00\",\"a\\\"b\":\"c</script>",
            "2016-06-08T14:05:00+08:00", nil
        ),
        ("<script>{\"datePublished\":\"2016-06-08\"}</script>", nil, nil),
        ("<meta name=PubDate content='2016-13-45'>", nil, nil), ("<meta name=PubDate content=''>", nil, nil),
    ])
    func dates(html: String, published: String?, updated: String?) throws {
        let facts = try facts(html + "<p>文")
        #expect((facts.publishedAt, facts.updatedAt) == (published, updated))
    }

    @Test(arguments: [
        ("<meta name=author content='杭立春'>", "杭立春"), ("<meta name=Author content='市粮食局 宋砚田'>", "市粮食局 宋砚田"),
        ("<meta name=author content=admin>", nil), ("<meta name=author content='系统管理员'>", nil),
        ("<meta name=author content='www.a.example'>", nil), ("<meta name=author content='作者：张三'>", nil),
        ("<meta name=author content='滦州网'><meta name=SiteName content='滦州网'>", nil),
    ])
    func authors(html: String, author: String?) throws { #expect(try facts(html + "<p>文").author == author) }
}
