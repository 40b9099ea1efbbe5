# Mistakes of typed entries (entry.rs), used by questions and by the form.
entry-missing = { $label }: nothing is written here yet.
entry-missing-choice = { $label }: choose one of the answers.
entry-not-a-number = { $label }: write a number, for example { $example }. You wrote "{ $typed }".
entry-not-whole = { $label }: write a whole number. You wrote { $typed }.
entry-range = { $label }: from { $min } to { $max }. You wrote { $typed }.
entry-range-least = { $label }: at least { $min }. You wrote { $typed }.
entry-range-most = { $label }: at most { $max }. You wrote { $typed }.
entry-range-odd = { $label }: { $typed } cannot be right. Look at it again.
entry-meant = {" "}Did you mean { $meant }?
entry-not-a-day = { $label }: write a day, for example 5 May 2026. You wrote "{ $typed }".
entry-no-such-day = There is no { $day } { $month }. The last day is { $last } { $month }.
entry-two-days = { $label }: is { $typed } the { $one } or the { $other }? Write the month as a word.
entry-future = { $label }: { $day } is still to come. Write a day that has been.
entry-credit-length = { $n ->
    [one] The unified code has 18 characters. You wrote 1.
   *[other] The unified code has 18 characters. You wrote { $n }.
}
entry-credit-letter = Character { $position } is { $letter }, which does not occur in a unified code. Compare with your licence.
entry-credit-check = The 18th character should be { $expected } if the rest is right. Compare with your licence.
entry-id-length = { $n ->
    [one] The identity number has 18 characters. You wrote 1.
   *[other] The identity number has 18 characters. You wrote { $n }.
}
entry-id-shape = Character { $position } of the identity number should be a digit. Only the last may be X.
entry-id-birthday = The 7th to 14th digit of the identity number are the birthday. This day cannot be one.
entry-id-check = One digit of the identity number does not fit. Most often two neighbours are swapped.
entry-phone-length = { $n ->
    [one] This phone number has 1 digit, mobile numbers have 11.
   *[other] This phone number has { $n } digits, mobile numbers have 11.
}
entry-phone-shape = Write the phone number in figures: 11 for a mobile, or with the area code for a landline.
entry-email = Write the address with an @ and a place after it, for example lin@example.cn.
entry-hours = Write from when to when, for example 10:00-22:00.
entry-too-long = { $label }: at most { $max } characters. You wrote { $n }.
entry-too-short = { $label }: at least { $min } characters. You wrote { $n }.
entry-not-a-choice = { $label }: choose one of the answers shown.

# The one form: begin, consent, sections.
form-begin-title = { $event }: start the form
form-begin-lead = One form for all permits. What you answered so far is in it already.
form-begin-answers = Your answers so far
form-begin-go = Start the form
form-consent-title = { $n ->
    [one] May we look up one fact, so that you need not type it?
   *[other] May we look up { $n } facts, so that you need not type them?
}
form-consent-lead = The city has these already. You decide once, for this application only.
form-consent-registers = { $n ->
    [one] One register would be asked
   *[other] { $n } registers would be asked
}
form-consent-spares = You would not need to add: { $papers }.
form-consent-purpose = What for
form-consent-purpose-text = To fill in this form: { $event }. For nothing else.
form-consent-time = How long
form-consent-time-text = Once, now. We do not look again without asking.
form-consent-who = Who reads it
form-consent-who-text = Only the authorities named beside each fact, and you see every reading.
form-consent-yes = { $n ->
    [one] Allow one look-up
   *[other] Allow { $n } look-ups
}
form-consent-no = I type it myself
form-consent-refuse = Typing it yourself takes longer and changes nothing else.
form-over = Section { $n } of { $of }. One form, { $permits ->
    [one] one permit
   *[other] { $permits } permits
}
form-have = We already have this
form-have-count = { $n } of { $of } facts
form-only-you = Only you know this
form-source = { $register }, checked { $day }
form-given = Comes with: { $permit }
form-given-about = Decided in the same go, so you are not asked
form-more-facts = { $n ->
    [one] One more fact
   *[other] { $n } more facts
}
form-optional = { $label } (optional)
form-example = For example { $example }
form-row = { $what } { $n }
form-row-first = Add
form-row-add = Add another
form-continue = Save and continue
form-continue-plain = Continue
form-later = Leave the rest for later
form-back = Back
form-kept = Everything is kept as you write it. On another device, sign in and open { $number } under "My cases".
form-saved = Saved { $time }
form-nothing-here = Nothing to write here: we have all of it.
form-may-look-up = Registers of the city know some of this.
form-look-up = See what we could look up
form-found = { $n ->
    [one] One fact came from a register. You need not type it.
   *[other] { $n } facts came from registers. You need not type them.
}
form-silent = { $n ->
    [one] { $registers } is not answering now. Type these facts yourself; your date does not move.
   *[other] { $registers } are not answering now. Type these facts yourself; your date does not move.
}
form-plan-new = Your answer adds: { $permits }.
form-plan-gone = Not needed any more: { $permits }.
form-plan-day = If you sign today, everything is decided by { $day }.
form-nav-label = Parts of the form
form-nav-any-order = Any order is fine. What you write is kept as you write it.
form-nav-open = { $n ->
    [one] 1 question left
   *[other] { $n } questions left
}
form-nav-wrong = { $n ->
    [one] 1 answer to correct
   *[other] { $n } answers to correct
}
form-nav-fetched = { $n ->
    [one] 1 fact, fetched
   *[other] { $n } facts, all fetched
}
form-nav-nothing = Nothing left to write
form-nav-papers = { $n } of { $of } added
form-nav-no-papers = Nothing to add
form-nav-ready = Ready for your signature
form-nav-rest = { $n ->
    [one] 1 thing is still open
   *[other] { $n } things are still open
}
form-papers = Papers
form-check = Check and sign
form-missing-fact = { $fact }: not answered yet
form-missing-item = { $fact } { $n }: { $item } is missing
form-missing-paper = { $paper }: not added yet
form-too-few = { $n ->
    [one] { $fact }: add at least one.
   *[other] { $fact }: add at least { $n }.
}
form-contest-title = { $fact }: what is right?
form-contest-lead = You can go on at once. Both values are kept, and whoever decides sees both.
form-contest-now = The register says
form-contest-reason = Why is the register wrong?
form-contest-reason-hint = One sentence is enough.
form-contest-no-reason = Write in one sentence why the register is wrong.
form-contest-send = Keep both values
form-contest-then = { $office } keeps this register. It is asked to look again; nothing waits for that.
form-law-note = {" "}({ $law })
