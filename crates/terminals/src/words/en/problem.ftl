# Pages for problems.
problem-to-start = To the start page
problem-to-desk = To the inbox
problem-reference = Number for the help line: { $reference }
problem-too-many = Too many requests at once
problem-too-many-text = From your network this was asked very often just now. Please try again in { $n ->
    [one] one second
   *[other] { $n } seconds
}.
problem-too-many-typed = Nothing you entered before was lost.
