# SPDX-License-Identifier: AGPL-3.0-or-later
# A block and a barrier stop messages; nobody can tell which, or that there is one.
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 thread=@t person=@rosa
as inside post /threads/@t/block on=true see 303 /threads/@t
as family api post /threads/@t/messages body="Are you there" see 409 "message_unsent" !"block"
as inside post /threads/@t/block on=false see 303 /threads/@t
as family api post /threads/@t/messages body="There you are" see 201 message=@m
as casemanager api post /barriers one=@rosa other=@marcus see 422 "reason_missing"
as family api post /barriers one=@rosa other=@marcus reason="x" see 404
as casemanager api post /barriers one=@rosa other=@marcus reason="Court said so" see 200
as family api get /threads see 200 !"@t"
as family api get /threads/@t see 404 "not_there"
as inside api get /threads see 200 !"@t"
as inside get /home see 200 !"Rosa"
as family api post /threads person=@marcus see 404
as family api post /threads/@t/messages body="Hello" see 404
as reviewer api post /queue/approve items[]=@m see 409 "message_done"
as inside api get /threads/@t/messages see 404
jobs
as nobody get /demo/outbox see 200 "[]"
as family3 api post /barriers/lift one=@rosa other=@marcus reason="Lifted" see 404
as visits api post /barriers/lift one=@rosa other=@rosa reason="Lifted" see 422 "field_choice"
# It is lifted by two: whoever asks cannot do it, and nothing is lifted that nobody asked for.
as visits api post /barriers/lift/confirm one=@rosa other=@marcus reason="Lifted" see 404
as visits post /barriers/lift one=@rosa other=@marcus reason="The order has ended" see 303 /people/@rosa/with/@marcus
as visits post /barriers/lift/confirm one=@marcus other=@rosa reason="By myself" see 403 "Someone else in charge"
as visits api post /barriers/lift/confirm one=@marcus other=@rosa reason="By myself" see 403 "confirm_same"
as family api get /threads see 200 !"@t"
as visits get /people/@marcus/with/@rosa see 200 "You asked to lift it" "The order has ended"
as casemanager get /people/@marcus/with/@rosa see 200 "A colleague asks to lift it" "The order has ended" "/barriers/lift/confirm"
as family3 api post /barriers/lift/confirm one=@rosa other=@marcus reason="x" see 404
as casemanager api post /barriers/lift/confirm one=@marcus other=@rosa reason="I have seen the paper" see 200
as casemanager api post /barriers/lift/confirm one=@marcus other=@rosa reason="Again" see 404
as visits api post /barriers/lift one=@rosa other=@marcus reason="Again" see 404
# Set again, it asks for two again.
as visits api post /barriers one=@rosa other=@marcus reason="A new paper" see 200
as casemanager api post /barriers/lift/confirm one=@rosa other=@marcus reason="No" see 404
as visits api post /barriers/lift one=@rosa other=@marcus reason="Wrong paper" see 200
as casemanager api post /barriers one=@rosa other=@marcus reason="The right paper" see 200
as casemanager api post /barriers/lift/confirm one=@rosa other=@marcus reason="No" see 404
as casemanager api post /barriers/lift one=@rosa other=@marcus reason="Done" see 200
as visits api post /barriers/lift/confirm one=@rosa other=@marcus reason="Done" see 200
as family api get /threads see 200 "@t"
as family api post /threads/@t/messages body="Hello" see 409 "message_unsent"
