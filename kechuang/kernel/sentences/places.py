"""Sentences of the faults of places: code -> (simplified Chinese, English), templates with named values."""

PLACES: dict[str, tuple[str, str]] = {
    "place.shape": (
        "“{code}”不是行政区划代码。请填写六位数字（GB/T 2260），或以下区域之一：{unions}。",
        "“{code}” is no division code. Enter the six digits of GB/T 2260, or one of: {unions}.",
    ),
    "place.unknown": (
        "行政区划代码 {code} 在本表中从未有过。请核对六位数字。",
        "The division code {code} has never stood in this table. Check the six digits.",
    ),
    "place.expired": (
        "行政区划代码 {code}（{name}）自 {until} 起不再使用，{on} 时其地域属于：{after}。请改用后者。",
        ("The division code {code} ({name}) ended on {until}; on {on} its area belongs to {after}. Use that instead."),
    ),
    "place.not_yet": (
        ("行政区划代码 {code}（{name}）自 {since} 起启用，{on} 时其地域属于：{before}。请改用后者，或核对日期。"),
        (
            "The division code {code} ({name}) begins on {since}; on {on} its area belonged to {before}. Use "
            "that, or check the day."
        ),
    ),
    "place.not_covered": (
        "代码 {code} 属于{province}，本表只收该省级代码。请使用 {province_code}。",
        ("The code {code} lies in {province}, of which this table holds only the province. Use {province_code}."),
    ),
    "place.union_unknown": (
        "没有名为“{code}”的区域。现有区域：{unions}。",
        "There is no union “{code}”. Known are: {unions}.",
    ),
    "place.union_not_then": (
        "区域 {code} 自 {since} 起存在，{on} 时尚不存在。请核对日期。",
        "The union {code} exists since {since}, not on {on}. Check the day.",
    ),
    "place.overlap": (
        "行政区划代码 {code} 的两条记录有效期重叠。请更正 divisions.csv。",
        "Two records of the division code {code} overlap in time. Correct divisions.csv.",
    ),
    "place.dangling": (
        "{file} 提到的行政区划代码 {code} 不在 divisions.csv 中。请补上该代码，或更正 {file}。",
        ("{file} names the division code {code}, which is not in divisions.csv. Add the code, or correct {file}."),
    ),
    "place.bad_file": (
        "区划文件 {file} 第 {line} 行无法装入：{why}。请更正后重新装入。",
        "The file of places {file}, line {line}, cannot be loaded: {why}. Correct it and load it again.",
    ),
    "place.name_empty": (
        "地名为空。请填写地名，例如 杭州市西湖区。",
        "The name is empty. Enter a name such as 杭州市西湖区.",
    ),
    "place.name_unknown": (
        "{on} 时没有名为“{name}”的区划。请核对名称，或用上级名称加区划名称，例如 杭州市西湖区。",
        (
            "On {on} there is no division called “{name}”. Check the name, or put the city before it, as in 杭州"
            "市西湖区."
        ),
    ),
    "place.name_ambiguous": (
        "{on} 时有多个区划名为“{name}”：{choices}。请加上上级名称，或使用代码。",
        ("On {on} several divisions are called “{name}”: {choices}. Put the city before the name, or use the code."),
    ),
    "place.renamed": (
        "{name}（{code}）在 {on} 时名为{now}。请使用代码，或当日的名称。",
        "{name} ({code}) is called {now} on {on}. Use the code, or the name of that day.",
    ),
}
