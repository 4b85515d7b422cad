# SPDX-License-Identifier: AGPL-3.0-or-later
# The same journey through the API.
as family api get /threads see 200 thread=@t "Marcus"
as family api post /threads/@t/messages body="The garden is green." see 201 message=@m
as family api get /threads/@t/messages see 200 "The garden is green." "checking"
as inside api get /threads/@t/messages see 200 !"The garden is green."
as reviewer api get /queue see 200 "The garden is green." message=@m
as reviewer api get /queue/@m see 200 "open" !"undo_until~:~2"
as reviewer api post /queue/approve items[]=@m see 200
as reviewer api post /queue/approve items[]=@m see 409 "message_done"
as inside api get /threads see 200 "unread~:1"
as inside api get /threads/@t/messages see 200 "The garden is green."
as inside api get /threads see 200 "unread~:0"
as inside api post /threads/@t/messages body="I wish I could see it." see 201 message=@n
as reviewer api post /queue/approve items[]=@n see 200
as family api get /threads/@t/messages see 200 "I wish I could see it." "delivered"
