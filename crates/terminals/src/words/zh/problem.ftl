# 问题页。
problem-to-start = 回到首页
problem-to-desk = 回到收件箱
problem-reference = 报修编号：{ $reference }
problem-too-many = 请求太频繁
problem-too-many-text = 您所在的网络刚才提出的请求太多。请在 { $n } 秒后重试。
problem-too-many-typed = 您之前填写的内容都已保留。
