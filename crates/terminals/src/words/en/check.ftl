# Check and sign.
check-title = Check your answers, then sign
check-lead = { $n } facts. { $fetched } came from registers, { $rest } are yours. Choose an authority to see exactly what it will see.
check-see-as = See it as
check-everyone = Everyone, { $n }
check-as = { $who }, { $n }
check-only = { $who } sees these { $n } facts. The other { $hidden } are closed to it.
check-change-section = Change this section
check-change-papers = Change papers
check-look = look again
check-open = not answered yet
check-optional = nothing (optional)
check-paper-open = not added yet
check-register-knows = Not needed, the register knows
check-you = You
check-contested = { $source }; you say it is wrong
check-still-open = { $n ->
    [one] One thing is still open
   *[other] { $n } things are still open
}
check-too-late = { $permit } had to be filed by { $day }. Move the day of the event, or ask at a window.
check-after = After you sign
check-decided-by = Decided by
check-visits = Visits
check-visits-n = { $n ->
    [0] None
    [one] One, everybody together
   *[other] { $n }
}
check-fee = Fee
check-fee-none = None
check-person = Your representative
check-person-text = named on the receipt, at once
check-kept = Each authority reads only what its permit needs. You see every reading.
check-sign-title = { $n ->
    [1] Sign once
    [2] Sign once for both
   *[other] Sign once for all { $word }
}
check-sign-lead = { $n ->
    [one] You ask one authority to decide:
   *[other] You ask { $n } authorities to decide:
}
check-by-commitment = by promise
check-statement-hint = A tick here is your signature, once for everything above.
check-sign = Sign and submit
check-sign-note = One signature. Sending twice does it once.
check-sign-open = { $n ->
    [one] First, one thing is still open above.
   *[other] First, { $n } things are still open above.
}
check-sign-free = You can withdraw at any time before the decision.
check-tick-first = Tick the statement to sign.
