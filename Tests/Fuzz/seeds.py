#!/usr/bin/env python3
"""Makes what the fuzzer begins with: pieces of the fixture pages in every encoding and as HTML, and a dictionary of the
marks and words that the parser asks for.

usage: seeds.py FOLDER DICTIONARY      the folder is made anew
"""
import html
import pathlib
import re
import shutil
import sys
import zipfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST = 4096
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "utf-16", "big5hkscs", "hz"]


def rows(name):
    """The rows of a lexicon, without its comments and its heading."""
    lines = [line for line in (ROOT / "config/lexicons" / name).read_text("utf-8").splitlines() if line[:1] != "#"]
    return [line.split("\t") for line in lines[1:] if line.strip()]


def pages():
    """Every page of the fixtures with its bytes."""
    for folder in ["seeds", "Tests/Fixtures/gold/more", "Tests/Fixtures/pages", "Tests/Fixtures/html"]:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".txt", ".html", ".htm"):
                yield file, file.read_bytes()


def decoded(data):
    for encoding in ["utf-8-sig", "gb18030", "utf-16", "big5hkscs"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")


def pieces(data):
    """The whole of a small document; of a larger one its beginning, its middle and its end."""
    if len(data) <= MOST:
        return [data]
    middle = len(data) // 2
    return [data[:MOST], data[middle - MOST // 2 : middle + MOST // 2], data[-MOST:]]


def as_html(text, number):
    """A page with the text in it, in one of several styles."""
    lines = [html.escape(line.strip()) for line in text.splitlines() if line.strip()] or [""]
    styles = [
        "<p>" + "</p>\n<p>".join(lines[1:]) + "</p>",
        "<div>" + "<br/>\n&nbsp;&nbsp;".join(lines[1:]) + "</div>",
        "<table><tr><td>" + "</td></tr><tr><td>".join(lines[1:]) + "</td></tr></table>",
        "<ul><li>" + "<li>".join(lines[1:]) + "</ul><script>var a='<p>';</script><style>p{}</style>",
    ]
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{lines[0]}</title>'
        '<meta name="author" content="张三"><link rel="canonical" href="http://a.cn/1.html"></head><body>'
        f'<nav><a href="/">首页</a></nav><h1>{lines[0]}</h1>{styles[number % 4]}'
        "<!-- end --><footer>版权所有 &copy; 2020</footer></body></html>"
    )


PARTS = {
    "docx": ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "docProps/core.xml",
             "_rels/.rels", "word/_rels/document.xml.rels"],
    "odt": ["content.xml", "meta.xml", "META-INF/manifest.xml"],
}


def office(file):
    """The file itself and, for a text, its parts as the harness puts them together again."""
    data = file.read_bytes()
    made = [data[:MOST]]
    names = PARTS.get(file.suffix[1:])
    if names and zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            known = set(archive.namelist())
            try:
                parts = [archive.read(name) if name in known else b"" for name in names]
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
                return made
        if sum(map(len, parts)) < MOST - 16:
            made.append(file.suffix[1:].encode() + b":" + b"\0".join(parts))
        made.append(file.suffix[1:].encode() + b":" + parts[0][: MOST - 8])
    return made


def seeds(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    traditional = str.maketrans({simplified: other for simplified, other in rows("parsing_scripts.tsv")})
    for number, (file, data) in enumerate(pages()):
        made = pieces(data)
        if file.suffix == ".txt":
            text = decoded(data)
            for encoding in ENCODINGS:
                source = text.translate(traditional) if encoding == "big5hkscs" else text
                made += pieces(source.encode(encoding, "ignore"))[:: 2 if encoding == "gb18030" else 3]
            made += pieces(as_html(text[:900], number).encode())
            made.append(as_html(text[:900], number + 1).encode("gb18030", "ignore")[:MOST])
        for piece, content in enumerate(made):
            (folder / f"{number:03}-{piece:02}").write_bytes(content[:MOST])
    for number, file in enumerate(sorted((ROOT / "Tests/Fixtures/documents").iterdir())):
        if file.suffix not in (".json", ".py", ".pdf"):
            for piece, content in enumerate(office(file)):
                (folder / f"office-{number:03}-{piece}").write_bytes(content)


def words():
    """Marks and words, as text."""
    for strength, before, after, rest in rows("parsing_markers.tsv"):
        for number in ["1", "二", "十"]:
            yield before.replace("~", "") + number + after.split("|")[0]
    for name, column in [("parsing_cues.tsv", 1), ("parsing_kinds.tsv", 3)]:
        yield from (row[column] for row in rows(name))
    yield from (row[1] for row in rows("parsing_bylines.tsv")[::6])
    yield from (row[0] for row in rows("parsing_surnames.tsv")[:20])
    for row in rows("parsing_furniture.tsv"):
        yield from re.split(r"[\[\]|*?]|\{[^}]*\}|\\", row[4])
    yield from "。 ， , 、 ； ： ! ? … —— -- · 《 》 “ ” （ ） ( ) 【 】 〔 〕 | > » → ★ ◆ ● ① ⑴ Ⅳ ㈠ × XX".split()
    yield from "2018年9月25日 2018-09-25 10:30 2018/9/25 二〇一八年九月 一、 (一) 1. 1.1 第一章 首先, 第一, 一是 今年5月".split()
    yield from ["\n", "\r\n", "\n\n", "\u3000\u3000", "\u00a0", "\u200b", "\ufeff", "\u2028", "\u0085", "\x1c"]
    tags = "html head body title meta p br div span table tr td th ul ol li a img nav aside footer header article section"
    for tag in (tags + " h1 h2 h6 script style noscript template textarea select option form input iframe svg pre").split():
        yield f"<{tag}>"
        yield f"</{tag}>"
    yield from ["<!DOCTYPE html>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml", "/>", ' hidden', ' style="display:none"']
    yield from [' class="', ' id="', ' charset="gb2312"', ' http-equiv="Content-Type" content="text/html; charset=']
    for tag in "w:p w:r w:t w:tab w:br w:tbl w:tr w:tc w:del w:ins w:hyperlink w:instrText w:fldChar w:numPr w:pStyle".split():
        yield from [f"<{tag}>", f"</{tag}>", f"<{tag}/>"]
    for tag in "office:text text:p text:h text:s text:tab text:line-break text:list table:table-row".split():
        yield from [f"<{tag}>", f"</{tag}>"]
    yield from ["docx:", "odt:", ' w:val="1"', ' w:fldCharType="begin"', ' xml:space="preserve"', "<!DOCTYPE a [<!ENTITY b 'c'>]>"]
    yield from "&amp; &lt; &nbsp; &#20013; &#x4e2d; &#xD800; &#1114112; &ensp; &emsp; &copy; &hellip; &notin &am".split()


def dictionary(file):
    entries = {b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33", b"PK\x03\x04", b"~{", b"~}"}
    entries |= {b"\x81\x30\x81\x30", b"\xa1\xa1", b"\xa4\x40", b"\x88\x62", b"\x00\x0a", b"\x0a\x00", b"\xd8\x00\xdc\x00"}
    entries |= {b"\xf0\x90\x80\x80", b"\xe3\x80\x80", b"\xc2\xa0", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80"}
    for word in words():
        if not word:
            continue
        entries.add(word.encode()[:60])
        if len(word) <= 4:
            entries.add(word.encode("gb18030"))
            entries.add(word.encode("utf-16-le"))
    lines = ('"' + "".join(f"\\x{byte:02X}" for byte in entry) + '"' for entry in sorted(entries))
    file.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    seeds(pathlib.Path(sys.argv[1]))
    dictionary(pathlib.Path(sys.argv[2]))
