# SPDX-License-Identifier: AGPL-3.0-or-later
# What an attacker tried, and must not get.
as family api get /ties see 200 person=@marcus
as family api get /threads see 200 thread=@t
as visits api get /sites see 200 site=@s
# Asking twice for the same number tells nothing about whether it exists.
as family2 api post /link number=204417 last_name=Wrong relation=friend birth_date=1980-01-01 site=@s see 201 tie=@a
as family2 api post /link number=204417 last_name=Wrong relation=friend birth_date=1980-01-01 site=@s see 201 tie=@b
as family2 api get /ties see 200 "@a" "@b"
as family2 api post /ties/@b/end see 200
# A barrier makes a request look like one for nobody; staff cannot pass it on.
as navigator post /people words="walker" see 200 path=/people/@deeperson "Dee"
as casemanager api post /barriers one=@deeperson other=@marcus reason="Kept apart" see 200
as family2 api post /link number=204417 last_name=Reyes relation=friend birth_date=1986-03-14 site=@s see 201 tie=@c
as family2 api get /ties see 200 "@c"
as visits api post /links/@c decision=agree see 422 "link_not_found"
# Nobody without a seed can be locked by wrong codes; staff codes are for staff.
as guardian api post /staff/code code=123456 see 404
as guardian api post /staff/code code=123456 see 404
as guardian get /home see 200
# A right password does not wash away wrong codes.
as nobody api post /staff email=reviewer2@demo.example password="a long demo password" see 201 token=@one
as nobody post /staff email=reviewer2@demo.example password="a long demo password" see 303 /staff/code
as nobody post /staff/code code=000001 see 422
as nobody post /staff/code code=000002 see 422
as nobody post /staff/code code=000003 see 422
as nobody post /staff/code code=000004 see 422
as nobody post /staff email=reviewer2@demo.example password="a long demo password" see 303 /staff/code
as nobody post /staff/code code=000005 see 422
as nobody2 api post /staff email=reviewer2@demo.example password="a long demo password" see 422 "sign_in_wrong"
# A PIN is told once, and is not kept with the answer's key.
as visits post /people/@marcus/pin idempotency_key=once-and-again see 200 "The PIN is"
as visits post /people/@marcus/pin idempotency_key=once-and-again see 200 "The PIN is"
# Staff do not change staff, nor the address of somebody inside.
as navigator api post /people/@marcus/contact contact="evil@x.example" see 404
# The dead are not given PINs, nor urgent news, and their sessions end.
as inside2 api get /ties see 200
as visits api post /people words="204588" see 200 person=@andre
as visits api post /people/@andre/status status=deceased see 200
as inside2 api get /threads see 401
as visits api post /people/@andre/pin see 404
