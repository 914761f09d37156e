"""Sentences of the faults of identifiers: code -> (simplified Chinese, English), templates with named values."""

IDENTIFIERS: dict[str, tuple[str, str]] = {
    "identify.credit_code.empty": (
        "统一社会信用代码为空。请填写营业执照或法人证书上的18位代码。",
        ("The unified social credit code is empty. Enter the 18 characters printed on the licence or certificate."),
    ),
    "identify.credit_code.old_licence": (
        ("“{raw}”是{length}位的旧注册号，不是统一社会信用代码。请填写新证照上的18位代码，旧号可作为历史标识保存。"),
        (
            "“{raw}” is an old licence number of {length} digits, not a unified social credit code. Enter the 18 "
            "characters of the new licence; the old number may be kept as a former id."
        ),
    ),
    "identify.credit_code.length": (
        "统一社会信用代码应为18位，“{raw}”有{length}位。请对照证照补全或删去多余字符。",
        "A unified social credit code has 18 characters; “{raw}” has {length}. Compare it with the licence.",
    ),
    "identify.credit_code.left_out_letter": (
        (
            "第{position}位的“{found}”不会出现在统一社会信用代码中（代码不用 I、O、S、V、Z），多半是“{meant}”之误"
            "。请对照证照更正“{raw}”。"
        ),
        (
            "Character {position} is “{found}”, which credit codes never use (no I, O, S, V, Z); probably “"
            "{meant}” was meant. Compare “{raw}” with the licence."
        ),
    ),
    "identify.credit_code.character": (
        "“{raw}”第{position}位的“{found}”不是数字或大写字母。请对照证照更正。",
        (
            "Character {position} of “{raw}”, “{found}”, is neither a digit nor a Latin letter. Compare it with "
            "the licence."
        ),
    ),
    "identify.credit_code.division": (
        "“{raw}”第3至8位应为六位数字的登记机关行政区划码，现为“{found}”。请对照证照更正。",
        (
            "Characters 3 to 8 of “{raw}” must be the six digits of the registering division; they are “{found}”"
            ". Compare it with the licence."
        ),
    ),
    "identify.credit_code.check": (
        "“{raw}”的校验码不符：末位应为“{expected}”，现为“{found}”。至少有一位写错，请逐位对照证照。",
        (
            "The check character of “{raw}” does not fit: it should be “{expected}” and is “{found}”. At least "
            "one character is wrong; compare each with the licence."
        ),
    ),
    "identify.credit_code.category": (
        "代码 {code} 的登记管理部门“{authority}”与机构类别“{category}”的组合少见。请核对证照。",
        (
            "In {code} the authority “{authority}” with the category “{category}” is unusual. Check it against "
            "the licence."
        ),
    ),
    "identify.credit_code.province": (
        "代码 {code} 的登记机关区划以“{province}”开头，没有这个省级代码。请核对证照。",
        (
            "In {code} the registering division begins with “{province}”, which is no province. Check it against "
            "the licence."
        ),
    ),
    "identify.credit_code.organisation": (
        (
            "代码 {code} 中的组织机构代码 {inner} 自身的校验码应为“{expected}”，现为“{found}”。部分新登记单位如此"
            "，不影响使用，请核对证照。"
        ),
        (
            "The organisation code {inner} inside {code} should end in “{expected}” by its own check and ends in "
            "“{found}”. Some newer registrations do; it may be used, but check it against the licence."
        ),
    ),
    "identify.organisation_code.length": (
        "组织机构代码应为9位，“{raw}”有{length}位。请对照证书更正；18位的是统一社会信用代码，请填在相应栏内。",
        (
            "An organisation code has 9 characters; “{raw}” has {length}. Compare it with the certificate; 18 "
            "characters are a credit code and go into its own field."
        ),
    ),
    "identify.organisation_code.shape": (
        "“{raw}”不是组织机构代码：应为8位数字或大写字母，加1位数字或 X。请对照证书更正。",
        (
            "“{raw}” is no organisation code: 8 digits or capital letters and then a digit or X. Compare it with "
            "the certificate."
        ),
    ),
    "identify.organisation_code.check": (
        "“{raw}”的校验码不符：末位应为“{expected}”，现为“{found}”。请逐位对照证书。",
        (
            "The check character of “{raw}” does not fit: it should be “{expected}” and is “{found}”. Compare "
            "each character with the certificate."
        ),
    ),
    "identify.licence_number.shape": (
        "旧注册号应为13位或15位数字，“{raw}”有{length}位。请对照旧执照更正。",
        (
            "An old licence number has 13 or 15 digits; “{raw}” has {length} characters. Compare it with the old "
            "licence."
        ),
    ),
    "identify.licence_number.check": (
        "旧注册号“{raw}”的校验码应为“{expected}”，现为“{found}”。请核对旧执照。",
        (
            "The old licence number “{raw}” should end in “{expected}” and ends in “{found}”. Check it against "
            "the old licence."
        ),
    ),
    "identify.tax_number.shape": (
        "旧税务登记号应为15位（六位区划码加组织机构代码）或20位，“{raw}”有{length}位。请对照税务登记证更正。",
        (
            "An old tax number has 15 characters (division and organisation code) or 20; “{raw}” has {length}. "
            "Compare it with the tax certificate."
        ),
    ),
    "identify.tax_number.organisation": (
        "旧税务登记号“{raw}”中的组织机构代码 {inner} 校验码不符。请核对税务登记证。",
        (
            "The organisation code {inner} inside the old tax number “{raw}” fails its check. Check it against "
            "the tax certificate."
        ),
    ),
    "identify.resident_id.shape": (
        "居民身份号码应为17位数字加1位数字或 X，所填内容（{masked}）有{length}位。请对照证件更正。",
        (
            "An identity number has 17 digits and then a digit or X; what was entered ({masked}) has {length} "
            "characters. Compare it with the card."
        ),
    ),
    "identify.resident_id.old": (
        "{masked} 是15位的旧身份证号，已停止使用。请填写18位号码。",
        ("{masked} is an old identity number of 15 digits, no longer in use. Enter the number of 18 characters."),
    ),
    "identify.resident_id.check": (
        "身份号码 {masked} 的校验码不符，至少有一位写错。请逐位对照证件。",
        (
            "The check character of the identity number {masked} does not fit; at least one character is wrong. "
            "Compare each with the card."
        ),
    ),
    "identify.resident_id.birth": (
        "身份号码 {masked} 中的出生日期不存在，或晚于当日。请对照证件更正。",
        (
            "The day of birth in the identity number {masked} does not exist or lies in the future. Compare it "
            "with the card."
        ),
    ),
    "identify.resident_id.province": (
        "身份号码 {masked} 以“{province}”开头，没有这个省级代码。请核对证件。",
        ("The identity number {masked} begins with “{province}”, which is no province. Check it against the card."),
    ),
    "identify.work_permit.shape": (
        ("外国人工作许可编号应为8至20位数字或字母，所填内容有{length}位。请对照许可证更正；续签和换单位后编号不变。"),
        (
            "A foreigner's work permit number has 8 to 20 digits or letters; what was entered has {length}. "
            "Compare it with the permit; the number stays the same after renewals and changes of employer."
        ),
    ),
    "identify.patent.publication": (
        "“{raw}”是专利公布号或公告号，不是申请号。请填写申请号，例如 202110123456.7。",
        (
            "“{raw}” is a publication number, not an application number. Enter the application number, such as "
            "202110123456.7."
        ),
    ),
    "identify.patent.no_check": (
        "“{raw}”缺少小数点后的校验位。完整的申请号应为 {whole}，请核对后填写。",
        (
            "“{raw}” lacks the check character after the point. The whole number would be {whole}; check it and "
            "enter it."
        ),
    ),
    "identify.patent.shape": (
        (
            "“{raw}”不是专利申请号：应为12位数字（2003年10月以前为8位）、小数点和1位校验码，现有{length}位。请对"
            "照受理通知书更正。"
        ),
        (
            "“{raw}” is no application number: 12 digits (8 before October 2003), a point and a check character; "
            "it has {length} characters. Compare it with the notice of acceptance."
        ),
    ),
    "identify.patent.check": (
        "“{raw}”的校验码不符：应为“{expected}”，现为“{found}”。请逐位对照受理通知书。",
        (
            "The check character of “{raw}” does not fit: it should be “{expected}” and is “{found}”. Compare "
            "each character with the notice of acceptance."
        ),
    ),
    "identify.patent.kind": (
        (
            "“{raw}”的种类码是“{found}”，应为 1（发明）、2（实用新型）、3（外观设计）、8 或 9（国际申请）。请对照"
            "受理通知书更正。"
        ),
        (
            "The kind in “{raw}” is “{found}”; it must be 1 (invention), 2 (utility model), 3 (design), 8 or 9 "
            "(international). Compare it with the notice of acceptance."
        ),
    ),
    "identify.patent.year": (
        "“{raw}”的申请年份是 {year}，应在 {first} 至 {last} 之间。请对照受理通知书更正。",
        (
            "The year in “{raw}” is {year}; it must lie between {first} and {last}. Compare it with the notice "
            "of acceptance."
        ),
    ),
    "identify.report.shape": (
        (
            "“{raw}”不是科技报告编号：应为9位组织机构代码、“--”、项目编号、“/”、两位顺序号，例如 "
            "470012348--2016YFB0100200/01。"
        ),
        (
            "“{raw}” is no report number: 9 characters of the organisation code, “--”, project number, “/”, "
            "two-digit serial, as in 470012348--2016YFB0100200/01."
        ),
    ),
    "identify.report.serial": (
        "“{raw}”的顺序号为零。顺序号从 01 开始，请更正。",
        "The serial of “{raw}” is zero. Serials begin with 01; correct it.",
    ),
    "identify.report.organisation": (
        "“{raw}”中的组织机构代码校验码应为“{expected}”，现为“{found}”。请核对；没有代码的单位填九个零。",
        (
            "The organisation code in “{raw}” should end in “{expected}” and ends in “{found}”. Check it; units "
            "without a code write nine zeros."
        ),
    ),
    "identify.high_tech.shape": (
        "“{raw}”不是高新技术企业证书编号。请填写证书上的编号，例如 GR202233001234。",
        (
            "“{raw}” is no number of a high-tech enterprise certificate. Enter the number on the certificate, "
            "such as GR202233001234."
        ),
    ),
    "identify.high_tech.unusual": (
        "证书编号“{raw}”与常见形式（GR、四位年份、两位省码、六位顺序号）不同。请核对证书。",
        (
            "The certificate number “{raw}” differs from the usual form (GR, year, two digits of the province, "
            "six of the serial). Check it against the certificate."
        ),
    ),
    "identify.high_tech.province": (
        "证书编号“{raw}”的省码“{province}”不存在。请核对证书。",
        (
            "The province “{province}” in the certificate number “{raw}” does not exist. Check it against the "
            "certificate."
        ),
    ),
    "identify.sme.shape": (
        "“{raw}”不是科技型中小企业入库登记编号。请填写18位编号。",
        "“{raw}” is no register number of a technology SME. Enter the 18 characters.",
    ),
    "identify.sme.unusual": (
        "登记编号“{raw}”与常见形式（四位年份、六位区划码、一位标识、七位顺序号）不同。请核对公告。",
        (
            "The register number “{raw}” differs from the usual form (year, six digits of the division, flag, "
            "seven of the serial). Check it against the announcement."
        ),
    ),
    "identify.sme.province": (
        "登记编号“{raw}”的省码“{province}”不存在。请核对公告。",
        ("The province “{province}” in the register number “{raw}” does not exist. Check it against the announcement."),
    ),
    "identify.contract_registration.shape": (
        "“{raw}”不是技术合同登记编号。请填写登记证明上的编号。",
        (
            "“{raw}” is no registration number of a technology contract. Enter the number on the registration "
            "certificate."
        ),
    ),
    "identify.contract_registration.unusual": (
        "登记编号“{raw}”与常见形式（四位年份、登记机构、顺序号）不同。请核对登记证明。",
        (
            "The registration number “{raw}” differs from the usual form (year, registering body, serial). Check "
            "it against the certificate."
        ),
    ),
    "identify.instrument.shape": (
        "“{raw}”不是仪器资产编号：应为1至40位字母、数字、点、斜线或连字符。请对照资产卡片更正。",
        (
            "“{raw}” is no asset number: 1 to 40 letters, digits, points, slashes or hyphens. Compare it with "
            "the asset card."
        ),
    ),
    "identify.ipc.section": (
        "“{raw}”的部为“{found}”，国际专利分类只有 A 至 H 部。请更正首字母。",
        (
            "The section of “{raw}” is “{found}”; the International Patent Classification has A to H only. "
            "Correct the first letter."
        ),
    ),
    "identify.ipc.shape": (
        "“{raw}”不是国际专利分类号。请按部、大类、小类、组填写，例如 A01B 1/00。",
        (
            "“{raw}” is no symbol of the International Patent Classification. Write section, class, subclass and "
            "group, as in A01B 1/00."
        ),
    ),
    "identify.discipline.shape": (
        "“{raw}”不是学科代码：应为3、5或7位数字，现有{length}位。请按 GB/T 13745 填写，例如 520.20。",
        (
            "“{raw}” is no discipline code: 3, 5 or 7 digits, and it has {length} characters. Write it after "
            "GB/T 13745, as in 520.20."
        ),
    ),
    "identify.discipline.unknown": (
        "GB/T 13745 中没有一级学科 {found}（“{raw}”）。请核对前三位。",
        "GB/T 13745 has no first-level discipline {found} (“{raw}”). Check the first three digits.",
    ),
    "identify.industry.shape": (
        "“{raw}”不是行业代码。请填写门类字母加2至4位数字，例如 C3562，或只填数字。",
        "“{raw}” is no industry code. Write the letter and 2 to 4 digits, as in C3562, or the digits alone.",
    ),
    "identify.industry.section": (
        "“{raw}”的门类“{found}”不存在，GB/T 4754 的门类为 A 至 T。请更正。",
        "The section “{found}” of “{raw}” does not exist; GB/T 4754 has A to T. Correct it.",
    ),
    "identify.industry.division": (
        "“{raw}”的大类 {found} 不存在，GB/T 4754-2017 的大类为 01 至 97。请更正。",
        "The division {found} of “{raw}” does not exist; GB/T 4754-2017 has 01 to 97. Correct it.",
    ),
    "identify.industry.letter": (
        "“{raw}”的字母与数字不一致：{digits} 属于 {expected} 门类，不是 {found}。请更正其一。",
        (
            "Letter and digits of “{raw}” disagree: {digits} lies in section {expected}, not {found}. Correct "
            "one of them."
        ),
    ),
    "identify.field.shape": (
        "“{raw}”不是{catalogue}的编号。请填写以点分隔的数字，例如 1.2.3。",
        "“{raw}” is no number of {catalogue}. Write numbers with points between, as in 1.2.3.",
    ),
    "identify.field.unknown": (
        "{catalogue}没有“{raw}”：第一段应为 1 至 {last}，各段不为零。请更正。",
        "{catalogue} has no “{raw}”: the first part is 1 to {last} and no part is zero. Correct it.",
    ),
    "identify.readiness.shape": (
        "“{raw}”不是技术就绪度等级。请填写 1 至 13，例如 TRL 6 或 正样级。",
        "“{raw}” is no readiness level. Enter 1 to 13, as in TRL 6 or 正样级.",
    ),
    "identify.readiness.level": (
        "技术就绪度没有第 {found} 级（“{raw}”）。技术等级为 1 至 9，市场回报等级为 10 至 13，请更正。",
        ("There is no readiness level {found} (“{raw}”). Technology has 1 to 9, market return 10 to 13. Correct it."),
    ),
    "identify.contract_kind.unknown": (
        "“{raw}”不是技术合同的类型。请选择：{known}。",
        "“{raw}” is no kind of technology contract. Choose one of: {known}.",
    ),
    "identify.licence_kind.unknown": (
        "“{raw}”不是专利实施许可的方式。请选择：{known}。",
        "“{raw}” is no kind of patent licence. Choose one of: {known}.",
    ),
    "identify.licence_kind.silent": (
        "没有写明许可方式，按司法解释视为普通许可。如另有约定请补充。",
        (
            "The kind of licence is not written; by the judicial interpretation it counts as ordinary. Add it if "
            "something else was agreed."
        ),
    ),
    "identify.ip.shape": (
        "“{raw}”不是登记号。请填写证书上的登记号，例如软件著作权 2021SR0123456。",
        "“{raw}” is no registration number. Enter the one on the certificate, such as 2021SR0123456 for software.",
    ),
    "identify.ip.unusual": (
        "“{raw}”不是该类权利登记号的通常写法，已按所填保存。请对照证书核对。",
        "“{raw}” is not the usual form of such a number; it is kept as entered. Compare it with the certificate.",
    ),
}
