-- keeps a catalogue once; its fingerprint is made of its text
insert into catalogue (fingerprint, written, kept_us)
values ($1, $2, $3)
on conflict (fingerprint) do nothing
returning fingerprint
