# SPDX-License-Identifier: AGPL-3.0-or-later
# A family group: everybody is asked, nobody is named before a yes, and no answer tells who is kept from whom.
# First Dee is linked to Andre, as Amal and Ruth are.
as family2 api get /sites see 200 site=@s
as family2 api post /link number=204588 last_name=WALKER relation=partner birth_date=1990-03-14 site=@s see 201 tie=@i
as visits post /links/@i decision=agree see 303 /links
as inside2 post /requests/@i on=true see 303 /requests
as inside2 get /groups/new see 200 "Dee" "Ruth" "أمل"
as family2 get /groups/new see 404
as family-ar get /groups/new see 404
as guardian get /groups/new see 404
as inside2 api post /groups persons[]=@family2 see 422 "group_size" "2 to 8"
as inside2 post /groups see 422 "Choose"
as inside api post /groups persons[]=@family2 persons[]=@guardian see 404
as family2 api post /groups persons[]=@family_ar persons[]=@guardian see 404
as inside2 api post /groups persons[]=@family2 persons[]=@family_ar persons[]=@guardian see 201 thread=@g
as family2 get /home see 200 "Andre asks you to join" !"أمل"
as family2 api get /groups see 200 "Andre" !"أمل" !"Ruth" thread=@g
as family2 get /groups/@g see 200 "Staff" !"أمل"
as family get /groups/@g see 404
as family api post /groups/@g/answer on:=true see 404
as inside2 api post /groups/@g/answer on:=true see 404
as family2 api get /threads/@g see 404
as inside2 api get /threads see 200 !"@g"
# Andre sees that nobody has joined yet, and whom he asked; there is nobody to write to.
as inside2 get /threads see 200 "Nobody has joined yet" path=/threads/@g
as inside2 get /threads/@g see 200 "Your group" "Asked, and not here yet" "Dee" "Ruth" !"textarea"
as inside2 api get /groups/@g/persons see 200 "Dee" "Ruth" "أمل"
as family2 api get /groups/@g/persons see 404
as inside2 api post /threads/@g/messages body="Hello?" agree:=true see 409 "message_unsent"
as family2 post /groups/@g/answer on=true see 303 /threads/@g
as family2 api post /groups/@g/answer on:=true see 404
as family-ar api post /groups/@g/answer on:=true see 200
as guardian api post /groups/@g/answer on:=false see 200
as inside2 api get /threads/@g see 200 "Dee" "أمل" !"Ruth" "~kind~:~group~"
as inside2 get /threads see 200 "and 1 more"
as family2 get /threads/@g see 200 "أمل" "Andre" "Leave the group" !"/block"
as family2 api post /threads/@g/messages body="Happy birthday to all" see 422 "agree_first"
as family2 api post /threads/@g/messages body="Happy birthday to all" agree:=true see 201 message=@m
as reviewer get /queue see 200 "Happy birthday to all" "and 1 more"
as reviewer api post /queue/approve items[]=@m see 200
as family-ar api get /threads/@g/messages see 200 "Happy birthday to all" "Dee"
as inside2 api get /threads/@g/messages see 200 "Happy birthday to all"
as guardian api get /threads/@g see 404
as guardian api post /groups/@g/answer on:=true see 404
# A no holds for 30 days: asked again before, Ruth hears nothing, and Andre is told nothing else.
as inside2 get /threads/@g see 200 "Asked, and not here yet" "Ruth"
as inside2 post /groups/@g/persons persons[]=@guardian see 303 /threads/@g
as inside2 get /threads/@g see 200 "Asked, and not here yet" "Ruth"
as guardian api get /groups see 200 !"@g"
as guardian api get /groups/@g see 404
clock P31D
as guardian api get /ping see 200
as family2 api get /ping see 200
as family-ar api get /ping see 200
as inside2 api get /ping see 200
as family api get /ping see 200
# Asked again then, Ruth may still say yes; who is in it already is not offered.
as inside2 get /groups/@g/persons see 200 "Ruth" !"Dee"
as family2 get /groups/@g/persons see 404
as inside2 api post /groups/@g/persons persons[]=@guardian see 200
# Staff keep Ruth and Dee apart: her yes is refused in the words of a closed group.
as casemanager api post /barriers one=@family2 other=@guardian reason="Court said so" see 200
as guardian api post /groups/@g/answer on:=true see 409 "group_closed" !"Court" !"Dee"
as guardian api get /groups see 200 !"@g"
# Between Dee and Amal a barrier comes later: nothing passes between the two, and neither is told.
as casemanager api post /barriers one=@family2 other=@family_ar reason="Court said so" see 200
as family2 api post /threads/@g/messages body="Are you there?" see 409 "message_unsent" !"Court"
as family2 api get /threads/@g see 200 "Andre" !"أمل"
as family-ar api get /threads/@g/messages see 200 !"Happy birthday"
as casemanager api post /barriers/lift one=@family2 other=@family_ar reason="Lifted" see 200
as visits api post /barriers/lift/confirm one=@family2 other=@family_ar reason="Lifted" see 200
# Whose permission ends is out of the group with the next message.
as family-ar api get /ties see 200 tie=@a
as visits api post /ties/@a/permissions channel=message allowed:=false reason="Sanction" see 200
as inside2 api post /threads/@g/messages body="Good night" agree:=true see 201
as family-ar api get /threads/@g see 404
as inside2 api get /threads/@g see 200 "Dee" !"أمل"
as family2 api post /groups/@g/leave see 200
as family2 api get /threads/@g see 404
as inside2 api post /groups/@g/leave see 200
# Andre begins another and closes it.
as inside2 api post /groups persons[]=@family2 persons[]=@guardian see 201
as family2 api get /groups see 200 thread=@h
as family2 api post /groups/@h/answer on:=true see 200
as inside2 post /groups/@h/leave see 303 /threads
as family2 api post /threads/@h/messages body="Anybody?" agree:=true see 409 "message_unsent"
as inside2 api post /groups/@h/persons persons[]=@guardian see 409 "group_closed"
# It stays closed when he comes back from hospital.
as casemanager api post /people/@inside2/status status=hospital see 200
as casemanager api post /people/@inside2/status status=here see 200
as family2 api get /threads/@h see 200 "~state~:~closed~"
# A guardian answers for a child, and writes to the group in the child's name.
as guardian api get /children see 200 "Daniel" person=@daniel
as inside api post /groups persons[]=@family persons[]=@daniel see 201
as guardian api post /children/act person=@daniel see 200
as guardian api get /groups see 200 "Marcus" thread=@k
as guardian api post /groups/@k/answer on:=true see 200
as family api post /groups/@k/answer on:=true see 200
as guardian api post /threads/@k/messages body="I can swim now" agree:=true see 201 message=@n
as reviewer get /queue see 200 "I can swim now" "Daniel (Ruth)"
as reviewer api post /queue/approve items[]=@n see 200
as family get /threads/@k see 200 "I can swim now" "Ruth for Daniel"
# Whom staff keep from the guardian sees nothing that the guardian wrote, for whomever.
as casemanager api post /barriers one=@family other=@guardian reason="Court said so" see 200
as family get /threads/@k see 200 !"I can swim now" !"Ruth"
as family api get /threads/@k/messages see 200 !"I can swim now"
as guardian api post /threads/@k/messages body="And dive" see 409 "message_unsent" !"Court"
# Who blocks Marcus while he asks them is asked no more, and Marcus sees what he saw.
as inside api post /groups persons[]=@family persons[]=@daniel see 201 thread=@b
as family api get /groups see 200 "@b"
as family api get /ties see 200 "Marcus" person=@marcus
as family api post /threads person=@marcus see 201 thread=@own
as family post /threads/@own/block on=true see 303 /threads/@own
as family api get /groups see 200 !"@b"
as family api get /groups/@b see 404
as family api post /groups/@b/answer on:=true see 404
as inside get /threads/@b see 200 "Rosa" "Daniel"
as inside api post /groups/@b/persons persons[]=@family see 200
as family api get /groups see 200 !"@b"
as family post /threads/@own/block on=false see 303 /threads/@own
as family api get /groups see 200 !"@b"
