# SPDX-License-Identifier: AGPL-3.0-or-later
# Drafts, read receipts, search, taking an item, and ending a link.
as family api get /threads see 200 thread=@t
as family api post /threads/@t/draft body="Half a thought" see 200
as family get /threads/@t see 200 "Half a thought"
as family2 api post /threads/@t/draft body="Spy" see 404
as inside get /threads/@t see 200 !"Half a thought"
as family post /threads/@t/draft body="" see 303 /threads/@t
as family get /threads/@t see 200 !"Half a thought"
as family api post /threads/@t/messages body="Did you see the Zebra?" see 201 message=@m
as reviewer api post /queue/@m/take see 200
as reviewer api get /queue?show=mine see 200 "Zebra"
as reviewer2 api get /queue?show=mine see 200 !"Zebra"
as reviewer api post /queue/approve items[]=@m see 200
as inside get /threads/@t see 200 "Zebra"
as family api get /threads/@t/messages see 200 "delivered" !"~read~"
as inside post /threads/@t/receipts on=true see 303 /threads/@t
as family api post /threads/@t/messages body="And the lion?" see 201 message=@n
as reviewer api post /queue/approve items[]=@n see 200
as inside get /threads/@t see 200 "lion"
as family api get /threads/@t/messages see 200 "~read~"
as family api post /search words="zébra" see 200 "Zebra"
as family2 api post /search words="zebra" see 200 !"Zebra"
as family post /search words="zebra" see 200 "Did you see"
as family post /search words="" see 422 "Fill in this box"
as family api get /ties see 200 tie=@i
as family2 api post /ties/@i/end see 404
as family api post /ties/@i/end see 200
as family api post /threads/@t/messages body="Still there?" see 409 "message_unsent"
# One's own account and what is new, by the API too.
as family api get /me see 200 "~name~:~Rosa~" "~role~:~family~" "~texts_stopped~:" person=@rosa_id
as inside api get /home see 200 "~unread~:" "~asking~:"
as reviewer api get /home see 404
