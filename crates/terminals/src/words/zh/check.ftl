# 核对并签署。
check-title = 核对内容，然后签署
check-lead = 共{ $n }项：{ $fetched }项来自登记库，{ $rest }项由您填写。选择部门，可看到它将看到的内容。
check-see-as = 切换查看视角
check-everyone = 全部，{ $n }
check-as = { $who }，{ $n }
check-only = { $who }只能看到这{ $n }项，其余{ $hidden }项对其不可见。
check-change-section = 修改本部分
check-change-papers = 修改材料
check-look = 需再看一下
check-open = 尚未回答
check-optional = 未填（选填）
check-paper-open = 尚未添加
check-register-knows = 无需上传，登记库已有
check-you = 您填写
check-contested = { $source }；您认为有误
check-still-open = 还有{ $n }项未完
check-too-late = { $permit }应于{ $day }前申请。可调整活动日期，或到窗口咨询。
check-after = 签署之后
check-decided-by = 承诺办结日
check-visits = 现场踏勘
check-visits-n = { $n ->
    [0] 无
   *[other] { $n }次，各部门联合进行
}
check-fee = 费用
check-fee-none = 不收费
check-person = 专属代表
check-person-text = 回执上当即写明
check-kept = 各部门只读取其许可所需的信息，每次查看您都能看到。
check-sign-title = { $n ->
    [1] 签署一次
   *[other] 一次签署，{ $word }项全办
}
check-sign-lead = 您请求{ $n }个部门作出决定：
check-by-commitment = 告知承诺
check-statement-hint = 勾选即为签署，以上全部只签一次。
check-sign = 签署并提交
check-sign-note = 只签一次，重复点击不会重复提交。
check-sign-open = 上方还有{ $n }项未完。
check-sign-free = 决定作出前可随时撤回。
check-tick-first = 请勾选声明后签署。
