# SPDX-License-Identifier: AGPL-3.0-or-later
# B2 to B4: what a consent names sees it and nothing else; it ends, moves, and is asked anew.
as family api get /threads see 200 person=@marcus
as inside api get /threads see 200 person=@rosa
as admin api get /admin/users see 200 find:"Hope Lane~,~account~:~"@hope
as agency api get /told see 200 "[]"
as agency get /told see 200 "There is nothing here"
as agency api get /consents see 404
as agency api get /people/@marcus/may?class=health see 404
as agency api get /threads see 404
as admin api post /agencies/members agency="Elm House" account=@rosa see 422 "field_id"
as casemanager api post /people/@marcus/consents template=plain agency="Elm House" purpose=housing contact:=true ends_on=2027-01-10 see 201 consent=@c
as casemanager api post /people/@marcus/consents template=plain recipient=@rosa purpose=family health:=true ends_event=release see 201 consent=@r
as inside api get /consents/@c see 200 wording=@w
as inside api post /consents/@c/sign name="Marcus Reyes" wording=@w check=yes see 200
as inside api post /consents/@r/sign name="Marcus Reyes" wording=@w check=yes see 200
as family get /told see 200 "There is nothing here"
clock P1D
as family get /told see 200 "Marcus Reyes" "your health" "The day of release"
as family api get /told see 200 "Marcus Reyes" !"wording"
as casemanager api get /people/@marcus/may?class=health&recipient=@rosa see 200 "true" "Rosa Reyes"
# An account of the agency that it names sees it, and each look is written down for the person.
as agency api get /told see 200 "[]"
as casemanager api post /agencies/members agency="Elm House" account=@hope see 404
as admin api post /agencies/members agency="Elm House" account=@totp see 422
as admin api post /agencies/members agency="elm  house" account=@hope see 200
as agency get /told see 200 "Marcus Reyes" "how to reach you" !"your health"
as admin get /agencies/members see 200 "Hope Lane" "Elm House" "No more"
as admin api get /agencies/members see 200 "Elm House"
as casemanager get /agencies/members see 404
as admin post /agencies/members agency="" account=@hope see 422 "Hope Lane"
as admin api post /agencies/leave agency="Oak House" account=@hope see 404 "not_there"
as admin post /agencies/leave agency="Elm House" account=@hope see 303
as admin api post /agencies/leave agency="Elm House" account=@hope see 404 "not_there"
as agency api get /told see 200 "[]"
as casemanager api post /agencies/leave agency="Elm House" account=@hope see 404
as admin post /agencies/members agency="Elm House" account=@hope see 303 /agencies/members
as agency get /told see 200 "Marcus Reyes"
as inside get /ledger see 200 "Hope Lane" "Another agency" "what you let them know"
as casemanager api get /people/@marcus/may?class=health&agency=Rosa%20Reyes see 200 "false"
as casemanager api post /people/@marcus/disclosures what=health told="Rosa Reyes" recipient=@rosa why="How he is" basis=consent purpose=family channel=phone see 201 line=@l
as casemanager api get /disclosures/@l see 200 "42 CFR part 2"
as casemanager get /disclosures/@l see 200 "/paper"
# Those they are in touch with can be chosen on each of the three pages.
as casemanager get /people/@marcus/may?class=health&recipient=@rosa see 200 "Rosa Reyes" "selected"
as casemanager get /people/@marcus/consents/new see 200 "Rosa Reyes" "None of them"
as casemanager get /people/@marcus/disclosures see 200 "Rosa Reyes" "None of them"
as casemanager get /disclosures/@l/paper see 200 "%PDF-"
as reviewer get /disclosures/@l/paper see 404
as navigator get /disclosures/@t/paper see 404
# An order keeps them apart: the answer is that of never, and nothing is shown.
as privacy api post /orders kind=no_contact court="Wayne County" message=true existence=true restrained[]=@rosa protected[]=@marcus see 201
as casemanager api get /people/@marcus/may?class=health&recipient=@rosa see 200 "{~allowed~:false,~words~:~No. You can say: 'I can not talk about that.'~,~marked~:false}"
as family api get /told see 200 "[]"
as casemanager api post /people/@marcus/disclosures what=health told="Rosa Reyes" recipient=@rosa why="How he is" basis=consent purpose=family channel=phone see 403 "consent_none"
# The last day is still in it; after it, nothing holds. The person alone hears 30 days before.
clock P21D
jobs
as casemanager api get /people/@marcus/may?class=contact&agency=Elm%20House see 200 "true"
clock P29D
as casemanager api get /people/@marcus/may?class=contact&agency=Elm%20House see 200 "true"
clock PT20H
as casemanager api get /people/@marcus/may?class=contact&agency=Elm%20House see 200 "{~allowed~:false,~words~:~No. You can say: 'I can not talk about that.'~,~marked~:false}"
as agency api get /told see 200 "[]"
as inside api get /consents/@c see 200 "expired"
jobs
as inside api get /consents/@c see 200 "expired"
# For the court: firm until the case ends, and never without a last day.
as casemanager api post /people/@marcus/consents template=part2 agency="Court 36" discloser="Riverside County" purpose=justice health:=true ends_on=2027-12-01 firm_until=case_end see 201 consent=@f
as inside api get /consents/@f see 200 wording=@p
as inside api post /consents/@f/sign name="Marcus Reyes" wording=@p check=yes see 422 "consent_check"
as inside api post /consents/@f/sign name="Marcus Reyes" wording=@p check=no witness="Tove" interpreter="Nav" see 200
as inside api post /consents/@f/revoke see 409 "consent_firm"
as inside get /consents/@f see 200 "You can not take this back yet" !"Take my yes back"
as casemanager api post /consents/@f/event event=transfer see 409 "consent_done"
as inside api post /consents/@f/event event=case_end see 404
as casemanager api post /consents/@rosa/event event=case_end see 404
as casemanager get /people/@marcus/consents see 200 "Court 36" "It came"
as casemanager post /consents/@f/event event=case_end see 303 /people/@marcus/consents
as casemanager get /people/@marcus/consents see 200 !"Court 36"
as casemanager api post /consents/@f/event event=case_end see 409 "consent_done"
as inside api post /consents/@f/revoke see 200
# Another place: asked anew. Release ends what was to last until then, and asks the rest anew.
as casemanager api post /people/@marcus/consents template=plain agency="Oak House" purpose=housing contact:=true ends_on=2027-12-01 see 201 consent=@t
as inside api post /consents/@t/sign name="Marcus Reyes" wording=@w check=yes see 200
as visits api post /people/@marcus/status status=released see 200
as casemanager api get /people/@marcus/may?class=contact&agency=Oak%20House see 200 "false"
