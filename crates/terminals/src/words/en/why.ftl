# Why something applies or not.
turn-open = Why
turn-open-change = Why, and what would change it
turn-always = Whatever you answer.
turn-personal = It hangs on something personal, which no page shows before you sign in.
turn-settled = These answers alone settle it:
turn-turn-needed = The smallest change that would spare you this:
turn-turn-not = The smallest change that would bring it:
turn-arrow = {" "}→{" "}
ban-later = Looked at after you sign in, because it is personal:
