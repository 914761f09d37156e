"""The sentences of the reader: refusals (a file cannot be read) and gaps (a text is damaged), in Chinese and English.

code -> (simplified Chinese, English), templates with named values. A sentence says what is wrong, by which value, and
what to do next. `ReadingRefused` carries one refusal of the kernel's kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kechuang.kernel.refusal import Refusal

if TYPE_CHECKING:
    from kechuang.kernel.refusal import Value


class ReadingRefused(Exception):  # noqa: N818  # a refusal is an answer, not a programming error
    """A file was not read. `refusal.code` is one of `REFUSALS`; `refusal.values` are what its sentence quotes."""

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, values)


REFUSALS: dict[str, tuple[str, str]] = {
    "reading.empty": (
        "文件“{name}”没有内容（{bytes} 字节）。请确认上传的是完整文件。",
        "The file “{name}” is empty ({bytes} bytes). Check that the whole file was sent.",
    ),
    "reading.too_large": (
        "文件“{name}”有 {bytes} 字节，超过 {limit} 字节的上限。请拆分文件，或只提交正文。",
        "The file “{name}” has {bytes} bytes, above the limit of {limit}. Split it, or send the main text only.",
    ),
    "reading.doc_legacy": (
        (
            "“{name}”是旧版 Word 文件（.doc），格式不公开，无法可靠读取。请用 Word、"
            "WPS 或 LibreOffice 打开，另存为 .docx 后再提交。"
        ),
        (
            "“{name}” is an old Word file (.doc) whose format cannot be read reliably. Open it in Wor"
            "d, WPS or LibreOffice, save it as .docx, and send that."
        ),
    ),
    "reading.wps_legacy": (
        "“{name}”是 WPS 专有格式（.wps）。请用 WPS 打开，另存为 .docx 或输出为 OFD、PDF（文字版）后再提交。",
        (
            "“{name}” is in the private WPS format (.wps). Open it in WPS, save it as .docx, or expor"
            "t OFD or a text PDF, and send that."
        ),
    ),
    "reading.office_other": (
        "“{name}”是 {kind} 文件，不是政策正文常用的格式。请另存为 .docx、PDF（文字版）或 OFD 后再提交。",
        (
            "“{name}” is a {kind} file, which is not a form of policy text read here. Save it as .doc"
            "x, a text PDF or OFD, and send that."
        ),
    ),
    "reading.image": (
        "“{name}”是图片（{kind}），没有文字可读。请取得原文的文字版，或先做文字识别（OCR）并由人核对，再提交文字版。",
        (
            "“{name}” is a picture ({kind}) without text. Ask for the text version, or run text recog"
            "nition, have a person check it, and send the text."
        ),
    ),
    "reading.scanned": (
        (
            "“{name}”有 {pages} 页，但只读出 {chars} 个文字，是扫描件。请取得原文的文字版，"
            "或先做文字识别（OCR）并由人核对，再提交文字版。"
        ),
        (
            "“{name}” has {pages} pages but only {chars} characters of text: it is a scan. Ask for th"
            "e text version, or run text recognition, have a person check it, and send the text."
        ),
    ),
    "reading.encrypted": (
        "“{name}”有密码保护。请去掉密码后再提交。",
        "“{name}” is protected by a password. Remove the password and send it again.",
    ),
    "reading.broken": (
        "“{name}”看起来是 {kind} 文件，但内容已损坏（{detail}）。请重新下载或重新导出后再提交。",
        "“{name}” looks like a {kind} file but is damaged ({detail}). Download or export it again and send that.",
    ),
    "reading.no_text": (
        "“{name}”（{kind}）里没有文字。请确认提交的是正文。",
        "There is no text in “{name}” ({kind}). Check that it is the main text.",
    ),
    "reading.too_many_pages": (
        "“{name}”有 {pages} 页，超过 {limit} 页的上限。请拆分后再提交。",
        "“{name}” has {pages} pages, above the limit of {limit}. Split it and send the parts.",
    ),
    "reading.too_much_text": (
        "“{name}”解出的文字有 {chars} 个以上，超过 {limit} 个的上限。请拆分后再提交。",
        "“{name}” holds more than {chars} characters of text, above the limit of {limit}. Split it and send the parts.",
    ),
    "reading.zip_expands": (
        "“{name}”解压后有 {bytes} 字节（上限 {limit}，压缩比 {ratio}），可能是压缩炸弹，已停止读取。请重新导出文件。",
        (
            "“{name}” expands to {bytes} bytes (limit {limit}, ratio {ratio}) and may be a decompress"
            "ion bomb, so reading stopped. Export the file again."
        ),
    ),
    "reading.zip_entries": (
        "“{name}”里有 {entries} 个部件，超过 {limit} 个的上限。请重新导出文件。",
        "“{name}” holds {entries} parts, above the limit of {limit}. Export the file again.",
    ),
    "reading.xml_entities": (
        "“{name}”的 {part} 里声明了文档类型或实体，正常的文件不会这样，已拒绝读取。请重新导出文件。",
        (
            "{part} in “{name}” declares a document type or entities, which a sound file never does, "
            "so it was refused. Export the file again."
        ),
    ),
    "reading.nested_too_deep": (
        "“{name}”的 {part} 嵌套超过 {limit} 层，已拒绝读取。请重新导出文件。",
        "{part} in “{name}” is nested deeper than {limit} levels, so it was refused. Export the file again.",
    ),
    "reading.binary": (
        "“{name}”不是可识别的文字文件（第 {offset} 字节起不是文字）。可读取的格式：txt、html、md、pdf、docx、OFD。",
        (
            "“{name}” is not a text file that can be recognised (from byte {offset} it is not text). "
            "Formats read: txt, html, md, pdf, docx, OFD."
        ),
    ),
    "reading.timeout": (
        "读取“{name}”超过 {seconds} 秒，已停止。请拆分文件，或另存为 .docx 或纯文本后再提交。",
        (
            "Reading “{name}” took more than {seconds} seconds and was stopped. Split the file, or sa"
            "ve it as .docx or plain text, and send that."
        ),
    ),
    "reading.memory": (
        "读取“{name}”需要的内存超过 {megabytes} MB，已停止。请拆分文件后再提交。",
        (
            "Reading “{name}” needed more than {megabytes} MB of memory and was stopped. Split the fi"
            "le and send the parts."
        ),
    ),
    "reading.crashed": (
        "读取“{name}”的程序异常结束（{detail}），文件没有导入。请重新导出文件；若仍失败，请把文件交给管理员。",
        (
            "The program reading “{name}” ended abnormally ({detail}); nothing was imported. Export t"
            "he file again; if it still fails, hand it to the administrator."
        ),
    ),
}

GAPS: dict[str, tuple[str, str]] = {
    "numbering_hole": (
        "编号到“{marker}”之前有缺号（应为第 {expected} 项），可能缺失标题或内容。",
        ("Numbers are missing before “{marker}” (item {expected} was expected): a heading or text "
        "may be lost.")),
    "numbering_restart": (
        "编号在“{marker}”处重新开始（应为第 {expected} 项），可能缺失上级标题。",
        ("Numbering starts again at “{marker}” (item {expected} was expected): a heading above may"
        " be lost.")),
    "title_missing": ("“{marker}”没有标题，可能缺失。", "“{marker}” has no title; it may be lost."),
    "title_damaged": ("“{marker}”的标题只有“{title}”，可能不完整。",
        "The title of “{marker}” is only “{title}”; it may be incomplete."),
    "item_without_body": ("“{marker}{title}”没有正文。", "“{marker}{title}” has no text of its own."),
    "unit_missing": ("数值 {value} 后面没有单位，可能缺失。", "The number {value} has no unit; it may be lost."),
    "bracket_open": ("责任单位的括号没有结束。", "The bracket around the responsible units is not closed."),
    "label_damaged": ("责任单位的标签不完整（缺字或缺冒号）。",
        "The label of the responsible units is damaged (a character or the colon is missing)."),
    "bracket_unpaired": ("括号“{bracket}”不成对。", "A bracket “{bracket}” has no partner."),
    "quotation_unpaired": ("引号“{bracket}”不成对。", "A quotation mark “{bracket}” has no partner."),
    "doubled_words": ("“{word}”重复出现。", "“{word}” is printed twice."),
    "doubled_line": ("这一行与上一行完全相同，只读一次。", "This line repeats the one above; it is read once."),
    "sentence_cut": ("句子在年份之后就结束，句号可能有误。",
        "The sentence ends after the year; the full stop may be wrong."),
    "characters_lost": ("有无法显示的字符，原文可能已丢失。", "Characters could not be decoded; text may be lost."),
    "private_point": ("数字之间有自造字符（{code_point}），按小数点理解，请核对。",
        ("A private-use character ({code_point}) stands between digits and is read as a decimal po"
        "int; check it.")),
    "private_character": ("有自造字符（{code_point}），含义不明。",
        "A private-use character ({code_point}) has no known meaning."),
    "latin_letter_in_year": ("年份“{word}”里有拉丁字母，按“〇”理解。",
                             "The year “{word}” holds a Latin letter, read as 〇."),
    "taiwan_vocabulary": ("“{word}”是繁体转换用词，大陆用语为“{reading}”。",
        "“{word}” is converted vocabulary; the mainland term is “{reading}”."),
    "blank_inside_text": ("句中有多余空格，可能是排版换行残留。",
        "A stray blank inside the sentence, probably left over from a line end."),
}  # fmt: skip


def sentence(code: str, values: dict[str, object], english: bool = False) -> str:
    """The sentence for a refusal or gap code with its values filled in; an unknown code gives the code."""
    template = (REFUSALS | GAPS).get(code)
    return template[1 if english else 0].format_map(values) if template else code
