# Pages for problems.
problem-to-start = To the start page
problem-to-desk = To the inbox
problem-reference = Number for the help line: { $reference }
