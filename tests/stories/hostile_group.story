# SPDX-License-Identifier: AGPL-3.0-or-later
# What was unread in a group when two of it, or a guardian who wrote for a child, are kept apart is in no count.
as family api get /ping see 200
as guardian api get /children see 200 "Daniel" person=@daniel
as inside api post /groups persons[]=@family persons[]=@daniel see 201 thread=@k
as guardian api post /children/act person=@daniel see 200
as guardian api post /groups/@k/answer on:=true see 200
as family api post /groups/@k/answer on:=true see 200
as guardian api post /threads/@k/messages body="I can swim" agree:=true see 201 message=@n
as reviewer api post /queue/approve items[]=@n see 200
as family get /home see 200 "badge"
as casemanager api post /barriers one=@family other=@guardian reason="Court said so" see 200
as family get /home see 200 !"badge"
