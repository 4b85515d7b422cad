# SPDX-License-Identifier: AGPL-3.0-or-later
# Hospital, transfer, release and death: what each does to messages and notices.
as family api get /threads see 200 thread=@t person=@marcus
as visits api post /people words="reyes" see 200 "Marcus" "Rosa"
as visits post /people words="204417" see 200 "Marcus Reyes" path=/people/@marcus
as visits post /people words="x" see 422 "at least 2"
as visits get /people/@marcus see 200 "Riverside" "What has changed?"
as reviewer api post /people words="reyes" see 404
as admin api get /people/@marcus see 404
# In hospital, messages are checked, and wait; the family is not told why.
as visits post /people/@marcus/status status=hospital see 303 /people/@marcus
as family api post /threads/@t/messages body="Get well" see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 200
as family get /threads/@t see 200 "Checked. It will be handed over soon." !"ospital"
as inside api get /threads/@t/messages see 200 !"Get well"
as visits api post /people/@marcus/status status=here see 200
as inside api get /threads/@t/messages see 200 "Get well"
# A transfer moves the person, and the messages follow.
as visits api get /sites see 200 site=@s
as visits api post /people/@marcus/status status=moving see 200
as visits api post /people/@marcus/status status=lost see 422 "field_choice"
as casemanager api post /people/@marcus/status status=here site=@s see 200
# Gone home: the thread closes, what is under way stops.
as family api post /threads/@t/messages body="On my way" see 201 message=@n
as visits api post /people/@marcus/status status=released see 200
as family api get /threads/@t/messages see 200 "frozen"
as family api post /threads/@t/messages body="Hello" see 409 "message_unsent"
as reviewer api post /queue/approve items[]=@n see 409 "message_done"
# A correction opens it again; a death freezes it and stops every notice.
as visits api post /people/@marcus/status status=here see 200
as family api post /threads/@t/messages body="Hello" see 201 message=@o
as visits api post /people/@marcus/status status=deceased see 200
as family api get /threads/@t see 200 "frozen"
as family get /threads/@t see 200 "You cannot write here now"
as reviewer api get /queue see 200 !"Hello"
