# 专属代表的工作台：办件、一次性补正、对话。
rep-rail = 专属代表
rep-cases = 我的办件
rep-all = 我的办件
rep-risk = 承诺有风险
rep-basket = 待发补正
rep-waiting = 待申请人答复
rep-count = { $n }件
rep-group-risk = 有风险：三个工作日内到期或已逾期
rep-group-basket = 补正篮中有问题
rep-group-waiting = 待申请人答复
rep-group-running = 办理中
rep-group-done = 已办结
rep-due-done = 已办结
rep-due-over = 逾期{ $n }天
rep-due-said = { $left }，承诺{ $promised }
rep-decided = { $journey }，已决定{ $n } / { $all }项
rep-mark-basket = 补正篮中{ $n }个问题
rep-empty-next = 最近一个承诺日：{ $day }。
rep-empty-none = 目前没有进行中的承诺。
rep-promised = 承诺
rep-promised-first = 最初{ $day }
rep-stage-notice = 待申请人答复
rep-stage-accepted = 已受理，审查中
rep-stage-filed = 已提交，核对中
rep-tracks = 各项许可
rep-tracks-count = { $n }项
rep-in-pool = 待领取
rep-late = 逾期部门
rep-late-promise = { $permit }：{ $authority }，{ $name }，超承诺{ $n }个工作日。
rep-late-law = { $permit }：{ $authority }，{ $name }，超承诺{ $n }个工作日，且已超法定期限。
rep-on = ，{ $day }
rep-until = ，承诺{ $promised }，法定{ $law }
rep-foreseen = ，预计{ $day }
rep-receipt = 日期如何得出
rep-line-filed = { $day }提交。
rep-line-starts = { $day }起算。
rep-line-starts-after = 取得{ $permits }后，{ $day }起算。
rep-line-starts-foreseen = 取得{ $permits }后起算，预计{ $day }。
rep-line-promise = 承诺：{ $span }，至{ $day }。
rep-line-law = 法定：{ $span }，至{ $day }。
rep-line-stopped = { $since }至{ $until }暂停，顺延{ $n }个工作日。
rep-line-still = 现在
rep-line-extended = { $day }延长（承诺加{ $promise }，法定加{ $law }）：{ $reason }
rep-line-due = 因此：承诺{ $promised }，法定{ $law }。
rep-line-ended = { $day }：{ $stage }。
rep-notice = 一次性补正
rep-notice-sent = { $day }已发出。
rep-notice-answer = 申请人答复截止{ $day }。
rep-notice-closed = 已全部处理，不得再问。
rep-point-open = 待答复
rep-point-answered = 已答复
rep-point-struck = 已撤销
rep-point-lapsed = 逾期未答复
rep-point-objected = 有异议，待复核
rep-accepted = { $day }已受理。
rep-accepted-what = 任何部门不得再要求补正。
rep-basket-empty = 各部门均未提出补正。
rep-basket-until = 可提至{ $day }。
rep-basket-full = 补正篮中{ $n }个问题。
rep-basket-send = 须在{ $day }前发出，否则视为受理。
rep-desk-points = { $n ->
    [0] 未提出
   *[other] { $n }个问题
}
rep-compose = 拟一次性补正通知
rep-accept = 确认受理
rep-accept-basket = 先发出或撤下补正事项。
rep-accept-about = 逾期未发补正即依法视为受理。此后任何部门不得再要求补正。
rep-licence = 许可证已于{ $day }签发。
rep-later = 就变化内容再次询问
rep-later-possible = { $n }项答复引起变化，每项可再问一次。
rep-later-title = 再次询问：{ $title }
rep-later-about = 仅限答复所改变的内容，每项一次，并计入公开统计。
rep-later-none = 没有可再次询问的内容。
rep-later-what = 哪项变化的内容，涉及哪项规则？
rep-later-send = 发出询问
rep-thread = 对话
rep-messages = { $n }条
rep-no-messages = 尚无消息。
rep-write = 写给申请人
rep-write-hint = 一次说一件事：情况、下一步、时间。
rep-send = 发送
rep-key-notice = 补正通知
rep-notice-title = { $title }的一次性补正通知
rep-send-by = { $day }前发出
rep-questions = 各部门的问题
rep-questions-count = { $n }个
rep-not-needed = 不需要
rep-merged = 已合并
rep-goes-out = 将发出
rep-not-needed-why = 登记已有该信息，不再询问。
rep-point-about = 关于“{ $about }”，用于“{ $permit }”。
rep-drop = 撤下
rep-check-registers = { $n ->
    [0] 没有登记可答的问题
   *[other] { $n }个问题登记已有答案，不再发出
}
rep-check-merged = { $n ->
    [0] 没有重复的问题
   *[other] { $n }个问题按内容合并
}
rep-check-rules = 每个问题都写明受影响的规则
rep-preview = 申请人收到的通知
rep-letter-over = { $day }通知
rep-letter-title = { $n ->
    [0] 没有缺项。
   *[other] 还差{ $count }项，一次列全。
}
rep-letter-for = 用于{ $permits }。
rep-letter-until = 答复前计时暂停。请在{ $day }前答复。
rep-send-title = 发出
rep-until-label = 答复截止
rep-until-hint = 通常为今起{ $span }。
rep-send-once = 仅发一次
rep-send-notice = 发出一次性补正通知
rep-preview-again = 重新预览
rep-send-about = 不能再次发出。提出补正的部门计时暂停，其他部门继续。
rep-change = 移交
rep-change-title = 移交：{ $title }
rep-change-about = 每件只有一位专属代表：移交后由对方负责全部事项，并即时告知申请人。您将不再看到此件。
rep-change-to = 接办人
rep-change-busy = 目前有{ $n }件在办
rep-change-nobody = 本区没有其他专属代表。
rep-change-reason = 理由
rep-change-reason-hint = 申请人可见，如：6月3日前休假。
rep-change-need-to = 请选择接办人。
