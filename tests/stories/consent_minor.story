# SPDX-License-Identifier: AGPL-3.0-or-later
# B2: for a minor every guardian signs and the minor agrees; one no is a no. By law a minor may sign alone.
as casemanager api post /people words="okoro" see 200 person=@ruth
as casemanager api get /people/@ruth/children see 200 "Maya" child=@maya
as casemanager api post /people/@maya/consents template=plain agency="City School" purpose=school name:=true ends_on=2027-05-01 see 201 consent=@c
as teen api get /consents/@c see 200 wording=@w
as guardian get /consents see 200 "City School" "Maya"
as family api get /consents/@c see 404
as guardian api post /consents/@c/sign name="Ruth Okoro" wording=@w check=yes see 200
as casemanager api get /people/@maya/may?class=name&agency=City%20School see 200 "false"
as teen post /consents/@c/sign name="Maya Reyes" wording=@w check=yes see 303 /consents
as casemanager api get /people/@maya/may?class=name&agency=City%20School see 200 "true"
as teen api get /consents/@c see 200 "guardian" "signed"
# Another guardian, who has not said yes: it holds no more, and is asked anew.
as visits api post /people/@maya/guardians authority="Wayne County Court" evidence="Order 77" see 201 guardian=@court
as casemanager api get /people/@maya/may?class=name&agency=City%20School see 200 "false"
as teen api get /consents/@c see 200 "superseded"
as teen get /consents see 200 "Asked anew" "Waits for you"
as teen api get /consents see 200 "draft" consent=@d
as teen api post /consents/@d/sign name="Maya Reyes" wording=@w check=yes see 200
as guardian api post /consents/@d/sign name="Ruth Okoro" wording=@w check=yes see 200
as casemanager api get /people/@maya/may?class=name&agency=City%20School see 200 "false"
as family api post /consents/@d/note guardian=@court name="Judge Hill" yes:=true see 404
as casemanager api post /consents/@maya/note name="Judge Hill" yes:=true see 404
as casemanager get /people/@maya/consents see 200 "City School" "Wayne County Court" "The child" "They said yes"
as casemanager api get /people/@maya/consents see 200 "@d"
as family api get /people/@maya/consents see 404
as reviewer api get /people/@maya/consents see 404
as casemanager post /consents/@d/note guardian=@court name="Judge Hill" yes=true see 303 /people/@maya/consents
as casemanager get /people/@maya/consents see 200 "Nothing waits to be written down"
as casemanager api get /people/@maya/may?class=name&agency=City%20School see 200 "true"
as casemanager api post /consents/@d/note guardian=@court name="Judge Hill" yes:=true see 409 "consent_done"
# The court takes it back: one no is a no.
as casemanager api post /consents/@d/note guardian=@court name="Judge Hill" yes:=false see 200
as casemanager api get /people/@maya/may?class=name&agency=City%20School see 200 "false"
as guardian api get /consents/@d see 200 "revoked"
# A guardian says no before: nothing is left, for anybody.
as casemanager api post /people/@maya/consents template=plain agency="City School" purpose=school name:=true ends_on=2027-05-01 see 201 consent=@e
as teen api post /consents/@e/sign name="Maya Reyes" wording=@w check=yes see 200
as guardian api post /consents/@e/decline see 200
as teen api get /consents/@e see 404
# By law alone: the guardian is not told, and cannot see it.
as casemanager api post /people/@maya/consents template=part2 agency="Teen Clinic" discloser="Riverside County" purpose=care health:=true ends_on=2027-05-01 alone:=true see 422 "consent_alone"
as casemanager api post /people/@maya/consents template=part2 agency="Teen Clinic" discloser="Riverside County" purpose=care health:=true ends_event=case_end alone:=true law="State law 7" see 201 consent=@f
as guardian api get /consents/@f see 404
as guardian get /consents see 200 !"Teen Clinic"
as teen api get /consents/@f see 200 wording=@p
as casemanager api post /consents/@f/note name="Maya" yes:=true see 404
as teen api post /consents/@f/sign name="Maya Reyes" wording=@p check=yes see 200
as guardian get /consents see 200 !"Teen Clinic"
as casemanager api get /people/@maya/may?class=health&agency=Teen%20Clinic see 200 "true"
# Of age: what was signed for a minor, or by one, is asked anew.
as teen api get /consents see 200 "minor_alone"
as admin api post /policies name=adult_age value=16 see 200
clock P120D
jobs
as casemanager api get /people/@maya/may?class=health&agency=Teen%20Clinic see 200 "false"
as teen get /consents see 200 "Asked anew" "Waits for you"
