# 为什么适用或不适用。
turn-open = 为什么
turn-open-change = 为什么，怎样会不同
turn-always = 无论怎样回答都是如此。
turn-personal = 取决于个人信息，登录之前任何页面都不显示。
turn-settled = 仅凭以下回答即可确定：
turn-turn-needed = 作以下最小改动就不需要：
turn-turn-not = 作以下最小改动就会需要：
turn-arrow = {" "}→{" "}
ban-later = 以下涉及个人信息，登录后再核对：
