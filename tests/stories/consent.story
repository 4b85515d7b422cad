# SPDX-License-Identifier: AGPL-3.0-or-later
# B2: asked in plain words, signed by who it is about, held to its words, and taken back at once.
as family api get /threads see 200 person=@marcus
as inside api get /threads see 200 person=@rosa
as inside get /consents see 200 "What I said yes to" "You were not asked for a yes" "We must share this because"
as casemanager get /people/@marcus/consents/new see 200 "Ask for a yes"
# What the law of a template demands must be there.
as casemanager api post /people/@marcus/consents template=hipaa agency="Elm House" purpose=care ends_on=2027-05-01 discloser="Riverside County" see 422 "consent_needs" "classes"
as casemanager api post /people/@marcus/consents template=hipaa agency="Elm House" purpose=care ends_on=2027-05-01 health:=true see 422 "consent_needs" "discloser"
as casemanager api post /people/@marcus/consents template=part2 purpose=care ends_on=2027-05-01 health:=true discloser="Riverside County" see 422 "consent_needs" "agency"
as casemanager api post /people/@marcus/consents template=part2 agency="Elm House" ends_on=2027-05-01 health:=true discloser="Riverside County" see 422 "consent_needs" "purpose"
as casemanager api post /people/@marcus/consents template=part2 agency="Elm House" purpose=care health:=true discloser="Riverside County" see 422 "consent_needs" "ends_on"
as casemanager api post /people/@marcus/consents template=other agency="Elm House" purpose=care health:=true see 422 "field_choice"
as casemanager api post /people/@marcus/consents template=plain agency="Elm House" recipient=@rosa purpose=care health:=true ends_on=2027-05-01 see 422 "consent_recipient"
as casemanager api post /people/@marcus/consents template=plain recipient=@marcus purpose=care health:=true ends_on=2027-05-01 see 422 "consent_recipient"
as casemanager api post /people/@marcus/consents template=plain agency="Elm House" purpose=care health:=true ends_on=2026-11-19 see 422 "consent_dates"
as casemanager api post /people/@marcus/consents template=plain agency="Elm House" purpose=care health:=true ends_on=2027-05-01 firm_until=case_end see 422 "consent_firm_only"
as casemanager api post /people/@marcus/consents template=part2 agency="Elm House" purpose=justice health:=true ends_event=case_end firm_until=case_end discloser="Riverside County" see 422 "consent_firm_only"
as casemanager api post /people/@marcus/consents template=plain agency="Elm House" purpose=care health:=true ends_on=2027-05-01 alone:=true law="State law 7" see 422 "consent_alone"
as family api post /people/@marcus/consents template=plain agency="Elm House" purpose=care health:=true ends_on=2027-05-01 see 404
# A draft is a no; signed, it holds once there was time to think again.
as casemanager post /people/@marcus/consents template=plain agency="Elm House" purpose=care health=true ends_on-year=2027 ends_on-month=5 ends_on-day=1 see 303 /people/@marcus
as casemanager api post /people/@marcus/consents template=plain agency="Elm House" purpose=care health:=true channel=phone ends_on=2027-05-01 see 201 consent=@c
as casemanager api get /people/@marcus/may?class=health&agency=Elm%20House&purpose=care&channel=phone see 200 "{~allowed~:false,~words~:~No. You can say: 'I can not talk about that.'~,~marked~:false}"
as inside get /consents/@c see 200 "Elm House" "By phone" "You can take your yes back any time."
as inside api get /consents/@c see 200 "draft" wording=@w
as inside api post /consents/@c/sign wording=@w check=yes see 422 "consent_needs" "name"
as inside api post /consents/@c/sign name="Marcus Reyes" wording=abc check=yes see 409 "consent_wording"
as inside api post /consents/@c/sign name="Marcus Reyes" wording=@w check=no see 422 "consent_check"
as family api post /consents/@c/sign name="Rosa Reyes" wording=@w check=yes see 404
as inside api post /consents/@c/revoke see 409 "consent_done"
as inside post /consents/@c/sign name="Marcus Reyes" wording=@w check=yes see 303 /consents
as inside api post /consents/@c/sign name="Marcus Reyes" wording=@w check=yes see 409 "consent_done"
as inside api post /consents/@c/decline see 409 "consent_done"
as inside get /consents/@c see 200 "You have time to think again"
as casemanager api get /people/@marcus/may?class=health&agency=Elm%20House&purpose=care&channel=phone see 200 "false"
clock PT24H
as casemanager api get /people/@marcus/may?class=health&agency=elm%20house&purpose=care&channel=phone see 200 "true" "You may tell Elm House" "your health"
as casemanager get /people/@marcus/may?class=health&agency=Elm%20House&purpose=care&channel=phone see 200 "You may tell Elm House" "42 CFR part 2"
as casemanager get /people/@marcus/may see 200 "May I say this?"
as privacy api get /people/@marcus/may?class=health&agency=Elm%20House see 200 "true"
# All that it does not name is a no: another class, purpose, way, or name.
as casemanager api get /people/@marcus/may?class=contact&agency=Elm%20House&purpose=care&channel=phone see 200 "false"
as casemanager api get /people/@marcus/may?class=health&agency=Elm%20House&purpose=work&channel=phone see 200 "false"
as casemanager api get /people/@marcus/may?class=health&agency=Elm%20House&purpose=care&channel=paper see 200 "false"
as casemanager api get /people/@marcus/may?class=health&agency=Oak%20House&purpose=care&channel=phone see 200 "false"
as casemanager api get /people/@marcus/may see 200 "false"
# The same parties and purpose on one of its days: once is enough.
as casemanager api post /people/@marcus/consents template=plain agency="Elm House" purpose=care contact:=true ends_on=2027-02-01 see 201 consent=@d
as inside api get /consents/@d see 200 wording=@w
as inside api post /consents/@d/sign name="Marcus Reyes" wording=@w check=yes see 409 "consent_twice"
# A no leaves nothing.
as inside post /consents/@d/decline see 303 /consents
as inside api get /consents/@d see 404
as inside api post /consents/@d/decline see 404
# What is told by it is written down with it, and carries the notice and a copy.
as casemanager api post /people/@marcus/disclosures what=health told="Elm House" why="A call" basis=consent channel=phone see 422 "field_missing" "purpose"
as casemanager api post /people/@marcus/disclosures what=contact told="Elm House" why="A call" basis=consent purpose=care channel=phone see 403 "consent_none"
as casemanager post /people/@marcus/disclosures what=health told="Elm House" why="A call" basis=consent purpose=care channel=phone see 303 /disclosures/@l
as casemanager get /disclosures/@l see 200 "42 CFR part 2" "Copy of the consent" "You can take your yes back any time."
as casemanager api get /disclosures/@l see 200 "42 CFR part 2" consent=@c
as inside get /ledger see 200 "Elm House" "You said yes"
as casemanager api post /people/@marcus/disclosures what=contact told="Somebody" why="A call" basis=duty channel=phone see 201 line=@m
as casemanager api get /disclosures/@m see 404
# Taken back: at once, and the answer is that of never.
as inside get /consents/@c see 200 "Take my yes back"
as inside post /consents/@c/revoke see 303 /consents
as inside api post /consents/@c/revoke see 409 "consent_done"
as inside get /consents/@c see 200 "You took it back"
as casemanager api get /people/@marcus/may?class=health&agency=Elm%20House&purpose=care&channel=phone see 200 "{~allowed~:false,~words~:~No. You can say: 'I can not talk about that.'~,~marked~:false}"
as casemanager api post /people/@marcus/disclosures what=health told="Elm House" why="A call" basis=consent purpose=care channel=phone see 403 "consent_none"
as casemanager get /disclosures/@l see 200 "Copy of the consent"
