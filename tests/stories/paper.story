# SPDX-License-Identifier: AGPL-3.0-or-later
# Without a kiosk, a message waits until its letter was handed over; the answer comes on a slip.
as family api get /threads see 200 thread=@t person=@marcus
as visits api get /sites see 200 find:"~site~:~"@farm "Willow Farm"
as visits api post /people/@marcus/status status=here site=@farm see 200
as family api post /threads/@t/messages body="A letter for you" see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 404
as reviewer2 api post /queue/approve items[]=@m see 200
as family get /threads/@t see 200 "Checked. It will be handed over soon."
as navigator api get /paper see 404
as visits api get /paper see 200 !"Marcus"
as casemanager get /paper see 200 "Marcus Reyes" "Print 1 letter"
as casemanager api get /paper see 200 "Marcus" message=@m
as casemanager get /paper/letters.pdf see 200 "%PDF"
as casemanager api post /paper see 422 "nothing_chosen"
as visits api post /paper items[]=@m see 200
as family api get /threads/@t/messages see 200 "queued"
as casemanager post /paper items[]=@m see 303 /paper
as family api get /threads/@t/messages see 200 !"queued"
as casemanager get /paper see 200 "Nothing to print"
as casemanager post /paper/slip code="nonsense" body="Hi" see 422 "Choose something"
as visits api post /paper/slip code=@t body="I got it, thank you" see 404
as casemanager post /paper/slip code=@t body="I got it, thank you" see 303 /paper
as family get /threads/@t see 200 !"I got it"
as reviewer2 api get /queue see 200
as family api get /threads/@t/messages see 200 !"I got it"
