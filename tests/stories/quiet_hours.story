# SPDX-License-Identifier: AGPL-3.0-or-later
# I3: from 9 pm to 8 am, by the clock of the place, nobody is texted or mailed that something is new: no family, no adviser.
as family api get /threads see 200 thread=@t person=@marcus
as visits api get /people/@marcus/sealed-ties/new see 200 adviser=@brandt
clock PT13H
as inside api post /threads/@t/messages body="Good night" see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 200
as visits api post /people/@marcus/sealed-ties adviser=@brandt see 201 sealed_tie=@l
as casemanager api post /sealed-ties/@l/confirm see 200
clock PT9H59M
as nobody get /demo/outbox see 200 !"+13135550142" !"lawyer@demo.example"
clock PT1M
as nobody get /demo/outbox see 200 "+13135550142" "lawyer@demo.example" "2026-11-21T13:00:00.000Z"
