# Jingban: the inbox and what every desk page shares.
desk-rail = Decide
desk-all = By legal deadline
desk-mine = Mine
desk-pool = Team pool
desk-waiting = Clock stopped
desk-inbox = Inbox
desk-case = Case
desk-count = { $n ->
    [one] one case
   *[other] { $n } cases
}
desk-overdue = Over the legal limit
desk-today = Due today
desk-week = This week
desk-later = Later
desk-not-begun = Not begun: another permit comes first
desk-stopped = Clock stopped
desk-due-left = { $n ->
    [one] 1 day left
   *[other] { $n } days left
}
desk-due-left-of = { $n ->
    [one] 1 day left of { $all }
   *[other] { $n } days left of { $all }
}
desk-due-over = { $n ->
    [one] 1 day over
   *[other] { $n } days over
}
desk-due-today = today
desk-due-stopped = stopped
desk-due-not-begun = not begun
desk-due-done = done { $day }
desk-due-said = { $left }. Legal limit { $law }, promised { $promised }.
desk-limits = law { $law }, promised { $promised }
desk-mark-late = came up from a desk that was late
desk-mark-promise-over = the promised day has passed
desk-mark-asked = the one question is used
desk-mark-applicant = with the applicant
desk-mark-commitment = by commitment
desk-mark-consulting = advice is awaited
desk-mark-contested = the applicant contests a register
desk-mark-advice = your advice is asked
desk-no-title = (no name yet)
desk-every-permit = All permits
desk-find = Number or name
desk-empty = Nothing is waiting for you
desk-empty-next = The next legal deadline is { $day }.
desk-empty-none = No legal deadline is running on this desk.
desk-no-hit = No case fits
desk-show-all = Show all
desk-undo = Undo
desk-undo-until = until { $time }
desk-previous = Previous
desk-next = Next
desk-kept = What you wrote is kept below; nothing was sent.
desk-kept-label = What you wrote
desk-stale = { $who } changed this case on { $day } at { $time }.
desk-need-day = Write a day, for example 5 May or 2026-5-5.
desk-not-now = Not possible as the case stands.
desk-not-yours-title = Another desk decides this
desk-not-yours-who = { $authority } ({ $district }) decides { $permit }. Only its desk sees the facts.
desk-not-yours-ask = If you need something from this case, ask the representative { $name }, { $phone }.
desk-not-yours-written = That you tried to open it was written down. The applicant can read it. Nothing was shown to you.
desk-key-down = down
desk-key-up = up
desk-key-open = open
desk-key-find = search
desk-key-undo = undo
desk-key-palette = any command
desk-key-help = all keys
desk-key-approve = approve
desk-key-ask = ask once
desk-key-refuse = refuse
desk-key-take = take
desk-key-note = note
desk-key-next = next case
desk-key-previous = previous case
desk-key-back = back
desk-done-granted = Approved.
desk-done-refused = Refused.
desk-done-undone = Taken back. The case is open again.
desk-done-taken = On your desk.
desk-done-resumed = The clock goes on.
desk-done-paused = The clock has stopped.
desk-done-extended = Extended. The applicant was told why.
desk-done-handed-over = Back in the pool.
desk-done-explained = The reason is written down. The applicant reads it.
desk-done-reviewed = The second look is written down.
desk-done-noted = Your note was sent.
desk-done-asked = In the basket. The representative sends everything once.
desk-done-consulted = The question was sent. The clock does not stop.
desk-done-advised = Your advice was sent.
desk-done-accepted = Accepted as complete.
desk-done-written = Your message was sent.
desk-done-notice-sent = The one notice was sent. The clocks of the asking desks have stopped.
desk-done-asked-later = The question was sent. It is counted in public.
desk-pages = Pages of this list
desk-page-of = { $from } to { $to } of { $all }
desk-page-before = Previous page
desk-page-after = Next page
desk-key-pages = pages
desk-rail-after = After the decision
desk-licences = Licences
desk-licences-q = Number or code
desk-licences-hint = The number of a licence or a case, or the ten letters under the code.
desk-licences-none = Nothing of this desk has this number. Compare it once more with the paper.
desk-suspend = Suspend
desk-suspend-title = Suspend: { $title }
desk-suspend-about = Only this part may not be used for a time; the other parts of the licence go on. The licence, the verify page and the applicant's wallet say so at once.
desk-reinstate = Reinstate
desk-reinstate-title = Reinstate: { $title }
desk-reinstate-about = From now on this part may be used again. The licence, the verify page and the applicant's wallet say so at once.
desk-revoke = Revoke
desk-revoke-title = Revoke: { $title }
desk-revoke-about = This part is taken away for good; the other parts of the licence go on. Revoking is not taken back: the applicant can object.
desk-measure-rule = Rule that does not hold any more
desk-measure-no-rule = None of the computed rules
desk-measure-law = Article
desk-measure-reason = Reason
desk-measure-reason-hint = What was found, where and when. The applicant and whoever verifies the licence read that it happened; the reason is for the applicant.
desk-measure-from = From which day
desk-measure-from-hint = Empty: at once, { $day }. A later day is announced to the applicant now.
desk-measure-last = Last day
desk-measure-last-hint = Empty: until you reinstate it.
desk-measure-now = As it stands
desk-measure-since = since { $day }
desk-measure-until = until { $day }
desk-measure-announced = announced
desk-done-suspended = Suspended. The licence says so.
desk-done-reinstated = Reinstated. The licence says so.
desk-done-revoked = Revoked. The licence says so.
desk-done-rep-changed = Handed over. The applicant knows whom to call.
desk-several = Decide the chosen together
desk-several-how = Tick like cases of this permit, or press X on a row.
desk-key-choose = choose
desk-several-title = { $n ->
    [one] One case
   *[other] { $n } cases together
}
desk-several-approve = { $n ->
    [one] Approve one case
   *[other] Approve { $n } cases
}
desk-several-left = { $n ->
    [one] One case is left out here: not every rule passes in it, or it is not open. Decide it alone.
   *[other] { $n } cases are left out here: not every rule passes in them, or they are not open. Decide them alone.
}
desk-several-conditions = Conditions for each of them
desk-several-refuse-title = Refuse those in which the same rule fails
desk-several-refuse = Refuse these cases
desk-several-refuse-hint = Under each rule stand the cases it would refuse; the others stay open.
desk-several-undo = Undo all
desk-several-done-decided = Decided. Each applicant is told when it can no longer be taken back.
desk-several-done-some = Decided, but not all: somebody was faster with some of them. Each line says how it stands.
desk-several-done-undone = Taken back. The cases are open again.
desk-several-done-none = Nothing was done. Each line says how it stands.
