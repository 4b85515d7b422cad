# SPDX-License-Identifier: AGPL-3.0-or-later
# B1: an order acts from the first moment of its first day, and not in the first one after its last.
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 person=@rosa
as privacy api post /orders kind=court court="Wayne County" message=true starts_on=2026-11-21 ends_on=2026-11-21 restrained[]=@rosa protected[]=@marcus document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 201 order=@o
as privacy2 api post /orders/@o/confirm see 200
as family api post /threads/@t/messages body="The day before" see 201
# Midnight in Detroit, to the millisecond: the demo's clock stands between two steps.
clock PT15H
as privacy get /orders/@o see 200 "In force"
as family api get /threads see 200 !"@t"
as family api post /threads/@t/messages body="On the day" see 404
as privacy api get /orders see 200 "@o"
as privacy api get /orders?show=past see 200 !"@o"
as privacy api post /orders/@o/end reason="They made peace" see 200
as privacy2 api get /orders?show=waiting see 200 "@o"
# And midnight again: it is over, whatever anybody asks of it.
clock PT24H
as privacy get /orders/@o see 200 "Its last day is over"
as privacy api get /orders see 200 !"@o"
as privacy api get /orders?show=past see 200 "@o"
as privacy2 api get /orders?show=waiting see 200 !"@o"
as privacy2 api post /orders/@o/end reason="Too late" see 409 "order_done"
as privacy2 api post /orders/@o/confirm see 409 "order_done"
