# 目录中的名称与取值。
law-article = 《{ $law }》第{ $article }条
law-recalled = { $law }（凭记忆，待核实）
outcome-who-decides = { $permit }：由谁决定
outcome-filing-day = { $permit }：最晚申请日
wanted-whether = 用于判断是否需要该许可
wanted-jurisdiction = 用于确定由谁、以何种方式决定
wanted-licence = 载入许可证
wanted-filing-day = 最晚申请日由此倒推
wanted-case = 用于标明办件与地点
my-account = 我的账户
