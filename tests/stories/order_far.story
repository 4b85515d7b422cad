# SPDX-License-Identifier: AGPL-3.0-or-later
# B1: an order begins with the first day of the place where somebody is, also where that day comes before the office's.
as admin api post /admin/sites name="Elm" kind=facility country=US zone=Asia/Tokyo opens=09:00 closes=16:30 monday:=true tuesday:=true see 201 site=@elm
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 person=@rosa
as family api post /threads/@t/messages body="Still today" see 201 message=@m
as visits api post /people/@marcus/status status=here site=@elm see 200
as privacy api post /orders kind=court court="Wayne County" message=true starts_on=2026-11-21 restrained[]=@rosa protected[]=@marcus see 201 order=@o
as admin api post /roster csv="number,last_name,birth_date,site,status\n204417,Reyes,1986-03-14,Riverside,In Custody" see 200 "~changed~:1"
clock PT6H
jobs
as family api get /threads see 200 !"@t"
# What ended when it began stays ended, also after the order.
as privacy api post /orders/@o/end reason="Dismissed by the court" see 200
as privacy2 api post /orders/@o/end reason="Dismissed by the court" see 200
as reviewer api post /queue/approve items[]=@m see 409 "message_done"
