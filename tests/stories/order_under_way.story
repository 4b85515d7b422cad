# SPDX-License-Identifier: AGPL-3.0-or-later
# B1: what is under way when an order is entered ends without telling: a request, urgent news.
as admin api get /admin/sites see 200 site=@s
as family2 api post /link number=204588 last_name=WALKER relation=partner birth_date=1990-03-14 site=@s see 201 tie=@i
as inside2 api get /threads see 200
as family api get /threads see 200 person=@marcus
as family api post /urgent person=@marcus kind=death body="Grandmother died" see 201
as visits api get /urgent see 200 urgent=@u "Grandmother died"
as privacy api post /orders kind=no_contact court="Wayne County" message=true third_party=true restrained[]=@family2 protected[]=@inside2 see 201
as privacy api post /orders kind=no_contact court="Wayne County" message=true third_party=true restrained[]=@family protected[]=@marcus see 201
# The request is where it was; staff find that it fits nobody, and say so as to anybody.
as family2 api get /ties see 200 "@i" "checking"
as visits api get /links see 200 tie=@i
as visits api post /links/@i decision=decline reason=not_found see 200
as family2 api get /ties see 200 "@i" "declined"
as inside2 get /requests see 200 !"Dee"
# The news is not carried over, and nobody hears that it was.
as visits api get /urgent see 200 !"Grandmother died"
as visits api post /urgent/@u/taken see 404 "not_there"
as visits api post /urgent/@u/told see 404 "not_there"
