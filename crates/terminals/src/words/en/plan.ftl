# The plan: the card before you start.
plan-over = Your plan
plan-title = { $n ->
    [one] You need one permit. You apply once.
   *[other] You need { $words } permits. You apply once.
}
plan-title-maybe = { $n ->
    [one] You need one permit, perhaps { $most }. You apply once.
   *[other] You need { $words } permits, perhaps { $most }. You apply once.
}
plan-title-perhaps = { $n ->
    [one] You may need one permit. You apply once.
   *[other] You may need up to { $words } permits. You apply once.
}
plan-title-none = You need no permit for this
plan-title-banned = This plan is excluded as it stands
plan-lead = { $n ->
    [one] One authority decides. You get one licence.
   *[other] { $words } authorities work at the same time from the same form. You get one licence.
}
plan-lead-none = You can begin. The duties below hold all the same.
plan-lead-banned = Below is why, what the law says, and what would make it possible. Nothing is lost.
plan-open = { $n ->
    [one] One question is still open. We planned for the stricter case.
   *[other] { $n } questions are still open. We planned for the stricter case.
}
plan-open-go = Answer now
plan-permits = Permits
plan-permits-if = Permits you would need elsewhere
plan-possible = possible
plan-depends = Depends on: { $what }.
plan-after = after { $what }
plan-longest-part = sets the date
plan-not-needed = Not needed, and why
plan-hand = Have at hand
plan-hand-none = No papers. Everything is a question or comes from a register.
plan-hand-for = {" "}for { $permits }
plan-hand-fetched = Do not look for these, registers prove them: { $papers }.
plan-facts = { $fetched } facts we can fetch, only if you allow it; { $asked } are left for you to write. You can stop at any time and finish on a phone, a computer or at any window.
plan-duties = Duties that hold for you
plan-duties-lead = { $n ->
    [one] One duty. It needs no application and no form.
   *[other] { $n } duties. They need no application and no form.
}
plan-duties-open = Show them, with the law
plan-burden = Each office alone, and in one go
burden-before = each alone
burden-after = one go
burden-forms = Forms
burden-facts = Facts to write
burden-papers = Papers to hand in
burden-trips = Trips to an office
burden-visits = Visits to your place
burden-days = Working days
burden-how = Computed from the rules. Each alone: every form by itself, one after the other, each at the limit of the law.
plan-answers = Your answers
plan-today = If you file today
plan-decided = Decided by
plan-decided-latest = Decided by, at the latest
plan-glance = If you file today, decided by { $day }.
plan-glance-latest = If you file today, decided by { $day } at the latest.
plan-fee = Fee
plan-visit = Visit
plan-visit-together = { $who } come together
plan-computed = The date is the end of the longest track, counted in working days from { $day }: { $steps }.
plan-longest-step = { $permit }, { $span }
plan-then = , then{" "}
plan-late = If we miss it, we say why the same day, and in public.
plan-latest = File by { $day }
plan-latest-how = { $span } before { $fact }, { $from }
plan-after-day = The promised date, { $promised }, is after { $day }. Choose a later day, or ask at a window what can be done sooner.
plan-too-late = It is too late for this day
plan-too-late-text = { $permit } had to be filed by { $day }.
plan-too-late-change = Choose another day
plan-sign-once = You sign in when you start, and sign once at the end, with your phone.
plan-start = Start the one form
plan-change = Change an answer
plan-compare = Compare with another place
plan-keep = Keep this plan
plan-keep-text = The address of this page is the plan. Bookmark it, print it, send it, or show this code at a window.
plan-keep-code = Code with the address of this plan
