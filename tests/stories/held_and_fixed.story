# SPDX-License-Identifier: AGPL-3.0-or-later
# A message is held back with a reason; Rosa fixes it, and appeals another one.
as family api get /threads see 200 thread=@t
as family api post /threads/@t/messages body="Call me on 313 555 0199" see 201 message=@m
as reviewer api post /queue/@m/hold reason=contact_details note="Take the number out." see 200
as reviewer api post /queue/@m/hold see 422 "reason_missing"
as family get /threads/@t see 200 "Not delivered" "It has a phone number" "Take the number out." "Fix and send again" "Ask us to look again"
as family get /threads/@t?fix=@m see 200 "resend_of"
as inside get /threads/@t see 200 !"313 555 0199"
as family post /threads/@t/messages body="Call me." resend_of=@m see 303 /threads/@t
as family api get /threads/@t/messages see 200 "withdrawn" "Call me."
as reviewer get /queue see 200 "Call me." path=/queue/@n
as reviewer post /queue/@n/hold reason=unclear see 303 /queue
as family post /messages/@n/appeal note="It is only two words." see 303 /threads/@t
as family post /messages/@n/appeal note="Again" see 409
as reviewer get /queue/@n see 200 "It is only two words."
as reviewer post /queue/approve items[]=@n see 403 "Someone else must decide"
as reviewer2 post /queue/approve items[]=@n see 303 /queue
as inside get /threads/@t see 200 "Call me."
