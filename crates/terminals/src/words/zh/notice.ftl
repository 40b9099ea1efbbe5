# 一次性补正通知。
notice-over = { $day }{ $time }发出
notice-title = { $n ->
    [1] 还差{ $word }项，一次列全
   *[other] 还差{ $word }项，一次列全
}
notice-title-closed = 补正通知，已答复
notice-lead = 各部门均已审看。此后不得再要，除非您的答复有变化。
notice-lead-closed = 没有等您答复的内容了。
notice-for = 用于{ $permits }。
notice-rule = 缺此无法判断的规则：{ $rule }。
notice-explain = 改用文字说明
notice-explain-label = 您的说明
notice-explain-hint = 如问题与实际不符，请说明情况。
notice-disagree = 对此项有异议？
notice-object = 说明理由
notice-object-waits = 您已提出异议，1个工作日内由另一名工作人员复核。您仍可先答复。
notice-object-stands = 另一名工作人员复核后保留该项：{ $reason }
notice-objected = 已收到异议，1个工作日内由另一名工作人员复核。
notice-missing = “{ $asks }”：请答复，或用文字说明。
notice-send = { $n ->
    [1] 提交{ $word }项答复
   *[other] 提交全部{ $word }项答复
}
notice-send-plain = 提交
notice-ask-first = 先问{ $name }
notice-closed = 已处理
notice-struck = 经另一名工作人员复核取消：{ $reason }
notice-point-answered = 您已答复。
notice-point-lapsed = 未在期限内答复。
notice-clock = 计时暂停
notice-clock-text = { $day }起暂停，您一答复即恢复。
notice-answer-by = 答复期限
notice-answer-today = 如今天答复
notice-promise-then = 承诺日为{ $day }
notice-if-not = 到期未答复的，按现有内容继续办理。
notice-clock-runs = 正在计时
notice-clock-runs-text = 承诺{ $day }办结。
notice-fine = 已没有问题
notice-letter = 打印为信函
notice-letter-text = 本页可打印为信函。可带上编号{ $number }到任一窗口或邮寄答复。{ $name }，{ $phone }。
notice-none = 没有补正通知
notice-none-text = 没有需要您补充的内容，您无需做任何事。
notice-object-title = 对此项提出异议
notice-object-lead = 由提出者以外的另一名工作人员在1个工作日内复核，不影响其他答复。
notice-object-label = 为什么不应要求此项？
notice-object-hint = 例如：您已提供过，或该规则不适用。
notice-object-send = 提交异议
notice-object-empty = 请写明异议理由。
