# A running case.
case-number-unknown = We cannot find { $number }
case-number-letter = The last letter does not fit: is it { $letter }?
case-by-window = Entered at window { $window }
case-today-at = Today { $time }
case-answer = { $n ->
    [one] Answer one question
   *[other] Answer { $n } questions
}
case-licence = Open the licence
case-write = Write to { $name }
case-done-answered = We have your answers. The clock runs again.
case-done-withdrawn = It is taken back. Nobody works on it any more.
case-done-objected = We have your objection. It is answered in writing.
case-permits = Each permit
case-story = What happened
case-representative = Your representative
case-if-late = If we are late
case-if-late-text = You get a written reason the same day, the next level takes over, and the delay counts in public.
case-receipt = Receipt
case-notice = The notice
case-withdraw = Withdraw
case-draft-gone = This draft was dropped
case-draft-gone-text = Nothing of it was ever sent to an authority.
case-withdrawn-title = You took it back
case-withdrawn-lead = Nothing was decided, and nobody works on it. You can start again at any time.
case-wait-title = { $n ->
    [one] We wait for you: one answer
   *[other] We wait for you: { $word } answers
}
case-wait-lead = The clock has stopped for what depends on it. Answer by { $day }.
case-all-approved = Everything is approved
case-none-approved = Nothing could be approved
case-some-approved = { $n ->
    [one] One of { $of } is approved
   *[other] { $n } of { $of } are approved
}
case-decided-early = Decided before the promised date. Your licence is ready.
case-decided-lead = Your licence is ready.
case-decided-soon = Your licence is being written and is here within minutes.
case-decided-refused = Below is the reason for each, and what would make it right.
case-track-lead = { $done ->
    [0] Nothing is decided yet. You do not need to do anything.
   *[other] { $word } of { $allword } are done. You do not need to do anything.
}
case-track-one-late = One decision took longer than planned; the date for everything stands.
case-track-title = On track for { $day }
case-late-title = Late: here is why
case-late-no-reason = We missed the promised date. The next level has taken over and owes you a reason today. We are sorry.
case-tag-granted = Approved
case-tag-filed = Filed
case-tag-refused = Refused
case-tag-waiting = Not started
case-tag-asked = Asked you
case-tag-paused = Clock stopped
case-tag-deciding = Deciding
case-tag-suspended = Suspended
case-tag-revoked = Revoked
case-tag-withdrawn = Withdrawn
case-tag-lapsed = Ended
case-tag-expired = Expired
case-by-rules = decided by its rules on { $day }
case-decided-by = { $who } decided on { $day }
case-waits-for = begins when { $permits } is there
case-stopped = the clock has stood since { $day }, until you answer
case-stopped-law = the clock has stood since { $day } for { $reason }
case-stopped-until = (until about { $day })
case-decides-by = decides by { $day }
case-late-by = { $n ->
    [one] was due { $day }, one working day ago
   *[other] was due { $day }, { $n } working days ago
}
case-lapsed = cannot be decided without { $permit }
case-refused-rule = Refused, because this rule is not met: { $rule }
case-refused-way = What would make it right:
case-refused-object = You do not agree?
case-object = Object
case-objected-on = You objected on { $day }. You get a written answer.
case-conditions = Conditions
case-delay = Reason for the delay ({ $day }): { $reason }
case-extended = Extended to { $day }: { $reason }
case-who-read = Who read your data
case-nobody-read = Nobody has opened personal facts yet.
case-read-line = { $facts ->
    [one] one fact
   *[other] { $facts } facts
}, { $people ->
    [one] one person
   *[other] { $people } people
}
case-every-reading = Every reading, with time and reason
case-lane-due = due { $day }
case-lane-promised = promised
case-withdraw-title = Take it back?
case-withdraw-lead = What was approved already stays approved. Nothing is held against you.
case-withdraw-what = What do you take back?
case-withdraw-all = Everything that is still open
case-withdraw-all-hint = The case ends with what was decided so far.
case-withdraw-choose = Choose what you take back.
case-withdraw-note = What depends on a permit you take back ends with it.
case-withdraw-go = Take it back
case-withdraw-keep = Keep it
case-withdraw-none = Nothing is open any more, so there is nothing to take back.
case-drop-title = Drop this draft?
case-drop-lead = Nothing of it was sent to an authority. Your answers and papers are closed for good.
case-drop-go = Drop the draft
case-object-title = Object to the refusal
case-object-lead = The next level looks at it again, and answers you in writing. It costs nothing.
# The story.
story-begun = The draft was begun.
story-fetched = { $n ->
    [one] One fact came from a register, as you allowed.
   *[other] { $n } facts came from registers, as you allowed.
}
story-contested = You said that a register is wrong: { $fact }.
story-paper = A paper was added: { $paper }.
story-filed = You signed and sent the form at { $time }. Promised: { $day }.
story-accepted = The form is complete.
story-accepted-deemed = Nobody asked for more in the law's time, so the form counts as complete.
story-accepted-after = The form counts as complete.
story-notice = { $n ->
    [one] The one notice, with one point. Answer by { $day }. The clock stopped.
   *[other] The one notice, with { $n } points from everybody. Answer by { $day }. The clock stopped.
}
story-objected = You objected to a point. A second official looks.
story-point-stands = The second official keeps the point: { $reason }
story-point-gone = The second official took the point back: { $reason }
story-answered = { $n ->
    [one] You answered the one point. The clock went on.
   *[other] You answered all { $n } points. The clock went on.
}
story-notice-lapsed = The day to answer passed. The decisions go on with what is there.
story-later-point = One more question, about an answer you changed: { $asks }
story-moved = The promised date is now { $day }: { $reason }.
story-handed-over = { $permit } was handed to a colleague of the same desk.
story-consulted = { $authority } was asked for advice on { $permit }.
story-advised = { $authority } gave its advice on { $permit }.
story-extended = { $permit } was extended to { $day }: { $reason }
story-paused = The clock of { $permit } stopped for { $reason }.
story-resumed = The clock of { $permit } runs again.
story-granted-at-once = { $permit }: done at once by its rules, { $number }.
story-granted = { $permit } approved by { $who }, { $authority }.
story-refused = { $permit } refused by { $who }, { $authority }. The reason stands with the permit.
story-withdrawn-one = You took { $permit } back.
story-withdrawn = You took back everything that was open.
story-lapsed = { $permit } ended: it needs { $without }.
story-silence-granted = { $permit }: the law's time passed without an answer, so it counts as approved.
story-silence = { $permit }: the law's time passed without an answer. The next level answers for it.
story-escalated = { $permit } is late. { $authority } takes over.
story-delay = { $permit }, reason for the delay: { $reason }
story-appealed = You objected to the refusal of { $permit }.
story-licence = Your licence was issued.
story-licence-again = Your licence was issued again with a change.
story-suspended = { $permit } was suspended: { $reason }
story-reinstated = { $permit } is valid again.
story-revoked = { $permit } was revoked: { $reason }
story-expired = { $permit } expired.
story-message-yours = You wrote a message.
story-message = { $who } wrote to you.
story-representative = { $name } is your representative now: { $reason }
story-closed = The case is closed.
cause-answered = the days until your answer are added
cause-lapsed = the days of the notice are added
cause-stopped = the clock of { $permit } stood for { $reason }
cause-extended = { $permit } was extended
cause-prerequisite = { $permit } took longer
stop-hearing = a hearing
stop-tender = a tender
stop-auction = an auction
stop-test = a test
stop-inspection = an inspection
stop-quarantine = a quarantine check
stop-appraisal = an appraisal
stop-expert-review = an expert review
story-erased = Personal data in this case was erased. What was decided stays.
story-erased-law = Personal data in this case was erased under { $law }. What was decided stays.
case-not-usable = { $n ->
    [one] One of your { $of } permits may not be used now
   *[other] { $n } of your { $of } permits may not be used now
}
case-not-usable-lead = Below it says which, why and under which article. The others go on. Your representative can tell you what would put it right.
