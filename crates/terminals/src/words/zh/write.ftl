# 法定期限的写法。
span-at-once = 即办
span-working-days = { $n }个工作日
span-days = { $n }日
span-months = { $n }个月
span-years = { $n }年
