# Signing in.
signin-closed-title = Sign-in is not set up
signin-closed = This installation has no sign-in provider yet. Everything public works; the operator can add one in the configuration file.
signin-demo-title = Who do you want to be?
signin-demo-lead = This is a demonstration city. All people and firms are invented. Choose one and go on; you can change at any time.
signin-applicants = People and firms
signin-officials = Officials
signin-be = Be { $name }
signin-out = Sign out
# With a provider.
signin-provider = the sign-in service
signin-again = Sign in again
signin-already-title = You are signed in as { $name }
signin-already = You can go on to your account. To use another account, sign out first.
signin-already-official = The page you asked for is for applicants, and you are signed in as an official. To apply for yourself, sign out and sign in with your own account.
signin-cancelled-title = Sign-in was cancelled
signin-cancelled = You are not signed in, and nothing was lost. You can sign in again, or go on without.
signin-stale-title = This sign-in is over
signin-stale = A sign-in works once, within ten minutes, and in the browser in which it began. You are not signed in by it. Begin again: it takes a moment.
signin-down-title = Sign-in does not work at the moment
signin-down = We cannot reach { $provider }. This is not your mistake. Everything you filed is safe, and everything public works. Please try again in a few minutes.
signin-refused-title = We could not confirm who you are
signin-refused = The answer of { $provider } did not pass our checks, so you are not signed in. Please begin again. If it happens once more, tell us the reference below.
signin-gone-title = You are signed out
signin-gone = You are signed out here. On a computer that others use, sign out of { $provider } as well.
signin-gone-there = Sign out of { $provider }
