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
as visits api post /barriers/lift one=@rosa other=@marcus reason="Lifted" see 200
as family api get /threads see 200 "@t"
as family api post /threads/@t/messages body="Hello" see 409 "message_unsent"
