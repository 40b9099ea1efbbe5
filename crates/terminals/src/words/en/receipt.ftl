# The receipt, and how its date was computed.
receipt-title = We have your application { $number }
receipt-decision-by = You will have our decision by
receipt-about = { $iso }, { $days ->
    [0] the same day
    [one] one working day after you signed
   *[other] { $days } working days after you signed
}. { $n ->
    [1] One date for everything.
    [2] One date for both permits.
   *[other] One date for all { $word } permits.
}
receipt-one-person = One person answers
receipt-role = Your representative, from today until you hold the licence
receipt-nobody-else = No authority will call you separately. If somebody asks you for money or papers outside onego, tell your representative or 12345.
receipt-write = Write
receipt-yours = Your receipt
receipt-number = Number
receipt-signed-label = Signed
receipt-signed = { $day }, { $time }
receipt-calendar = Add to calendar
receipt-json = Receipt as a file
receipt-next = What happens next
receipt-next-read = { $n ->
    [one] One authority reads your form
   *[other] { $word } authorities read your form at the same time
}
receipt-next-read-text = Each sees only the facts its permit needs.
receipt-follow = Follow every step
receipt-next-ask = If something is missing, we ask once
receipt-next-ask-text = By { $day }, in one list from everybody. After that nobody may ask for more.
receipt-next-licence = You get one licence
receipt-next-licence-text = In your wallet, as a document, and as a code for your door.
receipt-how = How the date was computed
receipt-longest = { $n ->
    [one] The longest track sets the date: { $permits }, decided by { $day }. Everything else runs at the same time.
   *[other] The longest track sets the date: first { $permits }, one after the other, decided by { $day }. Everything else runs at the same time.
}
receipt-to-case = To your case
receipt-ics = Decision on { $number }, promised
receipt-ics-about = Your representative: { $person }
line-filed = You signed on { $day }.
line-starts = The clock began on { $day }; this day does not count.
line-started = It began on { $day }, when { $permits } was there.
line-will-start = It begins on { $day }, when { $permits } is there.
line-promise = The city promises { $span }: { $day }.
line-law = The law allows { $span }: { $day }.
line-stopped = { $n ->
    [one] One working day does not count: the clock stood from { $from } to { $until }.
   *[other] { $n } working days do not count: the clock stood from { $from } to { $until }.
}
line-stopped-open = The clock has stood since { $from }; { $n ->
    [one] one working day does not count so far
   *[other] { $n } working days do not count so far
}.
line-extended = Extended on { $day } by { $span }: { $reason }
line-due = So it is promised for { $promised }, and the law's limit is { $legal }.
line-ended = On { $day }: { $stage }.
