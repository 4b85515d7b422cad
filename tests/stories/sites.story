# SPDX-License-Identifier: AGPL-3.0-or-later
# An administrator adds a site, changes it, closes it for days and opens it again; clocks stand still meanwhile.
as admin get /admin/sites see 200 "Riverside" "Stonebridge" "08:00 – 17:00" "America/Detroit"
as reviewer2 api get /sites see 200 site=@r
as family api get /admin/sites see 404
as reviewer get /admin/sites see 404
# What is wrong is said at its field.
as admin api post /admin/sites name="Elm" kind=facility country=us zone=Mars/Base opens=09:00 closes=08:00 monday:=true see 422 "~field~:~zone~" "~field~:~country~" "~field~:~closes~"
as admin api post /admin/sites name="Elm" kind=castle country=US zone=America/Detroit opens=9 closes=25:00 see 422 "~field~:~kind~"
as admin api post /admin/sites name="Elm" kind=partner country=US zone=America/Detroit opens=09:00 closes=16:30 see 422 "~field~:~monday~" "hours"
as admin api post /admin/sites name="riverside" kind=partner country=US zone=America/Detroit opens=09:00 closes=16:30 monday:=true see 422 "site_taken"
as admin api post /admin/sites name="Elm" kind=partner country=US zone=America/Detroit opens=09:00 closes=16:30 monday:=true tuesday:=true see 201 site=@elm
as admin api get /admin/sites/@elm see 200 "~opens~:~09:00~" "~closes~:~16:30~" "~has_kiosk~:false" "~monday~:true" "~friday~:false"
as admin post /admin/sites/@elm name="Elm House" kind=probation country=US zone=America/Chicago opens=09:00 closes=24:00 friday=true see 303 /admin/sites/@elm
as admin get /admin/sites/@elm see 200 "Elm House" "America/Chicago" "24:00"
as admin post /admin/sites/@elm name="Riverside" kind=probation country=US zone=America/Chicago opens=09:00 closes=24:00 friday=true see 422 "Another site has this name"
# Another agency's is not there.
as admin2 get /admin/sites see 200 !"Riverside" "Lakeside"
as admin2 get /admin/sites/@elm see 404
as admin2 api get /admin/sites/@elm/closed see 404
as admin2 api post /admin/sites/@elm name="Mine" kind=partner country=US zone=America/Detroit opens=09:00 closes=16:30 monday:=true see 404
as admin2 api post /admin/sites/@elm/closed first_on=2026-12-24 reason="Mine" see 404
as admin2 api post /admin/sites/@elm/open first_on=2026-12-24 see 404
# It is Friday, 9 in the morning: a message is due within hours of today.
as family api get /threads see 200 thread=@t
as family api post /threads/@t/messages body="Hello there" see 201 message=@m
as family api get /threads/@t/messages see 200 "Hello there" "~due_at~:~2026-11-20T18:00:00.000Z~" "~paused~:false"
as family get /threads/@t see 200 !"The clock stands still on closed days"
as family2 api post /link number=204588 last_name=WALKER relation=partner birth_date=1990-03-14 site=@r see 201
as family2 api get /ties see 200 "~due_at~:~2026-11-20T22:00:00.000Z~"
as admin api post /admin/sites/@r/closed first_on=2026-11-19 reason="Lockdown" see 422 "field_date"
as admin api post /admin/sites/@r/closed first_on=2026-11-20 last_on=2026-11-19 reason="Lockdown" see 422 "field_date"
as admin api post /admin/sites/@r/closed first_on=2026-11-20 last_on=2027-11-19 reason="Lockdown" see 422 "field_date"
as admin api post /admin/sites/@r/closed first_on=2026-11-20 see 422 "reason_missing"
as visits api post /admin/sites/@r/closed first_on=2026-11-20 reason="Lockdown" see 404
as admin post /admin/sites/@r/closed first_on=2026-11-20 last_on=2026-11-23 reason="Lockdown" see 303 /admin/sites/@r
as admin api get /admin/sites/@r/closed see 200 "{~first_on~:~2026-11-20~,~last_on~:~2026-11-23~,~reason~:~Lockdown~}"
as admin get /admin/sites/@r see 200 "Lockdown" "Nov"
jobs
as family api get /threads/@t/messages see 200 "~due_at~:~2026-11-24T17:00:00.000Z~" "~paused~:true"
# So does a request to be linked.
as family2 api get /ties see 200 "~due_at~:~2026-11-24T21:00:00.000Z~"
as family get /threads/@t see 200 "The clock stands still on closed days"
as reviewer api get /queue/@m see 200 "2026-11-24T17:00:00.000Z"
# What is sent now is told so at once.
as inside api post /threads/@t/messages body="Good day" see 201
as inside get /threads/@t see 200 "The clock stands still on closed days"
# A question to staff is due in open hours, too.
as family api post /threads/staff site=@r subject="A question" see 201 thread=@q
as family api post /threads/@q/messages body="When is the party?" agree:=true see 201
as family api get /threads/@q see 200 "~reply_due_at~:~2026-11-25T20:00:00.000Z~" "~reply_paused~:true"
# Open again on Monday alone: three days stay closed, and the due time moves back.
as admin api post /admin/sites/@r/open first_on=2026-11-23 see 200
as admin api post /admin/sites/@r/open first_on=2026-11-23 see 404
jobs
as family api get /threads/@t/messages see 200 "2026-11-23T17:00:00.000Z" !"2026-11-24T17:00:00.000Z"
as family2 api get /ties see 200 "~due_at~:~2026-11-23T21:00:00.000Z~"
as family api get /threads/@q see 200 "~reply_due_at~:~2026-11-24T20:00:00.000Z~"
as family get /threads/@q see 200 "Staff answer by" "The clock stands still on closed days"
as admin api get /admin/sites/@r/closed see 200 "~last_on~:~2026-11-22~"
as admin post /admin/sites/@r/open first_on=2026-11-20 last_on=2026-11-22 see 303 /admin/sites/@r
jobs
as family api get /threads/@t/messages see 200 "Hello there" "~due_at~:~2026-11-20T18:00:00.000Z~" "~paused~:false"
as family2 api get /ties see 200 "~due_at~:~2026-11-20T22:00:00.000Z~"
as admin get /admin/sites/@r see 200 "No closed days are planned"
