# Names and values of the catalogue.
law-article = { $law }, article { $article }
law-recalled = { $law } (recalled, to be verified)
outcome-who-decides = { $permit }: who decides
outcome-filing-day = { $permit }: last day to file
wanted-whether = to see whether this permit is needed
wanted-jurisdiction = to see who decides, and how
wanted-licence = printed on the licence
wanted-filing-day = the last day to file is counted from it
wanted-case = names the case and the place
my-account = My account
