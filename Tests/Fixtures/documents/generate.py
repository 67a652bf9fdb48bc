#!/usr/bin/env python3
"""Writes the documents of this folder, each with what a careful reader finds in it (NAME.expected.json).

usage: generate.py        The same bytes every time. What is expected is written here by hand, never taken from a run.
"""
import hashlib
import io
import json
import pathlib
import struct
import zipfile
import zlib

HERE = pathlib.Path(__file__).parent
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write(name, data, **expected):
    (HERE / name).write_bytes(data)
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / (name + ".expected.json")).write_text(text + "\n", encoding="utf-8")


def zipped(parts, stored=()):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, data if isinstance(data, bytes) else data.encode())
    return buffer.getvalue()


def relationships(*pairs):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rows = "".join(f'<Relationship Id="r{i}" Type="{kind}{k}" Target="{t}"/>' for i, (k, t) in enumerate(pairs))
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def document(body, main="word/document.xml", **others):
    parts = {
        "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relationships(("officeDocument", main)),
        main: f"{HEAD}<w:document {SPACES}><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\"/></w:sectPr></w:body></w:document>",
    }
    names = {"styles": "word/styles.xml", "numbering": "word/numbering.xml", "footnotes": "word/footnotes.xml",
             "endnotes": "word/endnotes.xml", "core": "docProps/core.xml", "header": "word/header1.xml"}
    for part, data in others.items():
        parts[names.get(part, part)] = HEAD + data
    return parts


def r(text, properties=""):
    return f"<w:r>{properties and '<w:rPr>' + properties + '</w:rPr>'}<w:t xml:space=\"preserve\">{text}</w:t></w:r>"


def p(*runs, properties=""):
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{properties and '<w:pPr>' + properties + '</w:pPr>'}{inner}</w:p>"


def field(instruction, result):
    return (f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>')


STYLES = f"""<w:styles {SPACES}>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公文小标题"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="flat"><w:name w:val="引文"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="character" w:styleId="secret"><w:name w:val="隐藏"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="loop1"><w:name w:val="甲"/><w:basedOn w:val="loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="loop2"><w:name w:val="乙"/><w:basedOn w:val="loop1"/></w:style>
</w:styles>"""
CORE = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title> 挂职青山县工作总结 </dc:title><dc:creator>微软用户</dc:creator>"
        "<dcterms:created>2009-01-02T03:04:05Z</dcterms:created><dcterms:modified>2021-03-05T08:10:00Z</dcterms:modified>"
        "</cp:coreProperties>")


def style(name):
    return f'<w:pStyle w:val="{name}"/>'


def words():
    body = (
        p("在青山县挂职的体会", properties=style("a3")) + p("县发改局副局长　程远志")
        + p() + p("一、走村入户", properties=style("1"))
        + p("二〇一九年三月，我到青山县挂职。", r("这句删了一半", "<w:vanish/>"), "住在", r("镇政府", "<w:b/>"), "的宿舍里。")
        + p("（一）学会听", properties=style("own"))
        + p("第一行", "<w:r><w:br/></w:r>", "第二行", "<w:r><w:tab/></w:r>", "制表之后")
        + p("引用的话不是标题。", properties=style("flat")) + p("二、修渠引水", properties='<w:outlineLvl w:val="0"/>')
        + p("水渠修了三年。", properties=style("loop1"))
    )
    write("words.docx", zipped(document(body, styles=STYLES, core=CORE)), media_type=DOCX, text=(
        "在青山县挂职的体会\n县发改局副局长　程远志\n\n一、走村入户\n二〇一九年三月，我到青山县挂职。住在镇政府的宿舍里。\n"
        "（一）学会听\n第一行\n第二行\t制表之后\n引用的话不是标题。\n二、修渠引水\n水渠修了三年。"),
        headings=[[1, "在青山县挂职的体会"], [2, "一、走村入户"], [3, "（一）学会听"], [2, "二、修渠引水"]],
        title="挂职青山县工作总结", updated_at="2021-03-05T08:10:00Z")


def changes():
    moved = '<w:moveFrom w:id="3">' + r("搬走的话") + "</w:moveFrom>"
    body = (
        p("原来的", '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>', '<w:ins w:id="2">' + r("新") + "</w:ins>", "话。", moved)
        + p("这一段的结尾被删了，", properties='<w:rPr><w:del w:id="4"/></w:rPr>') + p("所以它和下一段连着。")
        + p("曾经隐藏、后来不藏的格式", "<w:r><w:rPr><w:rPrChange w:id=\"5\"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>照样可见。</w:t></w:r>")
        + p(r("看不见的样式", '<w:rStyle w:val="secret"/>'), "看得见的话。", r("明说不隐藏。", '<w:vanish w:val="0"/>'))
        + '<w:tbl><w:tr><w:trPr><w:del w:id="6"/></w:trPr><w:tc>' + p("删掉的行") + "</w:tc></w:tr></w:tbl>"
        + p("批注", '<w:commentRangeStart w:id="0"/>', "在此", '<w:commentRangeEnd w:id="0"/>', '<w:r><w:commentReference w:id="0"/></w:r>', "。")
    )
    write("changes.docx", zipped(document(body, styles=STYLES, **{"word/comments.xml": f"<w:comments {SPACES}>" + p("批注的话") + "</w:comments>"})),
          media_type=DOCX, headings=[], text=(
        "原来的新话。\n这一段的结尾被删了，所以它和下一段连着。\n曾经隐藏、后来不藏的格式照样可见。\n看得见的话。明说不隐藏。\n批注在此。"))


def fields():
    nested = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
              + field("DOCPROPERTY x", "内层结果不显示") + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("外层结果")
              + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    body = (
        p("链接：", field('HYPERLINK "http://example.org"', "青山县政府网"), "。") + p("页码", field("PAGE \\* MERGEFORMAT", "3"))
        + p("简单域：", '<w:fldSimple w:instr=" AUTHOR "><w:r><w:t>程远志</w:t></w:r></w:fldSimple>') + p(nested, "。")
        + p("没有结束的域", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>')
        + p("后面的段落还在。")
        + p('<w:sdt><w:sdtPr><w:alias w:val="姓名"/><w:placeholder/></w:sdtPr><w:sdtContent>' + r("控件里的字") + "</w:sdtContent></w:sdt>")
        + p('<w:r><w:ruby><w:rubyPr/><w:rt>' + r("zhí") + "</w:rt><w:rubyBase>" + r("职") + "</w:rubyBase></w:ruby></w:r>", "务")
        + p("不断", "<w:r><w:noBreakHyphen/></w:r>", "开，软", "<w:r><w:softHyphen/></w:r>", "连字；",
            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "勾选")
        + p("公式：", "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")
    )
    write("fields.docx", zipped(document(body)), media_type=DOCX, headings=[], text=(
        "链接：青山县政府网。\n页码3\n简单域：程远志\n外层结果。\n没有结束的域\n后面的段落还在。\n控件里的字\n职务\n不断-开，软连字；✓勾选\n公式：a+b"))


def tables():
    def row(*cells):
        return "<w:tr>" + "".join("<w:tc><w:tcPr/>" + (c if c.startswith("<") else p(c)) + "</w:tc>" for c in cells) + "</w:tr>"
    inner = "<w:tbl>" + row("村", "户数") + row("石桥村", "312") + "</w:tbl>"
    body = (
        p("挂职干部登记表") + '<w:tbl><w:tblPr><w:tblStyle w:val="x"/></w:tblPr>' + row("姓名", "程远志", "单位", p("省水利厅") + p("规划处"))
        + row("主要工作", p("修建水渠两条，全长七公里，解决了三个村的灌溉问题。") + p("走访农户三百一十二户，建立台账，逐户帮扶。")) + row("", "") + "</w:tbl>"
        + "<w:tbl>" + row(p("整页都在一个单元格里的总结。", properties=style("1")) + p("第二段。") + inner) + "</w:tbl>" + p("表后。")
    )
    write("tables.docx", zipped(document(body, styles=STYLES)), media_type=DOCX, headings=[[1, "整页都在一个单元格里的总结。"]], text=(
        "挂职干部登记表\n姓名\t程远志\t单位\t省水利厅 规划处\n主要工作\t修建水渠两条，全长七公里，解决了三个村的灌溉问题。\n"
        "走访农户三百一十二户，建立台账，逐户帮扶。\n整页都在一个单元格里的总结。\n第二段。\n村\t户数\n石桥村\t312\n表后。"))


def boxes():
    box = "<w:txbxContent>" + p("文本框里的话") + p("第二行") + "</w:txbxContent>"
    shape = ("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing></mc:Choice>"
             "<mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")
    art = '<w:r><w:pict><v:shape><v:textpath string="艺术字标题"/></v:shape></w:pict></w:r>'
    note = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        p(art) + p("段落", shape, "在文本框旁。")
        + p("有脚注", note.format(2), "和尾注", '<w:r><w:endnoteReference w:id="2"/></w:r>', "，还有一处", note.format(1), "。")
        + p('<w:del w:id="9"><w:r><w:footnoteReference w:id="3"/></w:r></w:del>', "末段。")
    )
    footnotes = (f'<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
                 + "".join(f'<w:footnote w:id="{i}">' + p("<w:r><w:footnoteRef/></w:r>", t) + "</w:footnote>"
                           for i, t in ((1, "后引用的脚注。"), (2, "先引用的脚注。"), (3, "删去的脚注。"))) + "</w:footnotes>")
    endnotes = f'<w:endnotes {SPACES}><w:endnote w:id="2">' + p("尾注的话。") + "</w:endnote></w:endnotes>"
    header = f"<w:hdr {SPACES}>" + p("页眉不是正文") + "</w:hdr>"
    write("boxes.docx", zipped(document(body, footnotes=footnotes, endnotes=endnotes, header=header)), media_type=DOCX, headings=[],
          text="艺术字标题\n段落在文本框旁。\n文本框里的话\n第二行\n有脚注和尾注，还有一处。\n末段。\n先引用的脚注。\n尾注的话。\n后引用的脚注。")


def lists():
    def level(depth, kind, text):
        return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
    numbering = (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">' + level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.") + '</w:abstractNum><w:abstractNum w:abstractNumId="1">' + level(0, "bullet", "\uf0b7") + "</w:abstractNum>"
        + '<w:abstractNum w:abstractNumId="2">' + level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + "</w:abstractNum>"
        + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        + '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
        + '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>')

    def item(list_id, depth, text):
        return p(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')
    body = (
        item(1, 0, "走村入户") + item(1, 1, "学会听") + item(1, 2, "先听") + item(1, 2, "后问") + item(1, 1, "学会问")
        + p("正文不编号。", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>') + item(1, 0, "修渠引水")
        + item(1, 1, "重新从一数起") + item(2, 0, "圆点不是字") + item(3, 0, "数字") + item(3, 1, "带上级的数字")
        + item(4, 0, "重新开始") + item(4, 0, "接着数")
    )
    write("lists.docx", zipped(document(body, numbering=numbering)), media_type=DOCX, headings=[], text=(
        "一、走村入户\n（一）学会听\n1. 先听\n2. 后问\n（二）学会问\n正文不编号。\n二、修渠引水\n（一）重新从一数起\n圆点不是字\n1 数字\n1.1 带上级的数字\n"
        "一、重新开始\n二、接着数"))


def elsewhere():
    """The text in another part than usual, in the strict edition's vocabulary, under another prefix, in UTF-16."""
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = (f'<?xml version="1.0" encoding="UTF-16"?><d:document xmlns:d="{strict}"><d:body><d:p><d:r><d:t>换了前缀，</d:t></d:r>'
           "<d:r><d:t>也是正文。</d:t></d:r></d:p></d:body></d:document>")
    parts = {"_rels/.rels": relationships(("officeDocument", "/word/document2.xml")), "word/document2.xml": xml.encode("utf-16")}
    write("elsewhere.docx", zipped(parts), media_type=DOCX, headings=[], text="换了前缀，也是正文。")
    # Names that would lead out of the folder, were anything unpacked.
    parts = dict(document(p("路径无害。")), **{"../../escape.xml": "x", "/etc/absolute": "x"})
    write("paths.docx", zipped(parts), media_type=DOCX, headings=[], text="路径无害。")


def open_document():
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'{HEAD}<office:document-content xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:draw="{names}drawing:1.0"><office:body><office:text><text:tracked-changes><text:changed-region><text:deletion>'
        "<text:p>删去的段落</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">挂职工作小结</text:h><text:p>第一<text:span>句。</text:span><text:s text:c="2"/>空两格。<text:line-break/>换行'
        "<text:tab/>制表<office:annotation><text:p>批注</text:p></office:annotation>。<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>脚注。</text:p></text:note-body></text:note></text:p><text:p/><table:table><table:table-row><table:table-cell><text:p>甲</text:p>"
        "</table:table-cell><table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table><text:p>图<draw:frame><draw:text-box>"
        "<text:p>框中字</text:p></draw:text-box></draw:frame>旁</text:p></office:text></office:body></office:document-content>")
    meta = (f'{HEAD}<office:document-meta xmlns:office="{names}office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
            "<dc:title>小结</dc:title><dc:date>2020-05-06T07:08:09.123456</dc:date></office:meta></office:document-meta>")
    parts = {"mimetype": ODT, "content.xml": content, "meta.xml": meta}
    write("open.odt", zipped(parts, stored=("mimetype",)), media_type=ODT, title="小结", updated_at="2020-05-06", headings=[[1, "挂职工作小结"]],
          text="挂职工作小结\n第一句。  空两格。\n换行\t制表。\n\n甲\t乙\n图旁\n框中字\n脚注。")
    parts["META-INF/manifest.xml"] = (
        f'{HEAD}<manifest:manifest xmlns:manifest="{names}manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>")
    parts["content.xml"] = bytes(range(256))
    write("locked.odt", zipped(parts, stored=("mimetype",)), refusal="undecodable", says="password")


def refused_packages():
    plain = zipped(document(p("正文。")))
    write("cut.docx", plain[: len(plain) // 2], refusal="undecodable", says="damaged or cut off")
    damaged = bytearray(plain)
    at = plain.index(b"word/document.xml") + 40
    damaged[at: at + 60] = bytes(60)
    write("damaged.docx", bytes(damaged), refusal="undecodable", says="damaged")
    locked = bytearray(plain)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := plain.find(mark, at + 1)) >= 0:
            locked[at + offset] |= 1
    write("locked.docx", bytes(locked), refusal="undecodable", says="password")
    entity = '<!DOCTYPE x [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts = document(p("x"))
    parts["word/document.xml"] = f"{HEAD}{entity}<w:document {SPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    write("entities.docx", zipped(parts), refusal="undecodable", says="document type")
    write("deep.docx", zipped(document("<w:sdt>" * 300 + p("x") + "</w:sdt>" * 300)), refusal="too_large", says="256 elements deep")
    write("unclosed.docx", zipped(document("<w:p><w:r>")), refusal="undecodable", says="damaged XML")
    write("bomb.docx", zipped(document(p("A" * (4 << 20)))), refusal="too_large", says="unpacks to more")
    write("empty.docx", zipped(document(p("") + p(" "))), refusal="empty", says="without text")
    write("embeds.docx", zipped(document('<w:altChunk r:id="r1" xmlns:r="x"/>')), refusal="unsupported_media_type", says="embeds another file")
    write("table.xlsx", zipped({"xl/workbook.xml": "<workbook/>"}), refusal="unsupported_media_type", says="an Excel file")
    write("slides.pptx", zipped({"ppt/presentation.xml": "<p/>"}), refusal="unsupported_media_type", says="a PowerPoint file")
    write("book.epub", zipped({"mimetype": "application/epub+zip"}, stored=("mimetype",)), refusal="unsupported_media_type", says="an EPUB book")
    write("plain.zip", zipped({"一.txt": "正文", "b.txt": "正文"}), refusal="unsupported_media_type", says="a ZIP file of 2 entries")
    compound = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    write("old.doc", compound + "WordDocument".encode("utf-16-le") + bytes(100), refusal="unsupported_media_type", says="an old Word file")
    write("locked-new.docx", compound + "EncryptedPackage".encode("utf-16-le") + bytes(100), refusal="unsupported_media_type", says="with a password")


def pdf(objects, trailer=""):
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def stream(data, extra=""):
    packed = zlib.compress(data, 9)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {extra} >>\nstream\n".encode() + packed + b"\nendstream"


def pages(contents, font, more=()):
    """Catalogue, page tree and one page a content; fonts begin at object 3."""
    first = 3 + len(more) + 1
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(contents)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(), font, *more]
    for i, content in enumerate(contents):
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents {first + 2 * i + 1} 0 R >>".encode())
        objects.append(stream(content))
    return objects


def show(lines, encode):
    out = ["BT /F 14 Tf 72 770 Td 20 TL"]
    for line in lines:
        out.append(f"<{encode(line).hex()}> Tj T*")
    return "\n".join([*out, "ET"]).encode()


FIRST = ["在青山县挂职的体会", "二〇一九年三月，我到青山县挂职，任副县长，", "分管水利和交通。"]
SECOND = ["一年里走遍了十二个乡镇。"]


def rc4(key, data):
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def portable():
    # A font by name only, characters by Adobe's tables: needs poppler-data.
    named = (b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>")
    descendant = (b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
                  b"/Supplement 2 >> /DW 1000 /FontDescriptor 5 0 R >>")
    descriptor = (b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 "
                  b"/Descent -200 /CapHeight 700 /StemV 80 >>")
    utf16 = lambda line: line.encode("utf-16-be")
    objects = pages([show(FIRST, utf16), show(SECOND, utf16)], named, (descendant, descriptor))
    data = pdf(objects)
    text = "\n".join(FIRST) + "\n\n" + "\n".join(SECOND)
    write("named-font.pdf", data, media_type="application/pdf", headings=[], text=text)
    write("blank-before.pdf", b"\r\n" + data, media_type="application/pdf", headings=[], text=text)

    # Numbers of glyphs, with a map to Unicode.
    alphabet = sorted(set("".join(FIRST + SECOND)))
    rows = "\n".join(f"<{i + 1:04x}> <{ord(c):04x}>" for i, c in enumerate(alphabet))
    cmap = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <0000> <ffff> "
            f"endcodespacerange {len(alphabet)} beginbfchar\n{rows}\nendbfchar endcmap end end").encode()
    mapped = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>"
    plain = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] >>"
    identity = descendant.replace(b"GB1", b"Identity").replace(b"CIDFontType0", b"CIDFontType2").replace(b"STSong-Light", b"X")
    glyphs = lambda line: b"".join(struct.pack(">H", alphabet.index(c) + 1) for c in line)
    contents = [show(FIRST, glyphs), show(SECOND, glyphs)]
    write("mapped-font.pdf", pdf(pages(contents, mapped, (identity, descriptor, stream(cmap)))), media_type="application/pdf", headings=[], text=text)
    write("unmapped-font.pdf", pdf(pages(contents, plain, (identity, descriptor))), refusal=["undecodable", "empty"], says="recognise its text")

    image = b"q 500 0 0 700 40 70 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\x80\xff\x40 EI Q"
    write("scan.pdf", pdf(pages([image], named, (descendant, descriptor))), refusal="empty", says="without a text layer")
    write("cut.pdf", data[:400], refusal=["undecodable", "empty"], says="PDF")
    write("noise.pdf", b"%PDF-1.7\n" + hashlib.sha256(b"x").digest() * 40, refusal="undecodable", says="damaged")

    # 40-bit RC4 (PDF 1.4, 3.5): opening it takes a password.
    pad = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    user = (b"secret" + pad)[:32]
    identifier = bytes(range(16))
    owner = rc4(hashlib.md5(user).digest()[:5], user)
    key = hashlib.md5(user + owner + struct.pack("<i", -4) + identifier).digest()[:5]
    encryption = f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{rc4(key, pad).hex()}> /P -4 >>".encode()
    write("locked.pdf", pdf([*objects, encryption], f"/Encrypt {len(objects) + 1} 0 R /ID [<{identifier.hex()}> <{identifier.hex()}>]"),
          refusal="undecodable", says="password")


for make in (words, changes, fields, tables, boxes, lists, elsewhere, open_document, refused_packages, portable):
    make()
