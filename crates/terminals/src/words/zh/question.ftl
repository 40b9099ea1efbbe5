# 一页一问，以及您需要准备什么。
question-page = { $question } - { $event }
question-of = 第{ $n }问，共约{ $of }问
question-continue = 继续
question-back = 返回
question-answers = 已回答的问题
question-nothing-stored = 不保存任何内容。您的回答只在本页地址里，收藏本页即可稍后继续。
question-unknown-hint = 先往下走。我们按较严的情形安排，并标为待定。
question-example = 例如{ $example }。
effect-bans = 将不能办：{ $what }。
effect-adds = 增加：{ $what }。
effect-spares = 无需：{ $what }。
effect-many = { $n }项许可
effect-duties = 带来{ $n }项义务。
why-readers = 有{ $words }个部门使用这个回答，别人不会看到。
why-settled = 其他回答已经定下了这个问题能决定的事。您仍可修改。
why-permit = 决定是否需要{ $what }
why-who = 决定由谁办理{ $what }
why-filing = 计算{ $what }的最晚申请日
why-finding = 决定{ $what }
why-duty = 决定是否须遵守{ $what }
why-ban = 可能因此不能办：{ $what }
why-law = （{ $law }）
why-register = 经您授权，以后可从{ $register }读取。这里以您说的为准。
unit-area = 平方米
unit-length = 米
unit-money = 元
panel-title = 目前您需要
panel-lead = 随回答变化，尚未作出任何决定。
panel-about = { $who }・{ $what }
panel-depends = 取决于{ $what }
panel-depends-later = 取决于申请表中的回答
panel-papers = { $n ->
    [0] 无需材料
   *[other] { $n }份材料
}
panel-papers-rest = 需上传
panel-papers-more = { $papers }等，另有{ $n }份
panel-facts = { $n }项信息
panel-fetched-rest = 可代为调取
panel-fetched-about = 来自{ $n }个登记库，须经您授权
panel-asked-rest = 只有您知道
panel-asked-about = 分头办须填{ $forms }张表、{ $n }项
panel-days = { $n }个工作日
panel-days-most = 至多{ $n }个工作日
panel-days-at-once = 即办
panel-days-unknown = 日期待定
panel-foot = 费用：{ $fee }。踏勘：{ $visits }。
panel-no-fee = 无
panel-no-visit = 无
panel-visits = { $n ->
    [1] 一次，联合进行
   *[other] { $n }次
}
so-far = 目前：
so-far-permits = { $n ->
    [0] 无需许可
   *[other] { $n }项许可
}
so-far-permits-maybe = { $n ->
    [0] 至多{ $most }项许可
   *[other] { $n }至{ $most }项许可
}
so-far-see = 查看需要什么
how-at-once = 即时办结
how-upload = 上传即可，无需审批
how-filing = 备案，无需审批
how-visit = 踏勘后由工作人员决定
how-officer = 由工作人员决定
ban-title = 这样不能办
ban-foot = 您可以就此停下：没有提交任何申请，也没有产生费用。下面的每个回答仍可修改。
ban-way = 您可以：
ban-nearest = 最小的改动：
ban-nearest-if = 如果改为以下情形，就可以办
ban-plan-with = 按此改动安排
why-each = 各部门用它决定什么
