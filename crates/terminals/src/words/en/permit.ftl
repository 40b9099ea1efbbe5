# Every permit with its rules, for checking.
open-title = All { $n } permits, with their rules
open-lead = This is exactly what the program follows. Check it, and tell us where it is wrong.
open-fingerprint = Edition { $letters }
open-all = All permits
kind-licence = Licence
kind-registration = Registration
kind-filing = Filing
kind-upload = Upload
open-when = When it is needed
open-when-yes = Needed:
open-when-no = Otherwise:
open-when-facts = These answers decide it: { $facts }.
open-rule = The rule as the program reads it
open-facts = { $n ->
    [one] The fact it needs
   *[other] The { $n } facts it needs
}
open-facts-lead = Each with the reason. Nothing else may be asked for it.
open-sometimes = Not in every case.
open-from = fetched, if you allow it: { $register }
open-papers = { $n ->
    [0] Papers
    [one] The paper it needs
   *[other] The { $n } papers it needs
}
open-papers-none = None.
open-unless-commitment = Not needed when you sign the declaration instead.
open-rules = { $n ->
    [0] What is checked before the decision
    [one] The rule that is checked
   *[other] The { $n } rules that are checked
}
open-rules-none = Nothing beyond the facts and papers.
open-rules-lead = A refusal can only name one of these.
open-otherwise = If not:
open-commitment = Or sign a declaration instead of proof
open-commitment-text = Then it is decided within { $span }.
open-checks = What is looked at afterwards
open-checks-lead = The list for visits after the licence. Nothing else is on it.
open-clock = The clock
open-promise = We promise
open-law = The law allows
open-extend = Can be extended by
open-silence = If nobody decides
open-silence-up = The next level takes over, and it counts in public
open-silence-yes = It counts as granted
open-decides = Decided by
open-decides-else = In some cases: { $who }
open-visit = One, before the decision
open-no-visit = None
open-valid = Valid
open-valid-open = without end
open-valid-until = until: { $fact }
open-file-before = File in time
open-file-before-text = { $span } before: { $fact }
open-after = Comes after
open-events = Part of
open-sources = Sources
open-recalled = to be verified
open-checked = text was read
open-version = Version { $version }
open-sources-text = "To be verified" means: somebody remembered it, the text was not read. Such sources are never shown to applicants as law.
