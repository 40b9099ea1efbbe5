# 综合许可证。
licence-title = 您的许可证
licence-name = 综合许可证
licence-number = 证号
licence-no = 编号
licence-contains = 包含
licence-includes = { $m }个部门的{ $n }项许可
licence-permits = { $n }项许可
licence-valid = 有效
licence-valid-in-part = 部分有效
licence-not-valid = 无效
licence-not-yet = { $day }起
licence-expired-on = { $day }到期
licence-until = 至{ $day }
licence-open-ended = 长期
licence-pdf = 门口张贴用（PDF）
licence-sticker = 橱窗公示贴（PDF）
licence-verify = 看看别人看到什么
licence-code-text = 无法扫码时输入：
licence-allows = 许可内容
licence-next = 下一个日期
licence-next-text = { $permits }到期。
licence-next-none = 无，均为长期有效。
licence-case = 情况有变？
licence-case-text = 请在原办件中给专属代表留言。
licence-show = 出示
licence-show-text = 任何人都可扫码或输码查验，只能看到名称、地址和许可内容，不记录查验者。
licence-prints = 打印样式
licence-holder = 经营者
licence-credit-code = 统一社会信用代码
licence-premises = 经营场所
licence-sector = 行业
licence-issued = 签发日期
licence-column-permit = 许可
licence-column-authority = 决定部门、编号
licence-column-allows = 范围与条件
licence-column-until = 有效期至
licence-replaces = { $n ->
    [1] 各部门均予认可（{ $word }项）。请张贴于入口，二维码显示当前状态。
   *[other] 本证代替{ $word }张单独的许可证，各部门均予认可。请张贴于入口，二维码显示当前状态。
}
licence-check-it = 查验：扫码，或打开{ $address }输入
licence-copy = 电子签发，未经查验的复印件无效。
licence-specimen = 样本
licence-specimen-note = 演示城市的样本，无法律效力。
