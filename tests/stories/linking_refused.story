# SPDX-License-Identifier: AGPL-3.0-or-later
# A wrong number and a private no look the same to whoever asked.
as family2 api get /sites see 200 site=@s
as family2 api post /link number=999999 last_name=Nobody relation=friend birth_date=1980-01-01 site=@s see 201 tie=@i
as family2 api get /ties see 200 "checking"
as visits api get /links see 200 "score~:0"
as visits api post /links/@i decision=agree see 422 "link_not_found"
as visits api post /links/@i decision=decline see 422 "reason_missing"
as visits api post /links/@i decision=decline reason=not_found see 200
as visits api post /links/@i decision=decline reason=not_found see 409 "link_done"
as family2 api get /ties see 200 "declined" !"not_found"
as family2 api post /link number=204588 last_name=Walker relation=friend birth_date=1990-03-14 site=@s see 201 tie=@k
as visits api post /links/@k decision=agree see 200
as inside2 api post /requests/@k on:=false see 200
as family2 api get /ties see 200 "declined" !"private" !"Andre"
as family2 api post /link number=1 last_name=A relation=lawyer birth_date=1980-01-01 site=@s see 422 "field_choice"
