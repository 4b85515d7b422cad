# SPDX-License-Identifier: AGPL-3.0-or-later
# B10: a protected address is kept sealed, shown to nobody, and read by a privacy officer for a purpose that is written down.
as inside api get /threads see 200 person=@rosa
as casemanager get /people/@rosa/address see 200 "Protected address" "None is kept" !"Read it"
as casemanager api get /people/@rosa/address see 200 "{~kept~:false}"
as visits api get /people/@rosa/address see 404
as family api get /people/@rosa/address see 404
as inside api post /people/@rosa/address address="12 Elm Road" see 404
as casemanager api post /people/@rosa/address address="x" see 422 "field_short"
as privacy api post /people/@rosa/address/read purpose=letter reason="A letter to her" see 404
as casemanager api post /people/@rosa/address/end see 404
as casemanager post /people/@rosa/address address="12 Elm Road\nDetroit" see 303 /people/@rosa/address
as casemanager get /people/@rosa/address see 200 "One is kept" !"Elm Road"
as casemanager api get /people/@rosa/address see 200 "{~kept~:true}"
# Who kept it cannot read it; who can must say what for.
as casemanager api post /people/@rosa/address/read purpose=letter reason="A letter to her" see 404
as privacy get /people/@rosa/address see 200 "One is kept" "Read it" !"Elm Road"
as privacy api post /people/@rosa/address/read purpose=letter see 422 "reason"
as privacy api post /people/@rosa/address/read reason="A letter to her" see 422 "field_choice"
as privacy api post /people/@rosa/address/read purpose=other reason="A letter to her" see 422 "field_choice"
as privacy api post /people/@rosa/address/read purpose=letter reason="A letter to her" see 200 "12 Elm Road"
as privacy post /people/@rosa/address/read purpose=letter reason="A letter to her" see 200 "12 Elm Road" "Use it for this one purpose."
clock PT2M
as auditor api get /audit?act=address.read see 200 "address.read" !"Elm Road"
# It is on no page of hers, and in no copy; nor does her ledger tell.
as family get /me see 200 !"Elm Road"
as family get /data-requests/copy see 200 !"Elm Road"
as family api get /ledger see 200 !"Elm Road"
# Another takes its place; then none is kept.
as privacy api post /people/@rosa/address address="7 Oak Lane" see 200
as privacy api post /people/@rosa/address/read purpose=court reason="Asked by a judge" see 200 "7 Oak Lane" !"Elm"
as privacy post /people/@rosa/address/end see 303 /people/@rosa/address
as privacy api post /people/@rosa/address/end see 404
as privacy api post /people/@rosa/address/read purpose=letter reason="A letter to her" see 404
