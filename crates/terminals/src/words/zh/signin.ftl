# 登录。
signin-closed-title = 尚未开通登录
signin-closed = 本站尚未配置登录服务，公开页面均可使用；运维人员可在配置文件中添加。
signin-demo-title = 您想扮演谁？
signin-demo-lead = 这是演示城市，人物和企业均为虚构。选择一位即可继续，随时可以更换。
signin-applicants = 个人与企业
signin-officials = 工作人员
signin-be = 扮演{ $name }
signin-out = 退出登录
# 使用登录服务时。
signin-provider = 登录服务
signin-again = 重新登录
signin-already-title = 您已登录：{ $name }
signin-already = 您可以继续前往“我的”。如需使用其他账号，请先退出登录。
signin-already-official = 您要访问的页面面向申请人，而您当前以工作人员身份登录。如需为自己办事，请退出后用个人账号登录。
signin-cancelled-title = 登录已取消
signin-cancelled = 您尚未登录，没有任何内容丢失。您可以重新登录，也可以不登录继续浏览。
signin-stale-title = 本次登录已失效
signin-stale = 每次登录须在十分钟内、于发起登录的同一浏览器中完成，且只能使用一次。您未因此登录，请重新登录，很快就好。
signin-down-title = 暂时无法登录
signin-down = 目前无法连接{ $provider }，这不是您的操作问题。您已提交的内容均安全，公开页面可正常使用。请过几分钟再试。
signin-refused-title = 无法确认您的身份
signin-refused = { $provider }返回的结果未通过安全核验，您尚未登录。请重新登录；如再次出现，请把下面的编号告诉我们。
signin-gone-title = 您已退出登录
signin-gone = 您已退出本站。如使用公用电脑，请同时退出{ $provider }。
signin-gone-there = 退出{ $provider }
