# The small words that belong to a part and not to a page.
part-error = Error:
part-errors-one = One answer needs another look
part-errors = { $n ->
    [one] One answer needs another look
   *[other] { $n } answers need another look
}
part-use = Use { $value }
part-change = Change
part-change-what = Change { $what }
part-not-right = Not right?
part-not-right-what = Not right? { $what }
part-read-by = Read by { $readers }
part-why = Why we ask
part-yes = Yes
part-no = No
part-unknown = I do not know yet
part-unread = new
part-remove = Remove
part-remove-row = Remove { $what }
part-corrected = you wrote { $value }
part-register-says = the register says { $value }
part-need-sure = needed
part-need-new = new
part-need-maybe = perhaps
part-need-not = not needed
part-needs = What you will need
part-answers = Your answers so far
part-file-choose = Choose a file or take a photo
part-file-drop = or drop it here
part-file-view = View
part-file-replace = Replace
part-file-sending = Sending, { $percent }%
part-pages = Pages
part-previous = Previous
part-next = Next
part-page-of = Page { $page } of { $pages }
part-now = Now
part-step-done = done
part-step-now = under way
part-step-todo = not yet
part-code = Code to verify this licence
part-table = As a table
part-select = Select { $what }
part-found = found { $value }
part-search = Search
part-need-maybe-count = { $n ->
    [one] One is possible
   *[other] { $n } are possible
}
part-need-more = and { $n } more
part-need-not-count = { $n ->
    [one] One is not needed
   *[other] { $n } are not needed
}
