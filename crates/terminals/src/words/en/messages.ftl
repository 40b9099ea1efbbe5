# The thread with the representative.
messages-title = Write to { $name }
messages-lead = Ask anything about your case. Answers come on working days.
messages-none = No messages yet
messages-none-text = You do not need to write. We write when there is news.
messages-label = Your message
messages-hint = Your representative reads it. It is sealed and never part of a decision.
messages-send = Send
messages-empty = Write your message first.
messages-too-long = At most { $max } characters.
