# SPDX-License-Identifier: AGPL-3.0-or-later
# B5, P1, T39: a ledger, its report and a copy do not name whom an order keeps the person from.
as family api get /threads see 200 person=@marcus
as inside api get /threads see 200 person=@rosa
# Told to somebody by a consent that names her; then an order.
as casemanager api post /people/@marcus/consents template=plain recipient=@rosa purpose=family health:=true ends_on=2027-05-01 see 201 consent=@c
as inside api get /consents/@c see 200 wording=@w
as inside api post /consents/@c/sign name="Marcus Reyes" wording=@w check=yes see 200
clock P2D
as casemanager api post /people/@marcus/disclosures what=health told="Rosa Reyes" recipient=@rosa why="How Rosa asked" note="Rosa rang" basis=consent purpose=family channel=phone see 201 line=@l
as casemanager api post /people/@marcus/disclosures what=health told="Elm House" why="A bed" basis=duty channel=phone see 201
as inside api get /ledger see 200 "Rosa Reyes" "Elm House"
as inside get /data-requests/copy see 200 "Rosa Reyes"
as privacy api post /orders kind=no_contact court="Wayne County" message=true restrained[]=@marcus protected[]=@rosa see 201 order=@o
as inside api get /ledger see 200 !"Rosa" "Elm House"
as inside get /ledger see 200 !"Rosa" "Elm House"
as inside api get /ledger/report see 200 !"Rosa" "Elm House"
as inside get /ledger/report.csv see 200 !"Rosa" "Elm House"
as inside get /data-requests/copy see 200 !"Rosa" !"@rosa" "Elm House"
as inside api post /ledger/@l/challenge words="Who was that?" see 404
as privacy api get /people/@marcus/ledger see 200 "Rosa Reyes"
as privacy api get /people/@marcus/report see 200 !"Rosa" "Elm House"
# When it is over, the line is there again: what was told was told.
as privacy api post /orders/@o/end reason="Dismissed" see 200
as privacy2 api post /orders/@o/end reason="Dismissed" see 200
as inside api get /ledger see 200 "Rosa Reyes"
