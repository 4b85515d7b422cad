# SPDX-License-Identifier: AGPL-3.0-or-later
# B1, A7: the last day is in force to its end, and not a moment longer.
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 person=@rosa
as privacy api post /orders kind=court court="Wayne County" message=true ends_on=2026-11-20 restrained[]=@rosa protected[]=@marcus document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 201 order=@o
as privacy2 api post /orders/@o/confirm document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 200
as family api get /threads see 200 !"@t"
clock PT14H59M
as family api get /threads see 200 !"@t"
as family api get /threads/@t/messages see 404 "not_there"
# 0:00 in Detroit is 5:00 UTC.
clock PT1M
as family api get /threads see 200 "@t"
as family api get /threads/@t/messages see 200
