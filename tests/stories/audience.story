# SPDX-License-Identifier: AGPL-3.0-or-later
# B4, step 6 of the decision: each role sees what its work takes, on both faces, and everybody can read what that is.
as family get /audience see 200 "Who can see what" "Date of birth" "Case manager" !"Auditor" "the two of you alone"
as family api get /audience see 200 "unit" "visits casemanager" "messages" "reviewer"
as inside get /audience see 200 "Where in the building"
as casemanager get /audience see 200 "Orders keep two people apart"
as auditor get /audience see 404
as family get /ledger see 200 "/audience"
as inside api get /threads see 200 person=@rosa
as family api get /threads see 200 person=@marcus
as casemanager api get /people/@marcus see 200 "204417" "here"
as casemanager get /people/@marcus see 200 "Who will see this?"
# A navigator helps by phone: where somebody is, how they are, and when they were born takes more.
as navigator api get /people/@marcus see 200 "204417" !"here"
as navigator get /people/@marcus see 200 "204417" !"Here now"
as navigator api get /people/@rosa see 200 "Rosa"
