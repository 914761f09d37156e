"""Why a step of a sale or a line of a log is refused, in words: codes from ``other`` on, and those of logs.

The office shows refusals from the message catalogues; these words are for a replay without a database, and for the same
codes. Each is Chinese and English; the names in braces are the values of the refusal.
"""

STEPS: dict[str, tuple[str, str]] = {
    "auction.log_amount": (
        "金额须写成两位小数的文本，如“100.10”：{value}。",
        'An amount is text with two decimals, such as "100.10": {value}.',
    ),
    "auction.log_backwards": (
        "时间倒退：{at}早于前一事件{before}。",
        "Time runs backwards: {at} is before {before} of the event before.",
    ),
    "auction.log_empty_line": (
        "此行为空。",
        "The line is empty.",
    ),
    "auction.log_field_missing": (
        "缺少字段{field}。",
        "The field {field} is missing.",
    ),
    "auction.log_fields": (
        "字段多余或缺少：{fields}。",
        "Fields too many or missing: {fields}.",
    ),
    "auction.log_gap": (
        "标的{lot}的序号应为{expected}，却是{seq}。",
        "Lot {lot}: number {expected} was due, and {seq} came.",
    ),
    "auction.log_key_twice": (
        "同一键出现两次。",
        "A key stands twice.",
    ),
    "auction.log_line_too_long": (
        "此行{bytes}字节，最多{most}字节。",
        "The line has {bytes} bytes; {most} are the most.",
    ),
    "auction.log_moment": (
        "时间须为UTC、六位微秒、以Z结尾：{value}。",
        "A moment is UTC with six decimals and Z: {value}.",
    ),
    "auction.log_not_json": (
        "不是JSON对象：{reason}。",
        "This is no JSON object: {reason}.",
    ),
    "auction.log_not_utf8": (
        "不是UTF-8文本。",
        "The text is not UTF-8.",
    ),
    "auction.log_points": (
        "评分须写成文本，至多四位小数：{value}。",
        "Points are text with at most four decimals: {value}.",
    ),
    "auction.log_share": (
        "比例须为0至1的文本，至多六位小数：{value}。",
        "A share is text from 0 to 1 with at most six decimals: {value}.",
    ),
    "auction.log_unknown_type": (
        "未知事件类型：{value}。",
        "The type of event is unknown: {value}.",
    ),
    "auction.log_unknown_word": (
        "“{word}”不在可用值之列：{known}。",
        '"{word}" is none of: {known}.',
    ),
    "auction.log_wrong_kind": (
        "应为{kind}：{value}。",
        "A {kind} was due: {value}.",
    ),
    "auction.other_rules": (
        "标的{lot}与公告规则的标的{announced_lot}不符。",
        "The rules announced for {announced_lot} are not those of lot {lot}.",
    ),
    "auction.own_bid_leading": (
        "号牌{paddle}已以{leading_yuan}元领先，不必再报。",
        "Paddle {paddle} leads already with {leading_yuan} yuan.",
    ),
    "auction.paddle_given": (
        "号牌{paddle}已经发出。",
        "Paddle {paddle} is given already.",
    ),
    "auction.paused": (
        "标的{lot}的竞价已暂停。",
        "Bidding on lot {lot} is paused.",
    ),
    "auction.priority_not_open": (
        "现在不是行使优先购买权的时间（号牌{paddle}）。",
        "Priority bidders are not being asked now (paddle {paddle}).",
    ),
    "auction.priority_outranked": (
        "号牌{paddle}的顺位{rank}不先于领先者的顺位{leading_rank}。",
        "Paddle {paddle} with rank {rank} does not go before the leader's rank {leading_rank}.",
    ),
    "auction.priority_over": (
        "收到时间{received_at}，优先购买权行使期已于{ended_at}届满。",
        "Received at {received_at}; the time to use a priority had ended at {ended_at}.",
    ),
    "auction.reason_missing": (
        "事件{event}须写明理由。",
        "The event {event} needs a reason.",
    ),
    "auction.release_differs": (
        "号牌{paddle}应退{deposit_yuan}元，而不是{amount_yuan}元。",
        "Paddle {paddle} gets {deposit_yuan} yuan back, not {amount_yuan} yuan.",
    ),
    "auction.reserve_mismatch": (
        "标的{lot}：{amount_yuan}元及随机数与公告的保留价承诺不符。",
        "Lot {lot}: {amount_yuan} yuan and the nonce do not fit the commitment of the reserve.",
    ),
    "auction.reserve_open_already": (
        "标的{lot}的保留价已经公开。",
        "The reserve of lot {lot} is open already.",
    ),
    "auction.reserve_too_early": (
        "标的{lot}竞价未结束，保留价不得公开。",
        "The reserve of lot {lot} stays closed until bidding ended.",
    ),
    "auction.reveal_mismatch": (
        "号牌{paddle}：{amount_yuan}元及随机数与密封报价承诺不符。",
        "Paddle {paddle}: {amount_yuan} yuan and the nonce do not fit the commitment.",
    ),
    "auction.reveal_over": (
        "收到时间{received_at}，开标已于{ended_at}截止。",
        "Received at {received_at}; the time to open sealed bids had ended at {ended_at}.",
    ),
    "auction.reveal_too_early": (
        "号牌{paddle}：投递未截止，不得开启。",
        "Paddle {paddle}: sealed bids are opened after the end only.",
    ),
    "auction.reveal_without_commitment": (
        "号牌{paddle}没有投递密封报价。",
        "Paddle {paddle} has no sealed bid to open.",
    ),
    "auction.revealed_already": (
        "号牌{paddle}的报价已经开启。",
        "The bid of paddle {paddle} is open already.",
    ),
    "auction.reveals_open": (
        "仍可开启密封报价至{until}。",
        "Sealed bids may be opened until {until}.",
    ),
    "auction.score_not_above": (
        "号牌{paddle}得分{points}，未超过领先得分{leading}。",
        "Paddle {paddle} reaches {points} points, not above the leading {leading}.",
    ),
    "auction.score_too_late": (
        "号牌{paddle}：价格可知后不得再评分。",
        "Paddle {paddle}: no points are given once prices can be known.",
    ),
    "auction.scored_already": (
        "号牌{paddle}已有评分{points}。",
        "Paddle {paddle} has {points} points already.",
    ),
    "auction.second_paddle": (
        "号牌{paddle}的申请人已持有号牌{other_paddle}，一家只能有一个号牌。",
        "The holder of paddle {paddle} has paddle {other_paddle}; a firm has one.",
    ),
    "auction.sellers_affiliate": (
        "号牌{paddle}的申请人与委托人或拍卖人有关联，不得竞买。",
        "The holder of paddle {paddle} is bound to the seller or the organiser and may not bid.",
    ),
    "auction.settlement_differs": (
        "依规则应抵作价款{applied_by_rule_yuan}元，而不是{applied_yuan}元。",
        "By the rules {applied_by_rule_yuan} yuan count towards the price, not {applied_yuan} yuan.",
    ),
    "auction.started_already": (
        "标的{lot}已经开始竞价。",
        "Bidding on lot {lot} began already.",
    ),
    "auction.still_running": (
        "标的{lot}正在竞价。",
        "Bidding on lot {lot} is still running.",
    ),
    "auction.too_early": (
        "预定{starts_at}开始，现在是{at}。",
        "The start is planned for {starts_at}; it is {at}.",
    ),
    "auction.unknown_channel": (
        "未知报价渠道：{channel}。",
        "The channel {channel} is unknown.",
    ),
    "auction.withdrawn_too_late": (
        "标的{lot}已经开始竞价，不得撤回。",
        "Lot {lot} has begun and cannot be withdrawn.",
    ),
    "auction.wrong_clock": (
        "起算时间{clock_from}不合规则，应为{by_rule}。",
        "The clock counts from {by_rule}, not from {clock_from}.",
    ),
    "auction.wrong_form": (
        "标的{lot}的方式为{form}，不适用{event}。",
        "Lot {lot} is sold by {form}, which knows no {event}.",
    ),
}
