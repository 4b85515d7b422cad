# SPDX-License-Identifier: AGPL-3.0-or-later
# B2: what a minor let be told alone no guardian reads of, in the ledger or in a copy, also when they come to act for the minor.
as casemanager api post /people words="okoro" see 200 person=@ruth
as casemanager api get /people/@ruth/children see 200 "Maya" child=@maya
as casemanager api post /people/@maya/consents template=part2 agency="Teen Clinic" discloser="Riverside County" purpose=care health:=true ends_event=case_end alone:=true law="State law 7" see 201 consent=@f
as teen api get /consents/@f see 200 wording=@p
as teen api post /consents/@f/sign name="Maya Reyes" wording=@p check=yes see 200
as casemanager api post /people/@maya/disclosures what=health told="Teen Clinic" why="A visit" basis=consent purpose=care channel=phone see 201
as casemanager api post /people/@maya/disclosures what=name told="City School" why="A form" basis=duty channel=phone see 201
as teen api get /ledger see 200 "Teen Clinic" "City School"
as admin api post /policies name=child_age value=16 see 200
clock P91D
as guardian api post /children/act person=@maya see 200
as guardian api get /ledger see 200 !"Teen Clinic" "City School"
as guardian api get /ledger/report see 200 !"Teen Clinic" "City School"
as guardian post /children/act person=@maya see 303
as guardian get /data-requests/copy see 200 !"Teen Clinic" "City School"
as guardian api get /consents see 200 !"Teen Clinic"
