# Start page, search, start pages of events.
comma = ,{" "}
semicolon = ;{" "}
colon = :{" "}
stop = .
home-page = Services
home-title = Tell us what you want to do. Fill in one form.
home-lead = Every permit the city needs from you, asked for once and decided side by side, by a date we promise.
home-search = What do you want to do?
home-find = Find
home-example = open a noodle shop
home-examples = For example
home-one-site = website, or one window
home-one-form = form for every authority
home-one-date = date we promise you
home-one-person = person who answers
home-one-visit = visit at most
home-events = Start with what is happening
home-all = All { $n } things you can do
home-counted = Counted today for a plain case: every question answered in the simplest way. Yours may need more; the questions show it.
home-saved = { $what }: each office alone, and in one go
home-saved-see = See this plan
home-verify = Is this business licensed?
home-verify-text = Scan the code at the door or type the licence number. No account, and nobody learns that you looked.
home-open = All { $n } permits, with their rules
home-open-text = When each is needed, what it asks and why, how long it takes, and under which law.
card-permits = { $n ->
    [0] No permit in a plain case
    [one] 1 permit, 1 form, 1 licence
   *[other] { $n } permits become 1 licence
}
card-days = { $n ->
    [0] at once
    [one] 1 working day
   *[other] { $n } working days
}
card-papers = { $n ->
    [0] no papers
    [one] 1 paper
   *[other] { $n } papers
}
hit-about = { $n ->
    [0] no permit in a plain case
    [one] 1 permit, one form
   *[other] { $n } permits, one form
}
person-title = Rather do it with a person?
person-text = Call { $line }, day and night, or come to any window: people there can do everything on this site with you, or for you.
person-call = Call { $line }
search-title = Search: { $query }
search-found = What fits "{ $query }"
search-count = { $n ->
    [one] One result.
   *[other] { $n } results, the closest first.
}
search-none = No service for "{ $query }"
search-none-lead = Try other words, in English or Chinese. Or choose what is closest.
search-near = Close to it
search-not-it = Not what you meant?
search-all = See everything one can do here
browse-title = What do you want to do?
browse-lead = Choose what is closest. A few questions then find what you need.
find-no-event = We have no service of that name
find-no-event-lead = There is nothing under "{ $asked }". These are here:
start-go = Start
start-go-on = Go on
start-questions = { $n ->
    [one] about 1 question
   *[other] about { $n } questions
}
start-no-account = No account needed. Nothing is stored: your answers stand only in the address of the page.
start-which = What is it exactly?
start-get = What you get
start-get-text = One form for whatever you need of these, one promised date, one person who answers, one licence.
start-not-for = Where it cannot be
start-not-for-text = We ask about this first, so that you know before you sign a lease.
start-plain = A plain case
start-permits = Permits
start-promise = Promised in
start-papers = Have at hand
start-papers-none = Nothing
start-plain-how = Counted today with every question answered in the simplest way: { $permits }.
start-plain-see = See this plan
