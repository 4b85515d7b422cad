# SPDX-License-Identifier: AGPL-3.0-or-later
# Who lives together, and who stands by somebody.
as guardian get /household see 200 "Daniel Reyes" "Ruth Okoro"
as guardian api get /household see 200 "Daniel Reyes" person=@ruth
as family get /household see 200 "No household is written down"
as family2 api get /people/@ruth/household see 404
as casemanager api post /people words="reyes" see 200 "Rosa"
as family api get /ties see 200 person=@marcus
as inside api get /ties see 200 "Rosa" person=@rosa
as casemanager api post /people/@ruth/household person=@ruth see 422 "field_choice"
as casemanager api post /people/@ruth/household person=@rosa since=2027-01-01 see 422 "field_date"
as casemanager post /people/@ruth/household person=@rosa see 303 /people/@ruth/family
as casemanager api post /people/@marcus/household person=@rosa see 422 "household_twice"
as family api get /household see 200 "Ruth Okoro" "Daniel Reyes"
# Who is kept from somebody does not see them in the list.
as casemanager api post /barriers one=@rosa other=@ruth reason="Asked for" see 200
as family api get /household see 200 !"Ruth Okoro" "Daniel Reyes"
as guardian api get /household see 200 !"Rosa Reyes"
as casemanager get /people/@ruth/with/@rosa see 200 "These two are kept apart now."
as casemanager api get /people/@ruth/barriers see 200 "Rosa Reyes" "Asked for"
as casemanager post /barriers/lift one=@ruth other=@rosa reason="Talked with both" see 303 /people/@ruth/with/@rosa
as visits post /barriers/lift/confirm one=@ruth other=@rosa reason="Talked with both" see 303 /people/@ruth/with/@rosa
as casemanager post /barriers one=@ruth other=@rosa reason="" see 422 "Two people" "Keep the two apart"
as casemanager post /barriers one=@ruth other=@rosa reason="Again" see 303 /people/@ruth/with/@rosa
as casemanager post /barriers/lift one=@ruth other=@rosa reason="Once more" see 303
as visits post /barriers/lift/confirm one=@ruth other=@rosa reason="Once more" see 303
as casemanager api post /people/@rosa/household/leave until=2027-01-01 see 422 "field_date"
as casemanager api post /people/@rosa/household/leave see 200
as casemanager api post /people/@rosa/household/leave see 404
as family api get /household see 200 !"Ruth"
as casemanager api get /people/@ruth/household see 200 "Rosa Reyes" "2026-11-20"
as casemanager api post /people/@ruth/household person=@rosa see 200
as family api get /household see 200 "Ruth"
# The support network is staff's.
as casemanager api post /people/@marcus/network name="Aunt May" role=boss strength=strong see 422 "field_choice"
as casemanager api post /people/@marcus/network name="Aunt May" role=godparent strength=steady helps_with="Rides" see 201 supporter=@may
as casemanager get /people/@marcus/family see 200 "Aunt May" "Godparent" "Steady" "Rides" "Approved contacts"
as casemanager api get /people/@marcus/network see 200 "godparent"
as casemanager post /network/@may/end see 303 /people/@marcus/family
as casemanager api post /network/@may/end see 404
as family api get /people/@marcus/network see 404
as reviewer get /people/@marcus/family see 404
