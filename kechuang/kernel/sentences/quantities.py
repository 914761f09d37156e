"""Sentences of the faults of money, amounts and days: code -> (simplified Chinese, English)."""

QUANTITIES: dict[str, tuple[str, str]] = {
    "money.empty": (
        "金额为空。请填写数字，例如 1200.50。",
        "The amount is empty. Enter a number such as 1200.50.",
    ),
    "money.not_a_number": (
        "“{raw}”不是金额。请只填写数字，例如 1200.50。",
        "“{raw}” is not an amount. Enter digits only, such as 1200.50.",
    ),
    "money.not_exact": (
        "金额“{raw}”的类型是 {kind}，不能精确表示钱数。请以文本、整数或 Decimal 传入。",
        ("The amount “{raw}” came as {kind}, which cannot hold money exactly. Pass text, an integer or a Decimal."),
    ),
    "money.sub_fen": (
        "金额“{raw}”小于一分的部分无处可记，最多两位小数。请改为 {rounded} 或另一个精确到分的数。",
        (
            "The amount “{raw}” has a part of a fen; two decimals at most. Enter {rounded} or another amount "
            "exact to fen."
        ),
    ),
    "money.too_large": (
        "金额“{raw}”超出可记录的范围（约 92 千万亿元）。请核对单位。",
        "The amount “{raw}” is beyond what can be recorded (about 92 quadrillion yuan). Check the unit.",
    ),
    "money.no_weight": (
        "无法分配：{count} 个权重之和为零。请至少给出一个大于零的权重。",
        "Nothing to share by: the {count} weights add up to zero. Give at least one weight above zero.",
    ),
    "money.negative_weight": (
        "权重“{raw}”小于零。分配权重须为零或正数。",
        "The weight “{raw}” is below zero. Weights must be zero or more.",
    ),
    "money.weight_size": (
        "权重“{raw}”过大或过小。请使用 10 的负 60 次方至 30 次方之间的权重。",
        "The weight “{raw}” is too large or too small. Use weights between 10^-60 and 10^30.",
    ),
    "amount.empty": (
        "数量为空。请填写数字和单位，例如 120万元。",
        "Nothing to read. Enter a number and a unit, such as 120万元.",
    ),
    "amount.unreadable": (
        "“{raw}”中的“{part}”不是数量。请写成数字加单位，例如 120万元、1—2家、50%。",
        "“{part}” in “{raw}” is not a quantity. Write a number and a unit, such as 120万元, 1—2家 or 50%.",
    ),
    "amount.unit_conflict": (
        "“{raw}”的单位是{unit}，此处要求{declared}。请换算后按{declared}填写。",
        "“{raw}” is in {unit}, but {declared} is asked for here. Convert it and enter it in {declared}.",
    ),
    "amount.range_reversed": (
        "“{raw}”的下限 {low} 大于上限 {high}。请核对两个数的次序和单位。",
        (
            "In “{raw}” the lower end {low} is above the upper end {high}. Check the order and the units of the "
            "two numbers."
        ),
    ),
    "amount.unit_unknown": (
        "“{unit}”不是可识别的单位。请使用元、万元、亿元、美元、家、% 等单位。",
        "“{unit}” is not a unit that can be read. Use a unit such as 元, 万元, 亿元, 美元, 家 or %.",
    ),
    "amount.not_a_share": (
        "“{raw}”的单位是“{unit}”，不是百分比，不能当作比例使用。",
        "“{raw}” is in “{unit}”, not in percent, and cannot be used as a share.",
    ),
    "amount.unit_slip": (
        "金额 {amount} 元与通常的 {usual} 元相差悬殊，可能混用了元和万元。如果本意是 {meant} 元，请更正。",
        "{amount} yuan is far from the usual {usual}; 元 and 万元 may be mixed up. Correct it if you meant {meant}.",
    ),
    "days.provisional": (
        "{day} 为暂定日期：{years} 年的节假日安排尚未公布，公布后可能变动。",
        "{day} is provisional: the holiday notice for {years} is not out, and the day may move when it is.",
    ),
    "days.unit_unknown": (
        "“{unit}”不是期限单位。请使用以下之一：{known}。",
        "“{unit}” is not a unit of time. Use one of: {known}.",
    ),
    "days.bad_count": (
        "期限“{n}”（{unit}）不可用：须为不小于零的整数，且不超过约一百年。",
        (
            "A period of “{n}” ({unit}) cannot be counted: it must be a whole number, not below zero, up to "
            "about 100 years."
        ),
    ),
    "days.span_reversed": (
        "不计入期限的时段从 {first} 到 {last}，结束早于开始。请核对两个日期。",
        "The excluded span from {first} to {last} ends before it begins. Check the two days.",
    ),
    "days.bad_file": (
        "日历文件 {file} 无法装入：{why}。请按 data/calendars 中的格式更正后重新装入。",
        (
            "The calendar file {file} cannot be loaded: {why}. Correct it to the format of data/calendars and "
            "load it again."
        ),
    ),
    "days.bad_rest": (
        "“{name}”的放假时段 {first} 至 {last} 次序颠倒或超出该年通知的范围。",
        "The rest “{name}” from {first} to {last} is reversed or outside the reach of the year's notice.",
    ),
    "days.bad_make_up": (
        "{day} 不能作为调休上班日：它不是周末，或已在放假时段内，或超出该年通知的范围。",
        (
            "{day} cannot be a make-up working day: it is no weekend day, or it is a rest, or outside the "
            "notice's reach."
        ),
    ),
    "days.published_empty": (
        "{year} 年日历标为已公布，却没有任何放假时段。请补全，或标为未公布。",
        "The calendar of {year} is marked published but holds no rest. Fill it in, or mark it unpublished.",
    ),
    "dates.unreadable": (
        "“{raw}”不是日期。请写成 2022-01-15、2022年1月15日，或 2022年1月。",
        "“{raw}” is no date. Write 2022-01-15, 2022年1月15日, or 2022年1月 for a month.",
    ),
    "dates.no_such_day": (
        "“{raw}”这一天不存在。请核对年、月、日。",
        "The day “{raw}” does not exist. Check year, month and day.",
    ),
    "dates.short_year": (
        "“{raw}”的年份只有两位，无法确定世纪。请写全年份，例如 {meant}。",
        "“{raw}” has a year of two digits, which does not tell the century. Write the whole year, such as {meant}.",
    ),
    "share.shape": (
        "“{raw}”不是比例。请填写百分数（30%）、小数（0.3）或分数（1/3）。",
        "“{raw}” is no share. Enter a percentage (30%), a decimal (0.3) or a fraction (1/3).",
    ),
    "share.range": (
        "比例应大于 0 且不超过 100%，现为“{raw}”。请更正。",
        "A share lies above 0 and is at most 100 %; this is “{raw}”. Correct it.",
    ),
}
