# SPDX-License-Identifier: AGPL-3.0-or-later
# A decision can be undone for ten minutes, by the one who made it.
as family api get /threads see 200 thread=@t
as family api post /threads/@t/messages body="Good morning" see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 200
as reviewer2 api post /queue/@m/undo see 409 "message_undo_late"
as reviewer api post /queue/@m/undo see 200
as inside api get /threads/@t/messages see 200 !"Good morning"
as inside api get /threads see 200 "unread~:0"
as reviewer api post /queue/@m/hold reason=other note="Oops" see 200
as reviewer api post /queue/@m/undo see 200
as family api get /threads/@t/messages see 200 "Good morning" "checking"
as reviewer api post /queue/approve items[]=@m see 200
clock PT11M
as reviewer api post /queue/@m/undo see 409 "message_undo_late"
