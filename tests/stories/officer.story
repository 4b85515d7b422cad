# SPDX-License-Identifier: AGPL-3.0-or-later
# An officer reaches whom they supervise, from the day a case manager says so to the last one, and nobody else.
as supervised api get /me see 200 person=@sam
as officer api get /me see 200 account=@dale
as officer get /caseload see 200 "You supervise nobody yet"
as officer api get /people/@sam see 404 "not_there"
as casemanager api post /people/@sam/officers officer=@dale see 200
as officer get /caseload see 200 "Sam" "204701" !"Marcus"
as officer api get /caseload see 200 "Pruitt"
as inside api get /me see 200 person=@marcus
as officer api get /people/@sam see 200 "204701" "here"
as officer get /people/@sam see 200 "you supervise them" "May I say this" !"PIN"
as officer api get /people/@sam/why see 200 "caseload"
as officer api get /people/@marcus see 404 "not_there"
as officer api get /people/@marcus/may?class=health&agency=Elm see 404
as officer get /people see 404
as officer get /people/@sam/family see 404
as officer get /threads see 404
as officer get /queue see 404
# Spoken disclosures, and whether one may: as for others who work with people.
as officer api get /people/@sam/may?class=health&agency=Elm see 200 "~allowed~:false"
as officer api post /people/@sam/disclosures what=contact told="Work crew" why="A place to work" basis=duty channel=phone see 201
as officer api post /people/@marcus/disclosures what=contact told="Work crew" why="x" basis=duty channel=phone see 404
as supervised api get /ledger see 200 "Dale Nowak" "Work crew" "officer"
# Case managers say who works with whom.
as casemanager get /people/@marcus/officers see 200 "Supervises from today" "Dale Nowak"
as visits api post /people/@marcus/officers officer=@dale see 404
as casemanager api post /people/@marcus/officers officer=@marcus see 422
as casemanager post /people/@marcus/officers officer=@dale see 303
as casemanager api post /people/@marcus/officers officer=@dale see 409 "officer_twice"
as casemanager api get /people/@marcus/officers see 200 "Dale Nowak"
as officer api get /people/@marcus see 200 "204417" "~unit~:~~"
as officer api get /caseload see 200 "Marcus"
as casemanager post /people/@marcus/officers/end officer=@dale see 303
as casemanager api post /people/@marcus/officers/end officer=@dale see 404
as officer api get /people/@marcus see 404
as officer api get /caseload see 200 !"Marcus"
# A new day does not bring it back; and they can be given again.
clock P1D
as officer api get /people/@marcus see 404
as casemanager api post /people/@marcus/officers officer=@dale see 200
as officer api get /people/@marcus see 200
# Family is supervised by nobody.
as inside api get /threads see 200 person=@rosa
as casemanager api post /people/@rosa/officers officer=@dale see 404
