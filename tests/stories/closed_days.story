# SPDX-License-Identifier: AGPL-3.0-or-later
# Friday: what is written in the morning is checked the same day. What is written at 4 pm
# waits over the weekend, and its sender is told why; so is who asks the staff.
as family api get /threads see 200 thread=@t "Marcus"
as family api post /threads/@t/messages body="Good morning" see 201
as family get /threads/@t see 200 "Being checked. Answer by <time datetime=~2026-11-20T" !"The clock stands still"
clock PT7H
as family api post /threads/@t/messages body="Have a good weekend" see 201 message=@m
as family get /threads/@t see 200 "Have a good weekend" "2026-11-23T" "The clock stands still on closed days."
as family post /language lang=es see 303 /language
as family get /threads/@t see 200 "El reloj se detiene los días cerrados." !"The clock stands still"
as family post /language lang=en see 303 /language
# The person inside is told so too, of what they write.
as inside api post /threads/@t/messages body="You too" see 201
as inside get /threads/@t see 200 "You too" "The clock stands still on closed days."
# A question to the staff has a clock too.
as family api get /sites see 200 site=@s
as family api post /threads/staff site=@s subject="Parcels" see 201 thread=@q
as family api post /threads/@q/messages body="May I send a book?" agree:=true see 201
as family get /threads/@q see 200 "Staff answer by" "The clock stands still on closed days."
# Checked: nothing waits any more, and no clock stands.
as reviewer api post /queue/approve items[]=@m see 200
as family get /threads/@t see 200 "Have a good weekend" "Delivered" !"The clock stands still"
