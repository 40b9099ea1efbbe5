# One permit of one case, and everything that can be done with it.
desk-see = What you may see
desk-see-count = { $n } of { $all } facts
desk-not-given = not given
desk-not-known-yet = the applicant does not know yet
desk-unknown = unknown
desk-source-register = { $register }, { $day }
desk-source-computed = computed
desk-source-applicant = applicant
desk-source-window = entered by { $who }
desk-source-none = nobody yet
desk-why-rule = rule: { $rule }
desk-why-law = { $why }, { $law }
desk-contested = The applicant says: { $value }. { $reason }
desk-more-facts = { $n ->
    [one] One more fact
   *[other] { $n } more facts
}
desk-hidden = { $n ->
    [one] One fact is
   *[other] { $n } facts are
    } not shown because { $permit } does not need { $n ->
    [one] it
   *[other] them
    }.
desk-reading-written = What you open here is written down, and the applicant can read it.
desk-evidence = Evidence
desk-papers = { $n ->
    [one] 1 paper
   *[other] { $n } papers
}
desk-no-papers = This permit needs no paper.
desk-paper-register = A register confirms it; no paper is needed.
desk-paper-missing = not given
desk-paper-get = Download
desk-commitment = Commitment of the applicant
desk-commitment-verify = It is verified within { $span } after the decision.
desk-notice = The one notice
desk-in-basket = in the basket, { $who }, { $day }
desk-answered = Answered: { $value }
desk-reply-paper = a new paper, see above
desk-struck = Struck: it should not have been asked.
desk-lapsed = Not answered in time.
desk-unanswered = With the applicant.
desk-objection = The applicant objects:
desk-reviewed = Second look:
desk-review-second = A colleague takes the second look, not the person who asked.
desk-review-reason = Why the point stands or goes
desk-review-stands = It stands
desk-review-strike = Strike it
desk-consultations = Advice of others
desk-advice-open = No answer yet. The clock runs on.
desk-extended = Extended until { $day }: { $reason }
desk-appealed = The applicant objects to the decision
desk-history = What happened here
desk-event-assigned = on the desk of
desk-event-handed-over = back to the pool
desk-event-consulted = asked for advice
desk-event-advised = gave advice
desk-event-extended = extended
desk-event-paused = clock stopped
desk-event-resumed = clock goes on
desk-event-granted = approved
desk-event-refused = refused
desk-event-undone = taken back
desk-event-escalated = passed to the next level
desk-event-delay = why it is late
desk-event-point = put a question into the basket
desk-event-appealed = objected
desk-stopped-notice = The clock has stopped since { $day }: the applicant has the question.
desk-stopped-law = The clock has stopped since { $day }: { $reason } ({ $law }).
desk-stopped-law-until = The clock has stopped since { $day }: { $reason } ({ $law }), expected until { $until }.
desk-stop-hearing = hearing
desk-stop-tender = tender
desk-stop-auction = auction
desk-stop-test = test
desk-stop-inspection = technical inspection
desk-stop-quarantine = quarantine
desk-stop-appraisal = appraisal
desk-stop-expert-review = expert review
desk-decide = Decide
desk-no-rules = No computed rule for this permit. Decide on facts and papers.
desk-rules-pass = { $n ->
    [one] The rule passes.
   *[other] All { $n } rules pass.
}
desk-rules-pass-what = Nothing is left to ask. Approving takes one key.
desk-rules-fail = { $n ->
    [one] One
   *[other] { $n }
    } of { $all } rules { $n ->
    [one] fails
   *[other] fail
    }.
desk-rules-fail-what = Refuse, or approve under a condition that makes it right.
desk-rules-open = { $n ->
    [one] One
   *[other] { $n }
    } of { $all } rules cannot be told.
desk-rules-open-what = A fact is missing. Ask once, or decide on what is there.
desk-found = { $found }. { $law }
desk-found-one = { $name }: { $value }
desk-rule-passes = passes
desk-rule-fails = fails
desk-rule-open = cannot be told
desk-rule-hint = { $state }: { $found }. { $law }
desk-conditions = Conditions on the licence
desk-conditions-label = Conditions, one on each line
desk-conditions-hint = Printed on the licence, read by the applicant.
desk-condition-needed = A rule fails. Write the condition under which you approve, or refuse.
desk-your-decision = Your decision
desk-approve = Approve
desk-approve-with = Approve with conditions
desk-ask = Ask once
desk-refuse = Refuse
desk-decide-about = Approving can be undone for { $minutes } minutes; until then the applicant reads "deciding". Refusing opens a page with the rule, the reason and how to object.
desk-waits-for = Its clock has not begun: { $permits } first.
desk-clock-stands = The clock has stopped; decide when it goes on.
desk-question-used = The one question was asked on { $day }. Decide now, or talk to { $who }.
desk-question-accepted = The case was accepted as complete on { $day }, so nothing more can be asked.
desk-question-late = Questions could be put until { $day }.
desk-take = Take
desk-consult = Ask for advice
desk-extend = Extend
desk-pause = Stop the clock
desk-resume = Let the clock go on
desk-is-mine = On your desk.
desk-is-of = On the desk of { $name }.
desk-is-pool = On nobody's desk yet.
desk-hand-over = Give back to the pool
desk-hand-over-reason = Why you give it back
desk-late-title = The promised day has passed
desk-late-reason = Why it is late
desk-late-hint = The applicant reads it. Fact, reason, and when it will be done.
desk-late-write = Write down why
desk-ended = This part came to its end without a decision of this desk.
desk-grant-number = Number { $number }
desk-grant-until = Valid until { $day }
desk-others = The other tracks
desk-other-until = by { $day }
desk-note-to = Note to { $name }, representative
desk-note-label = Note
desk-note-hint = It stands in the thread of the case, which the applicant reads too.
desk-note-send = Send the note
desk-note-empty = Write something first.
desk-advise-title = Your advice
desk-advise-about = { $authority } decides; you were asked.
desk-advise-text = Advice
desk-advise-hint = Say what you found and what follows from it.
desk-advise-send = Send the advice
desk-advise-done = Your authority has answered. Nothing is left to do here.
desk-refuse-title = Refuse: { $title }
desk-refuse-draft = Refusal, draft
desk-refuse-rule = 1. The rule that fails
desk-refuse-which = Because of which rule?
desk-refuse-which-hint = A rule that passes cannot be chosen.
desk-refuse-none = No rule fails.
desk-refuse-none-what = A refusal must name a rule that fails. Ask once if a fact is missing, or approve.
desk-refuse-passing = { $n ->
    [one] One rule passes
   *[other] { $n } rules pass
}
desk-refuse-reason = 2. The reason, in plain words
desk-refuse-reason-hint = What you found and what is needed: "80 guests need two exits. Your bakery has one."
desk-refuse-way = 3. What would make it right
desk-refuse-way-hint = From the rule; make it fit this case.
desk-refuse-preview = Show the letter
desk-refuse-choose = To refuse, choose the rule that fails.
desk-refuse-passes = This rule passes. Choose one that fails.
desk-refuse-write-reason = Write the reason in plain words.
desk-refuse-no-article = This rule cites no article, so nothing can be refused because of it.
desk-refuse-article = Article
desk-refuse-recalled = This article was cited from memory and is not shown to the applicant. Verify it before you sign.
desk-refuse-sign = Sign and send
desk-refuse-send = Refuse and send
desk-refuse-about = Goes to the applicant and the representative. You can take it back for { $minutes } minutes; nobody is told before.
desk-sign = 5. Sign
desk-letter = 4. The letter, as the applicant reads it
desk-letter-over = Decision of { $day }
desk-letter-title = { $permit } is refused
desk-letter-why = Why:
desk-letter-missing = (the reason you write stands here)
desk-letter-rule = Rule: { $rule }. Found: { $found }.
desk-letter-way = What you can do now:
desk-letter-object = You do not agree? Object here or at any window, free of charge. Another officer looks at it.
desk-letter-lapse = Without this permit the following cannot be decided either: { $permits }.
desk-letter-others = The other permits go on.
desk-ask-title = Ask once: { $title }
desk-ask-about = What is it about?
desk-ask-about-hint = Only what this permit needs and no register knows.
desk-ask-choose = Choose
desk-ask-paper = paper: { $name }
desk-ask-blocks = Which rule cannot be decided without it?
desk-ask-blocks-hint = A question without a blocked rule is not possible.
desk-ask-rule = { $rule } ({ $state })
desk-ask-decision = the decision itself, by the law of the permit
desk-ask-question = The question, as the applicant reads it
desk-ask-question-hint = Everyday words, one question: "How wide is exit B?"
desk-ask-put = Put it into the basket
desk-ask-need-about = Choose what the question is about.
desk-ask-need-rule = Choose the rule that waits for the answer.
desk-ask-need-question = Write the question in plain words.
desk-ask-how = One notice for all desks
desk-ask-how-1 = { $name } merges the questions of all desks and sends them once. After that nobody can ask again, unless an answer changes something.
desk-ask-how-2 = Your clock stops when the notice is sent, and goes on when it is answered.
desk-ask-until = Questions can be put until { $day }.
desk-ask-basket = Already in the basket
desk-ask-instead = You can decide now with what is there.
desk-ask-back = Back to the case
desk-consult-title = Ask for advice: { $title }
desk-consult-about = You still decide { $permit }, and the clock does not stop. The other authority sees the facts of this permit.
desk-consult-whom = Whom do you ask?
desk-consult-question = Question
desk-consult-hint = One thing they know better: "Is the separator big enough for 68 seats?"
desk-consult-send = Ask
desk-consult-need-whom = Choose an authority.
desk-consult-need-question = Write the question.
desk-extend-title = Extend: { $title }
desk-extend-about = The law allows { $span } more, once. Now promised for { $promised }, legal limit { $law }. The applicant reads the reason.
desk-extend-none = The law allows no extension for this permit.
desk-extend-until = Until which day?
desk-extend-latest = The latest is { $day }.
desk-extend-reason = Why, as the applicant reads it
desk-extend-reason-hint = Fact first: "The second measurement of the exhaust is on 27 May."
desk-extend-send = Extend and tell the applicant
desk-pause-title = Stop the clock: { $title }
desk-pause-about = Only for what the law does not count. The applicant is told why and for how long; the days are given back.
desk-pause-reason = What for?
desk-pause-law = Article
desk-pause-until = Expected until
desk-pause-until-hint = If you know it. The clock goes on when you say so.
desk-pause-send = Stop the clock
desk-pause-need-reason = Choose what the clock stops for.
desk-pause-need-law = Choose the article.
