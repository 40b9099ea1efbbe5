# One question per page, and what you will need.
question-page = { $question } - { $event }
question-of = Question { $n } of about { $of }
question-continue = Continue
question-back = Back
question-answers = Your answers so far
question-nothing-stored = Nothing is stored. Your answers stand only in the address of this page: bookmark it to go on later.
question-unknown-hint = Go on. We plan for the stricter case and mark it as open.
question-example = For example { $example }.
effect-bans = Would exclude this plan: { $what }.
effect-adds = Adds: { $what }.
effect-spares = Not needed: { $what }.
effect-many = { $n } permits
effect-duties = { $n ->
    [one] Brings one duty.
   *[other] Brings { $n } duties.
}
why-readers = { $n ->
    [one] One authority uses this answer, and no one else.
   *[other] { $words } authorities use this answer, and no one else.
}
why-settled = Your other answers settle everything this could decide. You can still change it.
why-permit = decides whether you need: { $what }
why-who = decides who is responsible: { $what }
why-filing = counts the last day to file: { $what }
why-finding = decides { $what }
why-duty = decides whether you must keep: { $what }
why-ban = can exclude the plan: { $what }
why-law = ({ $law })
why-register = With your permission we read this in the register later: { $register }. Here your own word is enough.
unit-area = m²
unit-length = m
unit-money = yuan
panel-title = What you will need so far
panel-lead = Changes as you answer. Nothing is decided yet.
panel-about = { $who }・{ $what }
panel-depends = depends on: { $what }
panel-depends-later = depends on answers of the form
panel-papers = { $n ->
    [0] No papers
    [one] 1 paper
   *[other] { $n } papers
}
panel-papers-rest = to add
panel-papers-more = { $papers } and { $n } more
panel-facts = { $n ->
    [one] 1 fact
   *[other] { $n } facts
}
panel-fetched-rest = we can fetch
panel-fetched-about = { $n ->
    [one] from one register, only if you allow it
   *[other] from { $n } registers, only if you allow it
}
panel-asked-rest = only you know
panel-asked-about = { $forms } separate forms would ask { $n }
panel-days = { $n ->
    [one] 1 working day
   *[other] { $n } working days
}
panel-days-most = { $n ->
    [one] at most 1 working day
   *[other] at most { $n } working days
}
panel-days-at-once = at once
panel-days-unknown = date not known yet
panel-foot = Fee: { $fee }. Visits: { $visits }.
panel-no-fee = none
panel-no-visit = none
panel-visits = { $n ->
    [one] one, together
   *[other] { $n }
}
so-far = So far:
so-far-permits = { $n ->
    [0] no permit
    [one] 1 permit
   *[other] { $n } permits
}
so-far-permits-maybe = { $n ->
    [0] up to { $most } permits
   *[other] { $n } to { $most } permits
}
so-far-see = See what you will need
how-at-once = Decided at once
how-upload = Handed in, nobody decides
how-filing = A filing, nobody decides
how-visit = A visit, then an officer decides
how-officer = An officer decides
ban-title = This cannot be done as it stands
ban-foot = You can stop now: nothing was filed and nothing was paid. Every answer below can still be changed.
ban-way = What you can do:
ban-nearest = The smallest change:
ban-nearest-if = it would be possible if
ban-plan-with = Plan with this change
why-each = What each of them decides with it
