# Lengths of time, as a law writes them.
span-at-once = at once
span-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
span-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
span-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
