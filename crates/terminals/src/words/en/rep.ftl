# The representative's desk: cases, the one notice, the thread.
rep-rail = Representative
rep-cases = My cases
rep-all = My cases
rep-risk = Promises at risk
rep-basket = Notices to send
rep-waiting = Waiting for applicants
rep-count = { $n ->
    [one] one case
   *[other] { $n } cases
}
rep-group-risk = At risk: promised within three working days, or late
rep-group-basket = Questions in the basket
rep-group-waiting = Waiting for the applicant
rep-group-running = On the way
rep-group-done = Done
rep-due-done = done
rep-due-over = { $n ->
    [one] 1 day late
   *[other] { $n } days late
}
rep-due-said = { $left }, promised { $promised }
rep-decided = { $journey }, { $n } of { $all } decided
rep-mark-basket = { $n ->
    [one] one question in the basket
   *[other] { $n } questions in the basket
}
rep-empty-next = The next promised day is { $day }.
rep-empty-none = No promise is running.
rep-promised = promised
rep-promised-first = first { $day }
rep-stage-notice = with the applicant
rep-stage-accepted = accepted, deciding
rep-stage-filed = filed, being read
rep-tracks = Permits
rep-tracks-count = { $n ->
    [one] 1 permit
   *[other] { $n } permits
}
rep-in-pool = nobody has taken it yet
rep-late = Who is late
rep-late-promise = { $permit }: { $authority }, { $name }, { $n } working days over the promise.
rep-late-law = { $permit }: { $authority }, { $name }, { $n } working days over the promise and over the legal limit.
rep-on = , { $day }
rep-until = , promised { $promised }, law { $law }
rep-foreseen = , foreseen { $day }
rep-receipt = How this date came about
rep-line-filed = Filed on { $day }.
rep-line-starts = The clock began on { $day }.
rep-line-starts-after = The clock began on { $day }, after { $permits }.
rep-line-starts-foreseen = The clock begins after { $permits }, foreseen { $day }.
rep-line-promise = Promised: { $span }, until { $day }.
rep-line-law = Law: { $span }, until { $day }.
rep-line-stopped = Stopped from { $since } to { $until }: { $n ->
    [one] 1 working day
   *[other] { $n } working days
    } given back.
rep-line-still = now
rep-line-extended = Extended on { $day } ({ $promise } more promised, { $law } more by law): { $reason }
rep-line-due = So: promised { $promised }, legal limit { $law }.
rep-line-ended = { $day }: { $stage }.
rep-notice = The one notice
rep-notice-sent = Sent on { $day }.
rep-notice-answer = The applicant answers until { $day }.
rep-notice-closed = Nothing of it is open. Nobody asks again.
rep-point-open = open
rep-point-answered = answered
rep-point-struck = struck
rep-point-lapsed = not answered in time
rep-point-objected = objected, a second officer looks
rep-accepted = Accepted on { $day }.
rep-accepted-what = Nobody can ask for more.
rep-basket-empty = No desk has asked for anything.
rep-basket-until = They can until { $day }.
rep-basket-full = { $n ->
    [one] One question in the basket.
   *[other] { $n } questions in the basket.
}
rep-basket-send = Send by { $day }, otherwise the case counts as accepted.
rep-desk-points = { $n ->
    [0] nothing asked
    [one] 1 question
   *[other] { $n } questions
}
rep-compose = Compose the one notice
rep-accept = Accept as complete
rep-accept-basket = Send or drop the questions first.
rep-accept-about = The law does it by itself if nothing is sent in time. After that nobody can ask for more.
rep-licence = The licence was issued on { $day }.
rep-later = Ask about a changed fact
rep-later-possible = { $n ->
    [one] One answer
   *[other] { $n } answers
    } changed a fact; each can be asked about once.
rep-later-title = Ask later: { $title }
rep-later-about = Only about a fact that an answer changed, once each. It is counted in public.
rep-later-none = No changed fact is left to ask about.
rep-later-what = Which changed fact, for which rule?
rep-later-send = Send the question
rep-thread = Messages
rep-messages = { $n ->
    [one] 1 message
   *[other] { $n } messages
}
rep-no-messages = Nobody has written yet.
rep-write = Write to the applicant
rep-write-hint = One thing, what follows from it, by when.
rep-send = Send
rep-key-notice = the notice
rep-notice-title = One notice for { $title }
rep-send-by = send by { $day }
rep-questions = Questions from the desks
rep-questions-count = { $n ->
    [one] 1 question
   *[other] { $n } questions
}
rep-not-needed = not needed
rep-merged = merged
rep-goes-out = goes out
rep-not-needed-why = A register has answered it since; it will not be asked.
rep-point-about = About { $about }, for { $permit }.
rep-drop = Drop
rep-check-registers = { $n ->
    [0] No question is answered by a register
    [one] One question is answered by a register and stays out
   *[other] { $n } questions are answered by registers and stay out
}
rep-check-merged = { $n ->
    [0] No two questions are the same
    [one] One question was merged, compared by fact
   *[other] { $n } questions were merged, compared by fact
}
rep-check-rules = Every question names the rule it blocks
rep-preview = The notice, as the applicant gets it
rep-letter-over = Notice of { $day }
rep-letter-title = { $n ->
    [0] Nothing is missing.
    [one] One thing is missing. This is the whole list.
   *[other] { $count } things are missing. This is the whole list.
}
rep-letter-for = For { $permits }.
rep-letter-until = The clock stops until you answer. Answer by { $day }.
rep-send-title = Send
rep-until-label = Answer until
rep-until-hint = Usual is { $span } from today.
rep-send-once = Send once
rep-send-notice = Send the one notice
rep-preview-again = Show again
rep-send-about = It cannot be sent twice. The clocks of the asking desks stop; the others go on.
rep-change = Hand over
rep-change-title = Hand over: { $title }
rep-change-about = The case keeps one representative: the new one answers for all of it from now on, and the applicant is told at once. You no longer see it.
rep-change-to = Who takes it
rep-change-busy = { $n ->
    [one] one case is running there
   *[other] { $n } cases are running there
}
rep-change-nobody = Nobody else represents cases of this district.
rep-change-reason = Reason
rep-change-reason-hint = The applicant reads it, for example: on leave until 3 June.
rep-change-need-to = Choose who takes it.
