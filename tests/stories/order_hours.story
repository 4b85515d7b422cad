# SPDX-License-Identifier: AGPL-3.0-or-later
# B1: what is due to the very millisecond is told of once, however often the clock is asked.
as family api get /threads see 200 person=@marcus
as inside api get /threads see 200 person=@rosa
as privacy api post /orders kind=court court="Wayne County" message=true restrained[]=@rosa protected[]=@marcus see 201 order=@o
clock PT4H
jobs
jobs
as nobody get /demo/outbox see 200 "Work about safety waits"
# One for each of the officers who are told, and no more of them.
as nobody get /demo/outbox?after=3 see 200 "Work about safety waits"
jobs
as nobody get /demo/outbox?after=4 see 200 !"safety"
