# 首页、搜索、事项起始页。
comma = ，
semicolon = ；
colon = ：
stop = 。
home-page = 办事
home-title = 想办什么事，告诉我们。只填一张表。
home-lead = 所需许可一次问清、同时办理，并承诺办结日期。
home-search = 想办什么事？
home-find = 查找
home-example = 开一家面馆
home-examples = 例如
home-one-site = 个网站，或一个窗口
home-one-form = 张表，各部门共用
home-one-date = 个承诺办结日
home-one-person = 位专属代表
home-one-visit = 次踏勘，至多
home-events = 从要办的事开始
home-all = 全部{ $n }种事
home-counted = 按最简单的情形于今日测算：每个问题都取最简单的回答。您的情形可能需要更多，问答会逐项说明。
home-saved = { $what }：分头办，与一次办
home-saved-see = 查看这份方案
home-verify = 这家店有证吗？
home-verify-text = 扫门口的码，或输入证号。无需登录，也没有人知道您查过。
home-open = 全部{ $n }项许可及规则
home-open-text = 何时需要、问什么、为什么问、办多久、依据哪部法。
card-permits = { $n ->
    [0] 简单情形无需许可
   *[other] { $n }项许可合为1张证
}
card-days = { $n ->
    [0] 即办
   *[other] { $n }个工作日
}
card-papers = { $n ->
    [0] 无需材料
   *[other] { $n }份材料
}
hit-about = { $n ->
    [0] 简单情形无需许可
   *[other] { $n }项许可，一张表
}
person-title = 想找人办？
person-text = 全天拨打{ $line }，或到任一窗口：网上能办的，工作人员都可以和您一起办，或替您办。
person-call = 拨打{ $line }
search-title = 搜索：{ $query }
search-found = 与“{ $query }”相符的事
search-count = 共{ $n }条，最接近的在前。
search-none = 没有找到“{ $query }”
search-none-lead = 换个说法试试，中英文都可以。也可以选相近的。
search-near = 相近的有
search-not-it = 不是您要找的？
search-all = 查看全部可办的事
browse-title = 想办什么事？
browse-lead = 选最接近的一项，再答几个问题，就知道需要什么。
find-no-event = 没有这个名称的事项
find-no-event-lead = “{ $asked }”下没有内容。可办的有：
start-go = 开始
start-go-on = 接着答
start-questions = 约{ $n }个问题
start-no-account = 无需账号。不保存任何内容：您的回答只在网页地址里。
start-which = 具体是哪一种？
start-get = 您会得到
start-get-text = 以下凡是需要的，共用一张表、一个承诺办结日、一位专属代表、一张证。
start-not-for = 哪些情形不能办
start-not-for-text = 我们先问这些，让您在签租约之前就知道。
start-plain = 简单情形
start-permits = 许可
start-promise = 承诺时限
start-papers = 需要准备
start-papers-none = 无
start-plain-how = 今日测算，每个问题都取最简单的回答：{ $permits }。
start-plain-see = 查看这份方案
