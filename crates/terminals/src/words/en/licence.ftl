# The comprehensive licence.
licence-title = Your licence
licence-name = Comprehensive licence
licence-number = Licence number
licence-no = No.
licence-contains = Includes
licence-includes = { $n ->
    [one] one permit
   *[other] { $n } permits
} of { $m ->
    [one] one authority
   *[other] { $m } authorities
}
licence-permits = { $n ->
    [one] one permit
   *[other] { $n } permits
}
licence-valid = Valid
licence-valid-in-part = Valid in part
licence-not-valid = Not valid
licence-not-yet = from { $day }
licence-expired-on = expired on { $day }
licence-until = until { $day }
licence-open-ended = no end date
licence-pdf = Document for the door (PDF)
licence-sticker = Sticker for the window (PDF)
licence-verify = See what others see
licence-code-text = Code for people who cannot scan:
licence-allows = What it allows
licence-next = Next date to remember
licence-next-text = { $permits } ends on this day.
licence-next-none = None. Nothing in it has an end date.
licence-case = Something changed?
licence-case-text = Write to your representative in the case it came from.
licence-show = Show it
licence-show-text = Anybody can scan the code or type it. They see name, address and what it allows, and nothing is stored about who looked.
licence-prints = How it prints
licence-holder = Operator
licence-credit-code = Unified code
licence-premises = Premises
licence-sector = Sector
licence-issued = Issued
licence-column-permit = Permit
licence-column-authority = Decided by, number
licence-column-allows = Scope and conditions
licence-column-until = Valid until
licence-replaces = { $n ->
    [one] Every authority recognises this licence. Show it at the entrance; the code below always tells the present state.
   *[other] This licence replaces { $word } separate papers. Every authority recognises it. Show it at the entrance; the code below always tells the present state.
}
licence-check-it = Check it: scan, or open { $address } and type
licence-copy = Signed electronically. A copy without a valid check has no force.
licence-specimen = Specimen
licence-specimen-note = A specimen from a demonstration city, without legal force.
