# 每项许可及其规则，供核对。
open-title = 全部{ $n }项许可及规则
open-lead = 程序就是按这些规则办的。欢迎核对，有错请告诉我们。
open-fingerprint = 版本{ $letters }
open-all = 全部许可
kind-licence = 许可
kind-registration = 登记
kind-filing = 备案
kind-upload = 上传
open-when = 何时需要
open-when-yes = 需要：
open-when-no = 否则：
open-when-facts = 由这些回答决定：{ $facts }。
open-rule = 程序读取的规则
open-facts = 需要的{ $n }项信息
open-facts-lead = 每项都写明原因。不得再要别的。
open-sometimes = 仅部分情形需要。
open-from = 经授权可调取：{ $register }
open-papers = { $n ->
    [0] 材料
   *[other] 需要的{ $n }份材料
}
open-papers-none = 无。
open-unless-commitment = 选择告知承诺的，无需提交。
open-rules = { $n ->
    [0] 决定前核对什么
   *[other] 核对的{ $n }条规则
}
open-rules-none = 除信息和材料外，不再核对。
open-rules-lead = 不予许可只能依据其中一条。
open-otherwise = 不符合时：
open-commitment = 也可选择告知承诺
open-commitment-text = 承诺后{ $span }作出决定。
open-checks = 证后看什么
open-checks-lead = 取证后上门检查的清单，不查清单以外的内容。
open-clock = 时限
open-promise = 我们承诺
open-law = 法定时限
open-extend = 可延长
open-silence = 逾期未决定
open-silence-up = 由上一级接办，并公开计入
open-silence-yes = 视为准予
open-decides = 决定部门
open-decides-else = 部分情形：{ $who }
open-visit = 一次，在决定之前
open-no-visit = 无
open-valid = 有效期
open-valid-open = 长期
open-valid-until = 至{ $fact }
open-file-before = 申请期限
open-file-before-text = { $fact }之前{ $span }
open-after = 须先办
open-events = 属于
open-sources = 依据
open-recalled = 待核实
open-checked = 已核对原文
open-version = 版本{ $version }
open-sources-text = “待核实”指凭记忆记录、尚未核对原文。这类依据不会作为法律展示给申请人。
