# SPDX-License-Identifier: AGPL-3.0-or-later
# B1: contact that a court orders is recorded, and no limit of staff takes it away unless somebody decides so knowingly.
as inside api get /threads see 200 person=@rosa
as family api get /threads see 200 person=@marcus thread=@t
as casemanager get /people/@marcus/with/@rosa/court see 200 "A court orders contact" "Case number"
as casemanager post /court-contacts one=@marcus other=@rosa court="" words="" see 422 "Case number"
as casemanager api post /court-contacts one=@marcus other=@marcus court="Wayne County" words="One call a week" see 422 "other"
as casemanager api post /court-contacts one=@marcus other=@rosa court="Wayne County" words="One call a week" ends_on=2020-01-01 see 422 "ends_on"
as reviewer api post /court-contacts one=@marcus other=@rosa court="Wayne County" words="One call a week" see 404
as family get /people/@marcus/with/@rosa/court see 404
as casemanager post /court-contacts one=@marcus other=@rosa court="Wayne County" number="FC 12" words="One call each week" see 303
as visits api get /people/@rosa/with/@marcus/court see 200 "Wayne County" "FC 12" "One call each week" court_contact=@c
as visits get /people/@rosa/with/@marcus see 200 "A court orders contact" "I have read it"
# A ban, and a limit of one channel, ask for a decision; what lets more pass does not.
as visits api get /people/@marcus/ties see 200 tie=@tie
as visits api post /barriers one=@rosa other=@marcus reason="They shouted" see 409 "court_contact"
as visits post /barriers one=@rosa other=@marcus reason="They shouted" see 409 "Read it, and tick the box"
as visits get /ties/@tie/permissions see 200 "I have read it"
as visits api post /ties/@tie/permissions channel=call allowed:=false reason="Sanction" see 409 "court_contact"
as visits api post /ties/@tie/permissions channel=call allowed:=true reason="Back again" see 200
as visits api post /ties/@tie/permissions channel=call allowed:=false reason="Sanction" despite_court:=true see 200
# Somebody else than who entered it ends it; then a ban asks no more.
as casemanager api post /court-contacts/@c/end reason="New order" see 403 "confirm_same"
as visits api post /court-contacts/@c/end see 422 "reason_missing"
as visits post /court-contacts/@c/end reason="" see 422 "One call each week"
as reviewer api post /court-contacts/@c/end reason="New order" see 404
as visits post /court-contacts/@c/end reason="New order" see 303
as visits api post /court-contacts/@c/end reason="Again" see 404
as visits api get /people/@rosa/with/@marcus/court see 200 "[]"
as visits api post /ties/@tie/permissions channel=visit allowed:=false reason="Sanction" see 200
# One that begins later asks from its first day on, and an order keeps them apart all the same.
as casemanager api post /court-contacts one=@rosa other=@marcus court="Wayne County" words="Visits" starts_on=2026-11-25 see 201
as visits api post /ties/@tie/permissions channel=video allowed:=false reason="Sanction" see 200
clock P6D
as visits api post /ties/@tie/permissions channel=plan allowed:=false reason="Sanction" see 409 "court_contact"
as visits api post /barriers one=@rosa other=@marcus reason="They shouted" despite_court:=true see 200
as family api get /threads/@t/messages see 404
