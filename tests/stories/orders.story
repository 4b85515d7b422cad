# SPDX-License-Identifier: AGPL-3.0-or-later
# B1: one person enters an order and it acts at once; a second confirms it; ending it takes two.
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 thread=@t person=@rosa
as family api post /threads/@t/messages body="See you soon" see 201 message=@m
as reviewer api get /queue see 200 "@m"
# What is missing is said.
as privacy api post /orders kind=no_contact court="Wayne County" message=true restrained[]=@rosa see 422 "order_sides"
as privacy api post /orders kind=no_contact court="Wayne County" message=true protected[]=@marcus see 422 "order_sides"
as privacy api post /orders kind=no_contact court="Wayne County" message=true restrained[]=@rosa protected[]=@rosa see 422 "order_sides"
as privacy api post /orders kind=no_contact court="Wayne County" restrained[]=@rosa protected[]=@marcus see 422 "order_scope"
as privacy api post /orders kind=no_contact court="Wayne County" message=true document="abc" restrained[]=@rosa protected[]=@marcus see 422 "order_document"
as privacy api post /orders kind=no_contact court="Wayne County" message=true starts_on=2026-12-01 ends_on=2026-11-30 restrained[]=@rosa protected[]=@marcus see 422 "order_dates"
as privacy api post /orders kind=no_contact court="Wayne County" message=true ends_on=2026-11-19 restrained[]=@rosa protected[]=@marcus see 422 "order_dates"
as privacy api post /orders kind=curfew court="Wayne County" message=true restrained[]=@rosa protected[]=@marcus see 422 "field_choice"
as privacy api post /orders kind=no_contact court="Wayne County" message=true restrained[]=@t protected[]=@marcus see 422 "field_id"
# People of every site are found for it, and only for it.
as privacy api post /orders/find words=Reyes see 200 "Rosa" "Marcus"
as privacy post /orders/find words=Reyes persons[]=@rosa see 200 "Rosa" "/orders/new?persons[]="
as family api post /orders/find words=Reyes see 404
as privacy get /orders/new?persons[]=@rosa&persons[]=@marcus see 200 "Marcus"
# Who has no such work cannot; a person of another agency is not there.
as family api post /orders kind=no_contact court="x" message=true restrained[]=@rosa protected[]=@marcus see 404
as reviewer api get /orders see 404
as admin2 api get /orders see 404
as privacy post /orders kind=no_contact court="Wayne County" number="26-1" message=true existence=true restrained[]=@rosa protected[]=@marcus see 303
as privacy api get /orders?show=waiting see 200 order=@older
as privacy api get /people/@rosa/orders see 200 "unconfirmed" order=@o
as privacy api get /orders/@o see 200 "Wayne County" "true"
as privacy api get /orders/@o/people see 200 "restrained" "protected" "Rosa Reyes"
as privacy get /orders/@o see 200 "Someone else must confirm it"
# It acts now, both ways, everywhere.
as family api get /threads see 200 !"@t"
as family api get /threads/@t see 404 "not_there"
as family api post /threads/@t/messages body="Hello" see 404 "not_there"
as inside api get /threads/@t/messages see 404 "not_there"
as inside get /home see 200 !"Rosa"
as reviewer api get /queue see 200 !"@m"
as reviewer api post /queue/approve items[]=@m see 409
# Two people: not the one who entered it, and not without the document.
as privacy api post /orders/@o/confirm document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 403 "order_two"
as privacy2 api post /orders/@o/confirm see 422 "order_document"
as privacy2 post /orders/@o/confirm document=9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08 see 303 /orders/@o
as privacy2 api post /orders/@o/confirm document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 409 "order_done"
as privacy2 get /orders/@o see 200 "In force" "Omar Reid"
as casemanager api post /orders/@o/end see 422 "field_missing"
as casemanager post /orders/@o/end reason="Dismissed by the court" see 303 /orders/@o
as casemanager api post /orders/@o/end reason="Dismissed by the court" see 403 "order_two"
as family api get /threads see 200 !"@t"
as privacy api post /orders/@o/keep see 200
as privacy api post /orders/@o/keep see 409 "order_done"
as casemanager api post /orders/@o/end reason="Dismissed by the court" see 200
as privacy api post /orders/@o/end reason="Yes, dismissed" see 200
as privacy api get /orders/@o see 200 "ended"
as privacy api post /orders/@o/end reason="Again" see 409 "order_done"
as privacy api get /orders?show=past see 200 "@o"
# Contact does not come back by itself: the thread can be read, but a link is ended.
as family api get /threads see 200 "@t"
as family api post /threads/@t/messages body="Hello" see 409 "message_unsent"
# Nobody of staff can be named: it would hide a person from whoever looks after them.
as casemanager api post /orders kind=court court="x" message=true restrained[]=@privacy protected[]=@rosa see 404
as casemanager api post /barriers one=@rosa other=@privacy reason="x" see 404
