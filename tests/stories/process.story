# SPDX-License-Identifier: AGPL-3.0-or-later
# B11: what a court or an office asks for is written down, objected to or given by two people, and the person reads it.
as family api get /threads see 200 person=@marcus
as inside api get /threads see 200 person=@rosa
as privacy get /processes see 200 "Nothing waits" "Write one down"
as privacy get /processes?person=@rosa see 200 "Rosa Reyes"
as privacy api post /processes kind=subpoena sender="Wayne County Court" scope="Records of Rosa Reyes, 2026" received_on=2026-11-25 due_on=2026-12-04 see 422 "received_on"
as privacy api post /processes kind=subpoena sender="Wayne County Court" scope="Records of Rosa Reyes, 2026" received_on=2026-11-19 due_on=2026-11-18 see 422 "due_on"
as privacy api post /processes kind=letter sender="X" scope="Records" received_on=2026-11-19 due_on=2026-12-04 see 422 "field_choice"
as privacy api post /processes kind=subpoena sender="Wayne County Court" scope="Records" document=abc received_on=2026-11-19 due_on=2026-12-04 see 422 "order_document"
as privacy api post /processes kind=subpoena sender="Wayne County Court" reference="26-114" scope="All records of Rosa Reyes" received_on=2026-11-19 due_on=2026-12-04 persons[]=@rosa see 201 process=@p
as privacy get /processes/@p see 200 "Subpoena" "26-114" "Rosa Reyes" "Sealed talk is never given"
as privacy get /duties see 200 "Answer legal process"
# The register is the privacy officer's alone.
as casemanager api get /processes see 404
as family api get /processes/@p see 404
as auditor api get /processes/@p see 404
as admin2 api get /processes see 404
# Narrower, then objected to, with privilege; a court may still want it.
as privacy post /processes/@p/scope scope="Visits of Rosa Reyes in May 2026" see 303 /processes/@p
as privacy api post /processes/@p/object privilege:=true see 422 "field_missing"
as privacy api post /processes/@p/object words="It is too broad, and some is privileged." privilege:=true see 200
as privacy api post /processes/@p/object words="It is too broad still." see 409 "request_done"
as privacy api get /duties see 200 "~duties~:[]"
as privacy get /processes/@p see 200 "Objected" "privilege asserted" "Visits of Rosa Reyes in May 2026"
# Whoever entered it does not give it; the person it is about reads that it was given, and why.
as privacy api post /processes/@p/answer what=contact words="The list of visits." see 403 "order_two"
as privacy2 api post /processes/@p/answer what=secrets words="The list of visits." see 422 "field_choice"
as family api get /ledger see 200 !"Wayne County Court"
as privacy2 post /processes/@p/answer what=contact words="The list of visits." see 303 /processes/@p
as family get /ledger see 200 "Wayne County Court" "26-114"
as family api get /ledger see 200 "~basis~:~law~" "~told~:~Wayne County Court~"
as inside api get /ledger see 200 !"Wayne County Court"
as privacy2 api post /processes/@p/answer what=contact words="Once more." see 409 "request_done"
as privacy api get /processes see 200 !"@p"
as privacy api get /processes?past=true see 200 "@p" "answered"
# One that was taken back.
as privacy api post /processes kind=records_request sender="A newspaper" scope="How many visits" received_on=2026-11-20 due_on=2026-12-20 see 201 process=@q
as privacy api post /processes/@q/withdraw words="By a letter of today." see 200
as privacy api get /duties see 200 "~duties~:[]"
as privacy get /processes?past=true see 200 "A newspaper"
