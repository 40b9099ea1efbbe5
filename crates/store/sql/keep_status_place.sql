-- gives a licence or a part its entry, once
insert into status_place (licence_id, permit, list, idx)
values ($1, $2, $3, $4)
on conflict (licence_id, permit) do nothing
returning idx
