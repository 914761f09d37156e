"""What ``verify`` and ``check`` find, as codes with values, and the sentence of each code. Pure: works without Django.

A finding is an *error* unless marked a *notice*: errors mean that the ledger, or a row beside it, is not what was
recorded; a notice tells an operator about something to look after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: a stable code, and the values that say what and where."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    error: bool = True


SENTENCES: dict[str, tuple[str, str]] = {
    "ledger.trigger_missing": (
        "数据库触发器 {name} 缺失或已被改动，台账可能在此期间被改。请先查明其他各项，再运行 kechuang ledger protect。",
        (
            "The database trigger {name} is missing or altered, so the ledger could be changed meanwhile. Look into"
            " the other findings first, then run: kechuang ledger protect"
        ),
    ),
    "ledger.gap": (
        "日志 {log} 缺少第 {first} 至 {last} 条：这些条目被删除。",
        "Log {log} lacks the entries {first} to {last}: they were removed.",
    ),
    "ledger.entry_beyond_head": (
        "日志 {log} 的首行记载 {size} 条，数据库中却有第 {seq} 条（{id}）。该条未经本系统写入，或首行被改回。",
        (
            "The head of log {log} says {size} entries, yet the database holds entry {seq} ({id}). It was not"
            " appended by this system, or the head was set back."
        ),
    ),
    "ledger.tail_missing": (
        "日志 {log} 的首行记载 {size} 条，数据库只到第 {held} 条。末尾的条目被删除。",
        (
            "The head of log {log} says {size} entries, the database ends at entry {held}. Entries at the end were"
            " removed."
        ),
    ),
    "ledger.leaf_altered": (
        "日志 {log} 第 {seq} 条（{id}）的叶与其存储的散列不符：叶或散列被改动。",
        "Entry {seq} ({id}) of log {log}: the leaf does not have the stored hash. Leaf or hash was altered.",
    ),
    "ledger.leaf_unreadable": (
        "日志 {log} 第 {seq} 条（{id}）的叶不是规范形式的 JSON。",
        "Entry {seq} ({id}) of log {log}: the leaf is not JSON in canonical form.",
    ),
    "ledger.column_altered": (
        "日志 {log} 第 {seq} 条（{id}）的 {column} 列为“{row}”，叶中记载的是“{leaf}”。该列被改动。",
        (
            "Entry {seq} ({id}) of log {log}: column {column} holds “{row}”, the leaf says “{leaf}”. The column was"
            " altered."
        ),
    ),
    "ledger.group_altered": (
        "日志 {log} 第 {seq} 条（{id}）的 {group} 组与叶中的摘要不符：该组的值或盐被改动。",
        (
            "Entry {seq} ({id}) of log {log}: group {group} does not fit the digest in the leaf. Its values or salt"
            " were altered."
        ),
    ),
    "ledger.group_missing": (
        "日志 {log} 第 {seq} 条（{id}）缺少叶中承诺的 {group} 组，而该组不可清除。",
        (
            "Entry {seq} ({id}) of log {log}: group {group}, to which the leaf commits, is missing, and it is not"
            " erasable."
        ),
    ),
    "ledger.group_foreign": (
        "日志 {log} 第 {seq} 条（{id}）带有叶中没有的 {group} 组。",
        "Entry {seq} ({id}) of log {log}: group {group} is present, but the leaf does not know it.",
    ),
    "ledger.group_unreadable": (
        "日志 {log} 第 {seq} 条（{id}）的公开值不是可读的 JSON。",
        "Entry {seq} ({id}) of log {log}: the disclosed groups are not readable JSON.",
    ),
    "ledger.personal_foreign": (
        "个人信息组 {group} 指向条目 {id}，但该条目不存在或没有这一组。",
        "A personal group {group} points to entry {id}, which does not exist or has no such group.",
    ),
    "ledger.postings_unbalanced": (
        "日志 {log} 第 {seq} 条（{id}）的分录合计为 {fen} 分，应为零。",
        "Entry {seq} ({id}) of log {log}: its postings sum to {fen} fen instead of zero.",
    ),
    "ledger.tile_altered": (
        "日志 {log} 第 {level} 层第 {index} 块（第 {first} 至 {last} 条）与由叶重算的散列不符。",
        (
            "Tile {index} of level {level} of log {log} (entries {first} to {last}) differs from the hashes computed"
            " from the leaves."
        ),
    ),
    "ledger.tile_missing": (
        "日志 {log} 缺少第 {level} 层第 {index} 块（第 {first} 至 {last} 条）。",
        "Tile {index} of level {level} of log {log} (entries {first} to {last}) is missing.",
    ),
    "ledger.tile_foreign": (
        "日志 {log} 有 {count} 个多余的块，其范围超出日志。",
        "Log {log} has {count} tiles beyond its entries.",
    ),
    "ledger.head_altered": (
        "日志 {log} 首行的 {column} 与由全部 {size} 条重算的结果不符。",
        "The head of log {log}: {column} differs from what all {size} entries give.",
    ),
    "ledger.log_unknown": (
        "有条目属于日志 {log}，但没有该日志的首行。",
        "There are entries of log {log}, but that log has no head.",
    ),
    "ledger.tail_cut": (
        "{where} 记载日志 {log} 有 {stated} 条，数据库只有 {held} 条。日志末尾被截去 {lost} 条。",
        ("{where} states that log {log} had {stated} entries; the database holds {held}. {lost} entries were cut off."),
    ),
    "ledger.history_rewritten": (
        "{where} 记载日志 {log} 在第 {size} 条时的树根，与现有条目重算的不同。此前的历史被改写。",
        (
            "{where} states another root of log {log} at {size} entries than the entries give now. The history"
            " before that was rewritten."
        ),
    ),
    "ledger.checkpoint_unreadable": (
        "{where}：检查点不可读（{why}）。",
        "{where}: the checkpoint cannot be read ({why}).",
    ),
    "ledger.checkpoint_altered": (
        "{where}：该行的内容与其签名的检查点不符。",
        "{where}: the row does not say what its signed checkpoint says.",
    ),
    "ledger.checkpoint_unsigned": (
        "{where}：日志 {log} 的任何已知密钥都没有为这一检查点签名。",
        "{where}: no known key of log {log} signed this checkpoint.",
    ),
    "ledger.checkpoint_removed": (
        "{where} 中有日志 {log} 在第 {size} 条时的检查点，数据库中却没有。数据库中的检查点被删除。",
        "{where} keeps a checkpoint of log {log} at {size} entries that the database lacks. It was removed there.",
    ),
    "ledger.checkpoint_file_short": (
        "{where} 缺少数据库中日志 {log} 的 {count} 个检查点，从第 {size} 条起。请从备份恢复该文件。",
        (
            "{where} lacks {count} checkpoints of log {log} that the database holds, from {size} entries on. Restore"
            " the file from its backup."
        ),
    ),
    "ledger.checkpoint_none": (
        "日志 {log} 有 {size} 条，但还没有检查点，因此无法发现末尾被截。请运行 kechuang ledger checkpoint。",
        (
            "Log {log} has {size} entries and no checkpoint yet, so a cut tail could not be noticed. Run: kechuang"
            " ledger checkpoint"
        ),
    ),
    "ledger.key_broken": (
        "日志 {log} 的密钥 {key}：{why}。",
        "Key {key} of log {log}: {why}.",
    ),
    "ledger.key_unattested": (
        "日志 {log} 的密钥 {key} 没有前一把密钥的签名（前一把已报失）。请以其他方式公布其公钥。",
        (
            "Key {key} of log {log} is not signed by its predecessor, which was given up as lost. Publish its public"
            " key by other means."
        ),
    ),
    "ledger.key_untrusted": (
        "日志 {log} 的任何密钥都不是所给的公钥 {key}，也不由它移交。",
        "No key of log {log} is the given key {key}, or was handed over to by it.",
    ),
    "ledger.row_differs": (
        "{table} 中 {row} 的 {column} 为“{held}”，台账中的事实给出的是“{fact}”（第 {seq} 条）。",
        "{table}, {row}: {column} holds “{held}”, the facts say “{fact}” (entry {seq}).",
    ),
    "ledger.check_broke_off": (
        "检查 {name} 中断：{why}",
        "The check {name} broke off: {why}",
    ),
    "proof.unknown_format": (
        "这不是本系统的证明：格式为“{value}”。",
        "This is no proof that can be read here: its format is “{value}”.",
    ),
    "proof.bad_field": (
        "证明的字段 {value} 缺失或类型不对。",
        "The proof's field {value} is missing or of the wrong kind.",
    ),
    "proof.bad_leaf": (
        "证明中的叶不是规范形式的 JSON。",
        "The proof's leaf is not JSON in canonical form.",
    ),
    "proof.unknown_hash": (
        "叶指明的散列算法“{value}”在此不可用。",
        "The hash algorithm “{value}” named by the leaf is not available here.",
    ),
    "proof.other_log": (
        "检查点属于“{value}”，不是叶所属的日志。",
        "The checkpoint is of “{value}”, not of the leaf's log.",
    ),
    "proof.not_in_tree": (
        "叶不在检查点所签的树中（第 {value} 条）：叶、路径或检查点被改动。",
        (
            "The leaf is not in the tree that the checkpoint signs (entry {value}): leaf, path or checkpoint was"
            " altered."
        ),
    ),
    "proof.bad_group": (
        "证明中的 {value} 组不可读。",
        "The proof's group {value} cannot be read.",
    ),
    "proof.group_altered": (
        "{value} 组与叶中的摘要不符：其值或盐被改动。",
        "Group {value} does not fit the digest in the leaf: its values or salt were altered.",
    ),
    "proof.bad_note": (
        "证明中的检查点或密钥移交声明不可读：{value}。",
        "The proof's checkpoint or a statement on keys cannot be read: {value}.",
    ),
    "proof.not_signed": (
        "检查点没有公钥 {value} 或其移交的密钥的有效签名。",
        "The checkpoint bears no valid signature of the key {value}, or of one that it handed over to.",
    ),
}


def sentence(code: str, values: Mapping[str, str | int], language: str = "en") -> str:
    """Give the sentence of a code in English, or in simplified Chinese for any ``language`` that begins with zh.

    Raises KeyError for an unknown code or a value that the sentence needs and the finding lacks.
    """
    return SENTENCES[code][0 if language.startswith("zh") else 1].format_map(values)
