# Signing in.
signin-closed-title = Sign-in is not set up
signin-closed = This installation has no sign-in provider yet. Everything public works; the operator can add one in the configuration file.
signin-demo-title = Who do you want to be?
signin-demo-lead = This is a demonstration city. All people and firms are invented. Choose one and go on; you can change at any time.
signin-applicants = People and firms
signin-officials = Officials
signin-be = Be { $name }
signin-out = Sign out
