# 登录。
signin-closed-title = 尚未开通登录
signin-closed = 本站尚未配置登录服务，公开页面均可使用；运维人员可在配置文件中添加。
signin-demo-title = 您想扮演谁？
signin-demo-lead = 这是演示城市，人物和企业均为虚构。选择一位即可继续，随时可以更换。
signin-applicants = 个人与企业
signin-officials = 工作人员
signin-be = 扮演{ $name }
signin-out = 退出登录
