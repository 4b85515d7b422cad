# SPDX-License-Identifier: AGPL-3.0-or-later
# P1, B1: neither side of an order can tell that it is there: Nora is kept safe from Curtis, both know Andre.
as restrained api get /threads see 200 thread=@t
as protected api get /threads see 200
as privacy api post /orders kind=protective court="Wayne County" message=true third_party=true existence=true restrained[]=@restrained protected[]=@protected see 201
as restrained api get /threads see 200 thread=@t person=@andre !"Nora" !"Hale"
as protected api get /threads see 200 thread=@n !"Curtis" !"Vane"
as inside2 api get /ties see 200 "Nora" "Curtis"
# Guessed ids answer as ids that are not there.
as restrained api post /threads person=@protected see 404 "not_there"
as family api get /threads see 200
as restrained api post /threads person=@family see 404 "not_there"
as protected api post /threads person=@restrained see 404 "not_there"
# A group of Andre's: whoever joins first is in; the other is told what a closed group says.
as inside2 api post /groups persons[]=@protected persons[]=@restrained see 201
as protected api get /groups see 200 thread=@g "Andre" !"Curtis"
as restrained api get /groups see 200 "@g" !"Nora"
as protected post /groups/@g/answer on=true see 303
as restrained api post /groups/@g/answer on:=true see 409 "group_closed" !"Nora"
as restrained api get /groups see 200 !"@g"
as protected api get /threads/@g see 200 !"Curtis"
as inside2 api post /threads/@g/messages body="Hello both" agree:=true see 201
as restrained api post /search words=hello see 200 !"Hello both"
as restrained get /home see 200 !"Nora"
# Somebody without an account can be named; nothing is sent to them.
as privacy api get /people/@family/orders see 200 "[]"
as privacy post /orders kind=protective court="Wayne County" message=true restrained[]=@family first_name=Pat last_name=Doe route="Her lawyer" see 303
as privacy api get /people/@family/orders see 200 order=@o
as privacy api get /orders/@o/people see 200 "Pat Doe" "Her lawyer"
as family api get /threads see 200 "thread"
# A court's exception: they may write. Then nothing hides the two.
as inside api get /threads see 200 person=@r thread=@t2
as privacy api post /orders kind=court court="Wayne County" message=true visit=true may_message=true exceptions="Letters only" restrained[]=@inside protected[]=@family see 201 order=@e
as family api get /threads/@t2 see 200
as privacy get /orders/@e see 200 "Letters only" "Messages"
