# SPDX-License-Identifier: AGPL-3.0-or-later
# Andre approves Dee before she asks: exactly one exact match is linked by itself, all else is compared.
as family2 api get /sites see 200 site=@s
as inside2 get /home see 200 "People you approve"
as inside2 api post /contacts first_name=Dee last_name=Walker birth_date=1992-03-15 see 201 contact=@near
as inside2 api post /contacts first_name=Dee last_name=walker birth_date=1992-03-15 see 422 "contact_twice"
as inside2 api post /contacts first_name=Dee last_name=Walker birth_date=2030-01-01 see 422 "field_date"
as family2 api post /link number=204588 last_name=Walker relation=partner birth_date=1990-03-14 site=@s see 201 tie=@a
as family2 api get /ties see 200 "checking" !"agreed"
as visits api post /links/@a decision=decline reason=not_now see 200
as inside2 api post /contacts first_name=dée last_name="Walker " birth_date=1992-03-14 see 201 contact=@exact
as inside2 api get /contacts see 200 "1992-03-14" "inside"
as family2 api post /contacts first_name=A last_name=B birth_date=1992-03-14 see 404
as inside post /contacts/@exact/end see 404
# One wrong detail goes to staff, who see that the contact is approved.
as family2 api post /link number=204588 last_name=Wolker relation=partner birth_date=1990-03-14 site=@s see 201 tie=@b
as visits get /links see 200 "Dee" "Approved contact"
as visits api get /links see 200 "approved~:true" "score~:60"
as visits api post /links/@b decision=decline reason=details_differ see 200
# All exact: agreed at once, and both are told.
as family2 api post /link number=204588 last_name=WALKER relation=partner birth_date=1990-03-14 site=@s see 201 tie=@c
as family2 api get /ties see 200 "agreed" "Andre"
as inside2 api get /ties see 200 "agreed" "Dee" person=@dee
as visits api get /links see 200 !"Dee"
# Off the list the link stays; asked again, it is compared.
as inside2 post /contacts/@exact/end see 303 /contacts
as inside2 api post /contacts/@exact/end see 404
as family2 api get /ties see 200 "agreed"
as family2 api post /ties/@c/end see 200
as family2 api post /link number=204588 last_name=Walker relation=partner birth_date=1990-03-14 site=@s see 201 tie=@d
as family2 api get /ties see 200 !"agreed" "checking"
# Staff write down what somebody without a kiosk says; a barrier outweighs it.
as casemanager api post /people words="204588" see 200 person=@andre
as casemanager api post /people/@dee/contacts first_name=A last_name=B birth_date=1992-03-14 see 404
as visits api post /links/@d decision=decline reason=not_now see 200
as casemanager api post /people/@andre/contacts first_name=Dee last_name=Walker birth_date=1992-03-14 see 201 contact=@staff
as casemanager get /people/@andre/family see 200 "Staff wrote it down"
as casemanager api post /barriers one=@dee other=@andre reason="Kept apart" see 200
as family2 api post /link number=204588 last_name=Walker relation=partner birth_date=1990-03-14 site=@s see 201 tie=@e
as family2 api get /ties see 200 !"agreed"
as visits api post /links/@e decision=agree see 422 "link_not_found"
as casemanager post /contacts/@staff/end see 303 /people/@andre/family
# A child's request is never linked by itself; six open requests are enough.
as inside2 api post /contacts first_name=Maya last_name=Reyes birth_date=2011-03-14 see 201
as teen api post /link number=204588 last_name=Walker relation=friend birth_date=1990-03-14 site=@s see 201
as teen api get /ties see 200 !"agreed"
as teen api post /link number=1 last_name=A relation=friend birth_date=1990-03-14 site=@s see 201
as teen api post /link number=2 last_name=A relation=friend birth_date=1990-03-14 site=@s see 201
as teen api post /link number=3 last_name=A relation=friend birth_date=1990-03-14 site=@s see 201
as teen api post /link number=4 last_name=A relation=friend birth_date=1990-03-14 site=@s see 201
as teen api post /link number=5 last_name=A relation=friend birth_date=1990-03-14 site=@s see 201
as teen api post /link number=6 last_name=A relation=friend birth_date=1990-03-14 site=@s see 409 "link_too_many"
