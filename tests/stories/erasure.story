# SPDX-License-Identifier: AGPL-3.0-or-later
# B8: two officers erase somebody; a hold beats it, and nobody it is about can see it; what
# they wrote cannot be read by anybody, what others wrote can.
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 thread=@t person=@rosa
as inside api post /threads/@t/messages body="The blue bird sings" see 201 message=@his
as reviewer api post /queue/approve items[]=@his see 200
as family api post /threads/@t/messages body="A canary of mine" see 201 message=@hers
as reviewer api post /queue/approve items[]=@hers see 200
clock PT11M
as family api post /threads/@t/draft body="A canary begun" see 200
as inside api get /threads/@t/messages see 200 "A canary of mine"
as inside api post /search words="canary" see 200 "A canary of mine"

# Who may ask, and about whom.
as casemanager api post /erasures person=@rosa basis=request words="She asked" see 404
as family api get /erasures see 404
as admin2 api get /erasures see 404
as privacy api post /erasures person=@marcus basis=request words="He asked" see 409 "erasure_here"
as privacy api post /erasures person=@t basis=request words="x" see 422 "field_id"
as privacy api post /erasures person=@rosa basis=whim words="x" see 422 "field_choice"
as privacy api post /erasures person=@rosa basis=request see 422 "field_missing"

# A hold acts at once, is confirmed by another, and beats it.
as privacy api post /holds person=@rosa matter="A case" review_on=2026-11-01 see 422 "hold_review"
as casemanager api post /holds person=@rosa matter="A case" review_on=2027-03-01 see 404
as privacy post /holds person=@rosa matter="A case at the county court" review_on=2027-03-01 see 303
as privacy api get /holds see 200 hold=@h "entered" "county court"
as privacy api post /holds/@h/confirm see 403 "order_two"
as privacy api post /erasures person=@rosa basis=request words="She asked" see 409 "erasure_held"
as family api get /ledger see 200
as family get /ledger see 200
as privacy2 api post /holds/@h/confirm see 200
as privacy api post /holds/@h/confirm see 403 "order_two"
as privacy2 api get /holds see 200 "confirmed"
as reviewer api get /holds see 404
as privacy2 post /holds/@h/lift reason="The case is over" see 303
as privacy2 api post /holds/@h/lift reason="Again" see 403 "order_two"
as privacy api get /holds see 200 "lifting"
as privacy api post /erasures person=@rosa basis=request words="She asked" see 409 "erasure_held"
as privacy get /erasures see 200 "Someone asks to end it"
as privacy api post /holds/@h/lift reason="Yes" see 200
as privacy api post /holds/@h/lift reason="Yes" see 409 "hold_done"
as privacy2 api post /holds/@h/confirm see 409 "hold_done"

# Two people.
as privacy get /erasures?person=@rosa see 200 "Erase this person" "Keep what there is"
as privacy post /erasures person=@rosa basis=request words="She asked by letter" see 303
as privacy api get /erasures see 200 erasure=@e "asked" "Rosa"
as privacy api get /erasures/@e see 200 "asked"
as privacy api get /erasures/@e/certificate see 409 "erasure_open"
as privacy api post /erasures person=@rosa basis=request words="Again" see 409 "erasure_asked"
as privacy api post /erasures/@e/confirm see 403 "order_two"
as privacy api post /erasures/@e/drop see 200
as privacy api get /erasures/@e see 404
as privacy2 api post /erasures/@e/drop see 404
as privacy api post /erasures person=@rosa basis=request words="She asked by letter" see 201 erasure=@f
# A hold that comes between the two yeses and the job waits for nobody.
as privacy2 post /erasures/@f/confirm see 303
as privacy api post /erasures/@f/confirm see 409 "erasure_done"
as privacy api post /erasures/@f/drop see 409 "erasure_done"
jobs
as privacy api get /erasures/@f see 200 "done"
as privacy api get /erasures see 200 !"Rosa" !"letter"
as privacy get /erasures see 200 "An erased person"

# What she wrote is gone for everybody; what he wrote is there.
as inside api get /threads/@t/messages see 200 "[erased]" "The blue bird sings" !"canary"
as inside api post /search words="canary" see 200 !"canary of"
as inside api get /threads see 200 !"Rosa"
as family api get /threads see 401
as privacy api post /erasures person=@rosa basis=request words="Again" see 409 "erasure_asked"
as family get /erasures/@f/certificate see 303
as privacy api get /erasures/@f/certificate see 200 entry=@entry "request" "receipt"
as privacy get /erasures/@f/certificate see 200 "%PDF"
