# SPDX-License-Identifier: AGPL-3.0-or-later
# An appeal is decided by somebody who had no say before, once, and an undo keeps it one.
as family api get /threads see 200 thread=@t
as family api post /threads/@t/messages body="First" see 201 message=@m
as reviewer api post /queue/@m/hold reason=unclear see 200
as family api post /messages/@m/appeal note="Please look" see 200
as reviewer2 api post /queue/@m/hold reason=unclear see 200
as reviewer2 api post /queue/@m/undo see 200
as reviewer api post /queue/@m/hold reason=unclear see 403 "message_second_same"
as reviewer api post /queue/approve items[]=@m see 403 "message_second_same"
as reviewer2 api post /queue/@m/second note="You?" see 409 "message_done"
as reviewer2 api post /queue/@m/hold reason=unclear see 200
as family api post /threads/@t/messages body="Second" see 201 message=@n
as reviewer api post /queue/@n/hold reason=unclear see 200
as family api post /messages/@n/appeal note="Please look" see 200
as reviewer2 api post /queue/@n/hold reason=unclear see 200
as family api post /messages/@n/appeal note="Again" see 409 "message_done"
# Undoing what still waits takes no mark off what was unread.
as family api post /threads/@t/messages body="Third" see 201 message=@o
as reviewer api post /queue/approve items[]=@o see 200
as inside api get /threads see 200 "unread~:1"
as visits api post /people words="204417" see 200 person=@marcus
as visits api post /people/@marcus/status status=hospital see 200
as family api post /threads/@t/messages body="Fourth" see 201 message=@p
as reviewer api post /queue/approve items[]=@p see 200
as reviewer api post /queue/@p/undo see 200
as inside api get /threads see 200 "unread~:1"
