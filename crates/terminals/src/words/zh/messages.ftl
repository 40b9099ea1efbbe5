# 与专属代表的留言。
messages-title = 给{ $name }留言
messages-lead = 有关办件的任何问题都可以问，工作日内答复。
messages-none = 暂无留言
messages-none-text = 无需主动留言，有消息我们会写给您。
messages-label = 留言内容
messages-hint = 由专属代表阅读，加密保存，不作为审查内容。
messages-send = 发送
messages-empty = 请先填写留言内容。
messages-too-long = 最多{ $max }字。
