# SPDX-License-Identifier: AGPL-3.0-or-later
# B1: an order begins on its day, never lapses while it waits, is warned of, and ends with its last day.
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 person=@rosa
as family2 api get /ties see 200
as privacy api post /orders kind=court court="Wayne County" message=true starts_on=2026-11-22 ends_on=2026-12-24 restrained[]=@rosa protected[]=@marcus see 201 order=@o
as privacy get /orders/@o see 200 "Begins later"
as family api post /threads/@t/messages body="Still today" see 201 message=@m
jobs
as nobody get /demo/outbox see 200 "Work about safety waits"
clock PT5H
as nobody get /demo/outbox?after=1 see 200 "privacy@demo.example"
as family api get /threads see 200 "@t"
clock PT43H
as family api get /threads see 200 !"@t"
as inside api get /threads see 200 !"@t"
as reviewer api post /queue/approve items[]=@m see 409 "message_done"
as privacy get /orders/@o see 200 "In force, not confirmed"
# Three days, then a month: nobody has confirmed it, and it acts all the same.
clock P4D
as family api get /threads see 200 !"@t"
as privacy2 api get /orders?show=waiting see 200 "@o"
clock P26D
as privacy2 api get /orders?show=waiting see 200 "@o"
as family api get /threads see 200 !"@t"
as privacy api get /orders/@o see 200 "unconfirmed"
# Its last day means nothing before a second person has confirmed it.
clock P3D
as family api get /threads see 200 !"@t"
as privacy api get /orders/@o see 200 "unconfirmed" "true"
as privacy api post /orders kind=court court="Wayne County" message=true starts_on=2026-11-22 ends_on=2026-12-31 restrained[]=@rosa protected[]=@marcus document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 201 order=@p
as privacy2 api post /orders/@p/confirm see 200
as privacy2 api post /orders/@o/confirm document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 200
clock P2D
# One is over, the other is in force to the end of 31 December.
as privacy get /orders/@o see 200 "Its last day is over"
as family api get /threads see 200 !"@t"
clock P4D
jobs
as nobody get /demo/outbox see 200 "Something about safety ends soon"
as family api get /threads see 200 !"@t"
clock P1D
as family api get /threads see 200 "@t"
as privacy get /orders/@o see 200 "Its last day is over"
as privacy api get /orders?show=past see 200 "@o"
as privacy2 api post /orders/@o/confirm document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 409 "order_done"
as family api post /threads/@t/messages body="And now" see 409 "message_unsent"
