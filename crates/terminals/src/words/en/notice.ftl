# The one notice.
notice-over = Notice of { $day }, { $time }
notice-title = { $n ->
    [one] One thing is missing. This is the whole list.
   *[other] { $word } things are missing. This is the whole list.
}
notice-title-closed = The notice, answered
notice-lead = All authorities looked before we wrote to you. After this notice nobody may ask for more, unless you change your answers.
notice-lead-closed = Nothing is with you any more.
notice-for = Needed for { $permits }.
notice-rule = The rule that cannot be decided without it: { $rule }.
notice-explain = Answer in words instead
notice-explain-label = Your explanation
notice-explain-hint = If the question does not fit, say how it is.
notice-disagree = You do not agree with this point?
notice-object = Say why
notice-object-waits = You objected. A second official looks within one working day; you can answer all the same.
notice-object-stands = A second official looked, and the point stands: { $reason }
notice-objected = We have your objection. A second official looks at the point within one working day.
notice-missing = "{ $asks }": answer it, or explain in words.
notice-send = { $n ->
    [1] Send the answer
    [2] Send both answers
   *[other] Send all { $word } answers
}
notice-send-plain = Send
notice-ask-first = Ask { $name } first
notice-closed = Done with
notice-struck = Taken back by a second official: { $reason }
notice-point-answered = You answered it.
notice-point-lapsed = Not answered in time.
notice-clock = The clock has stopped
notice-clock-text = It stopped on { $day } and starts again the moment you answer.
notice-answer-by = Answer by
notice-answer-today = Answer today
notice-promise-then = the promise is { $day }
notice-if-not = Without an answer by then, the decisions go on with what is there.
notice-clock-runs = The clock runs
notice-clock-runs-text = Promised for { $day }.
notice-fine = Already fine
notice-letter = As a letter
notice-letter-text = This page prints as a letter. Bring or post the answers with the number { $number } to any window. { $name }, { $phone }.
notice-none = There is no notice
notice-none-text = Nobody asks you for anything. You do not need to do anything.
notice-object-title = Object to this point
notice-object-lead = A second official, not the one who asked, looks at it within one working day. Your other answers are not affected.
notice-object-label = Why should this not have been asked?
notice-object-hint = For example: you have it already, or the rule does not apply here.
notice-object-send = Send the objection
notice-object-empty = Write why you do not agree.
