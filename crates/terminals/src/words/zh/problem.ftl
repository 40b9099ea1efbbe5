# 问题页。
problem-to-start = 回到首页
problem-to-desk = 回到收件箱
problem-reference = 报修编号：{ $reference }
