# SPDX-License-Identifier: AGPL-3.0-or-later
# B8: who came back inside between one officer's asking and the other's yes is in the agency's care again, and is not erased.
as family api get /threads see 200 person=@marcus
as visits api post /people/@marcus/status status=released see 200
as privacy api post /erasures person=@marcus basis=request words="A letter of May" see 201 erasure=@e
as visits api post /people/@marcus/status status=here see 200
as privacy2 api post /erasures/@e/confirm see 409 "erasure_here"
as privacy2 post /erasures/@e/confirm see 409 "still inside"
jobs
as visits api get /people/@marcus see 200 "Marcus"
as visits api post /people/@marcus/status status=released see 200
as privacy2 api post /erasures/@e/confirm see 200
# Confirmed, and held: they come back, the hold ends, and it waits until they leave.
as privacy api post /holds person=@marcus matter="A claim" review_on=2027-05-01 see 201 find:"~hold~:~"@h
as visits api post /people/@marcus/status status=here see 200
as privacy api post /holds/@h/lift reason="The case is over" see 200
as privacy2 api post /holds/@h/lift reason="The case is over" see 200
jobs
as visits api get /people/@marcus see 200 "Marcus"
as privacy api get /erasures/@e see 200 "confirmed"
as visits api post /people/@marcus/status status=released see 200
jobs
as privacy api get /erasures/@e see 200 "done"
as privacy api get /erasures/@e see 200 !"Marcus"
