# Who read my data.
readings-title = Who read my data
readings-lead = Every time somebody opened personal facts of this case: when, who, what for, which facts.
readings-lead-all = Every time somebody opened your personal facts: when, who, what for, which facts.
readings-none = Nobody else has looked
readings-none-text = When an official opens a personal fact, it stands here the same second.
readings-own = { $n ->
    [one] Your own view, once
   *[other] Your own views, { $n }
}
readings-how = It is written down before anything opens. Nobody can look without leaving this line, and nobody can delete it.
readings-nothing-opened = Nothing was opened: the wish to look was turned away.
readings-you = You
readings-representative = Your representative
readings-clock = The city's computer
readings-window = Window { $window }
readings-role-representative = a representative
readings-role-clerk = a window clerk
readings-role-deciding = a deciding officer
readings-role-superior = a superior
readings-item = { $group }: { $item }
readings-message = messages
readings-paper = names of papers
readings-contest = your correction of { $fact }
readings-objection = your objection to a point
readings-appeal = your objection to a refusal
readings-reply = your explanation in the notice
purpose-prefill = to fill in the form
purpose-own-view = to see or sign it
purpose-decide = to decide
purpose-consult = to give advice
purpose-represent = to help you
purpose-window = to help you at the window
purpose-licence = to write the licence
purpose-notice = to write to you
purpose-inspect = to prepare a visit
purpose-appeal = to hear an objection
purpose-match = to see whether a policy fits
purpose-export = to give you a copy
purpose-audit = to check the work of others
purpose-transition = to see what a change of the law means for your case
purpose-demo = for the demonstration
