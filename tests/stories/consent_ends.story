# SPDX-License-Identifier: AGPL-3.0-or-later
# B2: whose yes ends soon hears it 30 days before, alone and once; who took it back does not.
as supervised api get /consents see 200
as casemanager api post /people/@supervised/consents template=plain agency="Elm House" purpose=care health:=true ends_on=2027-01-15 see 201 consent=@c
as casemanager api post /people/@supervised/consents template=plain agency="Oak House" purpose=care health:=true ends_on=2027-01-15 see 201 consent=@d
as supervised api get /consents/@c see 200 wording=@w
as supervised api post /consents/@c/sign name="Sam Pruitt" wording=@w check=yes see 200
as supervised api get /consents/@d see 200 wording=@x
as supervised api post /consents/@d/sign name="Sam Pruitt" wording=@x check=yes see 200
clock PT25H
as supervised api post /consents/@d/revoke see 200
clock P24D
jobs
as nobody get /demo/outbox see 200 !"A yes of yours ends soon"
clock P3D
jobs
as nobody get /demo/outbox?after=3 see 200 "{~n~:4," "+13135550133" "A yes of yours ends soon" !"{~n~:5,"
clock P10D
jobs
as nobody get /demo/outbox?after=4 see 200 !"A yes of yours"
as supervised get /consents/@c see 200 "Elm House"
