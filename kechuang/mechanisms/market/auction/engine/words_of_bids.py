"""Why a bid is refused, in words: codes from ``above`` to ``off``.

The office shows refusals from the message catalogues; these words are for a replay without a database, and for the same
codes. Each is Chinese and English; the names in braces are the values of the refusal.
"""

BIDS: dict[str, tuple[str, str]] = {
    "auction.above_ceiling": (
        "报价{amount_yuan}元高于最高限价{start_yuan}元。",
        "The offer of {amount_yuan} yuan is above the ceiling of {start_yuan} yuan.",
    ),
    "auction.admission_incomplete": (
        "号牌或竞买人代号空缺。",
        "The paddle or the holder is missing.",
    ),
    "auction.admission_over": (
        "号牌{paddle}：办理登记和交纳保证金的时间已过。",
        "Paddle {paddle}: the time to register and to pay deposits is over.",
    ),
    "auction.after_the_clock": (
        "收到时间{received_at}，竞价已于{ended_at}截止。",
        "Received at {received_at}; the time had ended at {ended_at}.",
    ),
    "auction.amount_unreadable": (
        "金额不能识别或不足一分：{raw}。",
        "The amount {raw} cannot be read, or has parts of a fen.",
    ),
    "auction.announced_already": (
        "标的{lot}已经公告，规则不得再改。",
        "Lot {lot} is announced already; its rules are fixed.",
    ),
    "auction.answered_already": (
        "号牌{paddle}已经答复，不得更改。",
        "Paddle {paddle} has answered, and cannot take it back.",
    ),
    "auction.bad_commitment": (
        "号牌{paddle}的报价承诺须为64位十六进制小写字符。",
        "The commitment of paddle {paddle} must be 64 lower-case hexadecimal digits.",
    ),
    "auction.bad_deposit": (
        "号牌{paddle}的保证金{amount_yuan}元须大于零。",
        "The deposit of {amount_yuan} yuan of paddle {paddle} must be above zero.",
    ),
    "auction.bad_pause": (
        "暂停起点{since}须在{earliest}至{at}之间。",
        "A pause since {since} must begin between {earliest} and {at}.",
    ),
    "auction.bad_points": (
        "评分{points}须在0至100之间。",
        "Points of {points} must lie between 0 and 100.",
    ),
    "auction.bad_rank": (
        "优先顺位{rank}须从1起。",
        "A rank of {rank} is none: ranks begin at 1.",
    ),
    "auction.bad_rules": (
        "标的{lot}的规则自相矛盾：{field}。",
        "The rules of lot {lot} contradict themselves: {field}.",
    ),
    "auction.barred": (
        "号牌{paddle}的申请人不得参加本次竞买（如前次悔拍）。",
        "The holder of paddle {paddle} is barred from this sale, as after a default.",
    ),
    "auction.below_asking": (
        "应价{amount_yuan}元低于当前叫价{asking_yuan}元。",
        "{amount_yuan} yuan is below the asking price of {asking_yuan} yuan.",
    ),
    "auction.below_start": (
        "报价{amount_yuan}元低于起拍价{start_yuan}元。",
        "The bid of {amount_yuan} yuan is below the start price of {start_yuan} yuan.",
    ),
    "auction.call_out_of_order": (
        "第{call}次报价呼唤次序不对：已呼{made}次，共{calls}次。",
        "Call {call} is out of order: {made} of {calls} were made.",
    ),
    "auction.calls_missing": (
        "已呼{made}次，须呼满{calls}次方可落槌。",
        "{made} calls were made; the hammer falls after {calls}.",
    ),
    "auction.committed_already": (
        "号牌{paddle}已经投递密封报价，规则不许更换。",
        "Paddle {paddle} has a sealed bid, and the rules do not let it be replaced.",
    ),
    "auction.deposit_bound": (
        "号牌{paddle}的保证金{deposit_yuan}元尚须保留。",
        "The deposit of {deposit_yuan} yuan of paddle {paddle} is still bound.",
    ),
    "auction.deposit_of_another": (
        "号牌{paddle}的保证金{amount_yuan}元来自他人账户，户名须一致。",
        "The deposit of {amount_yuan} yuan for paddle {paddle} came from another's account.",
    ),
    "auction.excluded": (
        "号牌{paddle}已被取消竞买资格。",
        "Paddle {paddle} is excluded.",
    ),
    "auction.excluded_leads": (
        "号牌{paddle}正领先；已失效的报价不能恢复，只能中止标的。",
        "Paddle {paddle} leads; beaten bids do not revive, so the lot must be broken off instead.",
    ),
    "auction.lot_closed": (
        "标的{lot}的竞价已经结束（{phase}）。",
        "Bidding on lot {lot} is over ({phase}).",
    ),
    "auction.match_differs": (
        "优先购买报价{amount_yuan}元须等于当前最高价{leading_yuan}元。",
        "A match of {amount_yuan} yuan must equal the leading {leading_yuan} yuan.",
    ),
    "auction.negative_amount": (
        "标的{lot}的金额{amount_yuan}元不得为负。",
        "Lot {lot}: {amount_yuan} yuan is negative.",
    ),
    "auction.no_calls": (
        "标的{lot}按时钟截止，不落槌。",
        "Lot {lot} ends by the clock, without a hammer.",
    ),
    "auction.no_criterion": (
        "标的{lot}不设综合评分。",
        "Lot {lot} has no weighted criterion.",
    ),
    "auction.no_default": (
        "标的{lot}没有待结算的违约（{phase}）。",
        "Lot {lot} has no default to settle ({phase}).",
    ),
    "auction.no_deposit": (
        "号牌{paddle}已冻结{frozen_yuan}元，保证金应为{deposit_yuan}元。",
        "Paddle {paddle} has {frozen_yuan} yuan frozen; the deposit is {deposit_yuan} yuan.",
    ),
    "auction.no_deposit_held": (
        "号牌{paddle}没有保证金可退。",
        "No deposit of paddle {paddle} is held.",
    ),
    "auction.no_priority": (
        "号牌{paddle}没有优先购买权。",
        "Paddle {paddle} has no right of first refusal.",
    ),
    "auction.no_score": (
        "号牌{paddle}尚无质量评分。",
        "Paddle {paddle} has no points for quality yet.",
    ),
    "auction.no_secret_reserve": (
        "标的{lot}没有保密的保留价。",
        "Lot {lot} has no secret reserve.",
    ),
    "auction.not_above_leader": (
        "报价{amount_yuan}元未超过当前最高价{leading_yuan}元，至少应报{next_yuan}元。",
        "{amount_yuan} yuan does not beat the leading {leading_yuan} yuan; bid {next_yuan} yuan or more.",
    ),
    "auction.not_admitted": (
        "号牌{paddle}未经登记。",
        "Paddle {paddle} is not admitted.",
    ),
    "auction.not_announced": (
        "标的{lot}尚未公告。",
        "Lot {lot} is not announced.",
    ),
    "auction.not_below_leader": (
        "报价{amount_yuan}元未低于当前最低价{leading_yuan}元，至多可报{next_yuan}元。",
        "{amount_yuan} yuan does not beat the leading {leading_yuan} yuan; offer {next_yuan} yuan or less.",
    ),
    "auction.not_by_rule": (
        "标的{lot}：事件{event}不合规则，依规则此时应为{by_rule}。",
        "Lot {lot}: {event} does not follow from the rules; what follows now is: {by_rule}.",
    ),
    "auction.not_paused": (
        "标的{lot}没有暂停（{phase}）。",
        "Lot {lot} is not paused ({phase}).",
    ),
    "auction.not_positive": (
        "采购报价{amount_yuan}元须大于零。",
        "An offer of {amount_yuan} yuan must be above zero.",
    ),
    "auction.not_sold": (
        "标的{lot}没有成交，或已办结（{phase}）。",
        "Lot {lot} is not sold, or it is settled ({phase}).",
    ),
    "auction.not_started": (
        "标的{lot}尚未开始竞价。",
        "Bidding on lot {lot} has not begun.",
    ),
    "auction.not_the_asking_price": (
        "应价{amount_yuan}元不是当前叫价{asking_yuan}元。",
        "{amount_yuan} yuan is not the asking price of {asking_yuan} yuan.",
    ),
    "auction.nothing_to_match": (
        "尚无报价，号牌{paddle}无从行使优先购买权。",
        "There is no bid yet that paddle {paddle} could match.",
    ),
    "auction.off_the_grid": (
        "报价{amount_yuan}元不在加价阶梯上：自{from_yuan}元起每次{increment_yuan}元。",
        "{amount_yuan} yuan is off the grid: steps of {increment_yuan} yuan from {from_yuan} yuan.",
    ),
}
