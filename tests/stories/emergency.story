# SPDX-License-Identifier: AGPL-3.0-or-later
# B6: one person's record, read only, for half an hour, with a reason and a fresh code; reviewed; the person can read it.
as visits api post /people words=Stone see 200
as inside api get /threads see 200 person=@rosa
as admin api get /admin/sites see 200
as casemanager api post /orders/find words=Reyes see 200
# Tove works at Riverside; the roster has somebody at Stonebridge.
as admin post /roster file="number,last_name,first_name,birth_date,site\nE-77,Farrow,Jo,1980-01-02,Stonebridge\n" see 303
jobs
as visits api post /people words=Farrow see 200 "[]"
as privacy api post /orders/find words=Farrow see 200 person=@jo
as visits api get /people/@jo see 404 "not_there"
as visits api post /emergency number=E-77 last_name=Farrow reason=danger words="short" code=@totp see 422 "field_short"
as visits api post /emergency number=E-77 last_name=Farrow reason=danger words="A call from the hospital" code=000000 see 422 "totp_wrong"
as visits api get /people/@jo see 404
as visits api post /emergency number=E-77 last_name=Fox reason=danger words="A call from the hospital" code=@totp see 404
clock PT1M
as navigator api post /emergency number=E-77 last_name=Farrow reason=danger words="A call from the hospital" code=@totp see 404
as visits get /emergency see 200 "Emergency access"
as visits post /emergency number=E-77 last_name=Farrow reason=danger words="A call from the hospital" code=@totp see 303
as visits api get /people/@jo see 200 "Farrow"
as visits api get /people/@jo/why see 200 "emergency"
as visits get /people/@jo see 200 "there is an emergency"
as visits api get /people/@rosa/why see 200 "tie"
as casemanager api get /people/@rosa/why see 200 "agency"
as reviewer api get /people/@rosa/why see 404
# Nothing can be changed, and nobody else is open.
as visits api post /people/@jo/status status=hospital see 404
as visits api post /people/@jo/pin see 404
as visits api post /emergency number=E-77 last_name=Farrow reason=danger words="A call from the hospital" code=@totp see 422 "totp_wrong"
as reviewer api get /people/@jo see 404
# The privacy officer reviews it, once.
as privacy get /emergencies see 200 "Tove Lindqvist" "A call from the hospital"
as privacy api get /emergencies see 200 emergency=@e "danger"
as privacy get /emergencies?emergency=@e see 200 "What did you find?"
as visits api post /emergencies/@e/review words="Fine" see 404
as privacy api post /emergencies/@e/review see 422 "field_missing"
as privacy api get /people/@jo/ledger see 200 "emergency" "Tove Lindqvist"
as privacy post /emergencies/@e/review words="The hospital had called." upheld=true see 303
as privacy2 api post /emergencies/@e/review words="Again" see 409 "challenge_done"
as privacy api get /emergencies see 200 "[]"
clock PT30M
as visits api get /people/@jo see 404 "not_there"
# Care is for people inside and families: nobody's record is opened because they work here.
as casemanager api get /people/@visits see 404 "not_there"
as visits api get /people/@casemanager see 404 "not_there"
as navigator api get /people/@navigator see 404 "not_there"
