# SPDX-License-Identifier: AGPL-3.0-or-later
# Clean messages are approved together; a watch phrase asks for a look.
as family api get /threads see 200 thread=@t
as family api post /threads/@t/messages body="First" see 201 message=@a
as family api post /threads/@t/messages body="Second" see 201 message=@b
as inside api post /threads/@t/messages body="Bring no WEAPON, please!" see 201 message=@c
as inside api post /threads/@t/messages body="My weaponry class was fun" see 201 message=@d
as reviewer api get /queue?show=flagged see 200 "WEAPON" !"First" !"weaponry"
as reviewer api get /queue?show=clean see 200 "First" "Second" "weaponry" !"WEAPON"
as reviewer api get /queue?show=purple see 422 "field_choice"
as reviewer post /queue/approve items[]=@a items[]=@c see 422 "one by one"
as reviewer post /queue/approve items[]=@a items[]=@b see 303 /queue
as inside api get /threads/@t/messages see 200 "First" "Second"
as reviewer api post /queue/@c/second note="Is this fine?" see 200
as reviewer api post /queue/approve items[]=@c see 403 "message_second_same"
as reviewer2 api post /queue/approve items[]=@c see 200
