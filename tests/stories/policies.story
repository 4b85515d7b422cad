# SPDX-License-Identifier: AGPL-3.0-or-later
# A limit is proposed, activated from a day on, and superseded; each version says who set it.
as admin get /admin/policies see 200 "Messages that one person can send in a day" !"Drafts and versions"
as reviewer get /admin/policies see 404
as family api get /threads see 200 thread=@t
as admin api post /admin/policies name=messages_per_day value=0 see 422 "field_int"
as admin api post /admin/policies name=nothing value=1 see 422 "field_choice"
as family api post /admin/policies name=messages_per_day value=1 see 404
as admin2 api get /sites see 200 site=@lake
as admin api post /admin/policies name=messages_per_day value=1 site=@lake see 422 "~field~:~site~"
# A draft holds nowhere.
as admin api post /admin/policies name=messages_per_day value=1 starts_at=2026-11-22T05:00:00Z see 201 policy=@p
as admin api post /admin/policies name=messages_per_day value=7 see 201 policy=@q
as admin api get /admin/policies see 200 "~state~:~draft~" "~value~:1" "Ines Marsh"
as family api post /threads/@t/messages body="One" see 201
as family api post /threads/@t/messages body="Two" see 201
as admin2 api get /admin/policies see 200 "~policies~:[]"
as admin2 api post /admin/policies/@p/activate see 404
as admin2 api post /admin/policies/@p/drop see 404
as reviewer api post /admin/policies/@p/activate see 404
as admin get /admin/policies see 200 "Drafts and versions" "Draft" path=/admin/policies/@d/activate
as admin post /admin/policies/@q/drop see 303 /admin/policies
as admin api post /admin/policies/@q/activate see 409 "policy_done"
as admin api post /admin/policies/@q/drop see 409 "policy_done"
as admin post /admin/policies/@p/activate see 303 /admin/policies
as admin get /admin/policies see 200 "Active from that day" !"Activate"
as family api post /threads/@t/messages body="Three" see 201
clock P2D
as family api post /threads/@t/messages body="Four" see 201
as family api post /threads/@t/messages body="Five" see 429 "message_quota"
as admin api get /admin/policies see 200 "~value~:1" "~state~:~active~"
# The next one begins today, for one site; the versions stay on the list, in both languages.
as admin api get /sites see 200 site=@r
as admin post /admin/policies name=messages_per_day value=5 starts_on-day= starts_on=2026-11-22 site=@r see 303 /admin/policies
as admin api get /admin/policies?name=messages_per_day see 200 "~value~:7" "~state~:~superseded~" "~value~:5" find:"{~policy~:~"@x
as admin get /admin/policies?name=messages_per_day see 200 "Riverside" "Over" "Ines Marsh" path=/admin/policies/@s/activate
as admin post /admin/policies/@s/activate see 303
as family api post /threads/@t/messages body="Five" see 201
as admin post /language lang=es see 303 /language
as admin get /admin/policies see 200 "Mensajes que una persona puede enviar en un d"
as admin post /language lang=en see 303 /language
as admin api post /policies name=messages_per_day value=9 site=@r see 200
as admin get /admin/policies?name=messages_per_day see 200 "Over"
