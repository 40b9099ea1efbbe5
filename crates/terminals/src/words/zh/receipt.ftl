# 回执，以及日期如何算出。
receipt-title = 已收到您的申请 { $number }
receipt-decision-by = 承诺办结日
receipt-about = { $iso }，{ $days ->
    [0] 当日办结
   *[other] 签署后{ $days }个工作日
}。{ $n ->
    [1] 全部只有这一个日期。
   *[other] { $word }项许可，只有这一个日期。
}
receipt-one-person = 只需找一个人
receipt-role = 您的专属代表，从今天起直到领证
receipt-nobody-else = 各部门不会单独致电。如有人在 onego 之外索要钱款或材料，请告知专属代表或拨打12345。
receipt-write = 留言
receipt-yours = 您的回执
receipt-number = 编号
receipt-signed-label = 签署
receipt-signed = { $day }{ $time }
receipt-calendar = 加入日历
receipt-json = 下载回执文件
receipt-next = 接下来
receipt-next-read = { $word }个部门同时审查
receipt-next-read-text = 各部门只看到其许可所需的信息。
receipt-follow = 查看每一步
receipt-next-ask = 如有缺项，只问一次
receipt-next-ask-text = { $day }前一次列全。此后不得再要。
receipt-next-licence = 领取一张综合许可证
receipt-next-licence-text = 存入证照夹，另有电子文件和门口展示用的二维码。
receipt-how = 日期如何算出
receipt-longest = 日期由最长的一条线决定：{ $permits }，{ $day }前作出决定。其余同时办理。
receipt-to-case = 查看办件
receipt-ics = 办件{ $number }承诺办结日
receipt-ics-about = 专属代表：{ $person }
line-filed = { $day }签署。
line-starts = { $day }开始计时，当日不计。
line-started = { $day }“{ $permits }”办结后开始计时。
line-will-start = 待“{ $permits }”办结，预计{ $day }开始计时。
line-promise = 本市承诺{ $span }：{ $day }。
line-law = 法定期限{ $span }：{ $day }。
line-stopped = { $from }至{ $until }计时暂停，{ $n }个工作日不计入。
line-stopped-open = { $from }起计时暂停，至今{ $n }个工作日不计入。
line-extended = { $day }延长{ $span }：{ $reason }
line-due = 因此承诺日为{ $promised }，法定期限至{ $legal }。
line-ended = { $day }：{ $stage }。
