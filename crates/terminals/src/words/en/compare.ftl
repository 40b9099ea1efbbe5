# Two plans side by side.
compare-over = Compare
compare-title = Two plans side by side
compare-lead = Only what differs is marked. B keeps all answers of A but the changed ones.
compare-lead-same = A and B are the same so far. Change one answer of B: another building, another size, with or without a terrace.
compare-side = Plan { $letter }
compare-not-asked = not asked
compare-possible = Can it be done?
compare-yes = Possible
compare-so-far = Possible so far
compare-late = Too late for this day
compare-no = Excluded
compare-none = None
compare-perhaps = (possible)
compare-only = only here
compare-days = Promised
compare-until = by { $day } if filed today
compare-papers = Papers to add
compare-duties = Duties
compare-duties-n = { $n ->
    [one] 1 duty
   *[other] { $n } duties
}
compare-go = Go on with
compare-open = Plan { $letter }
compare-change = Change one answer of B
compare-change-text = Which answer is different there?
compare-in-b = In plan B: { $question }
compare-submit = Compare
compare-cancel = Leave it
compare-nothing-said = There is no answer to change yet. Answer a few questions first, then compare.
