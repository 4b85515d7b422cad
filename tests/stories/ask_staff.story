# SPDX-License-Identifier: AGPL-3.0-or-later
# A family asks the staff of a facility; whoever is free answers.
as family api get /sites see 200 site=@s
as family get /threads/staff see 200 "Ask the staff" "Riverside"
as family api post /threads/staff site=@s see 422 "subject"
as family api post /threads/staff site=@s subject="Parcel rules" see 201 thread=@t
as family api post /threads/@t/messages body="May I send a book?" see 422 "agree_first"
as family api post /threads/@t/messages body="May I send a book?" agree:=true see 201
as reviewer api get /queue see 200 !"send a book"
as casemanager get /threads see 200 "Rosa" "Parcel rules" "1 family waits for an answer" "Due"
as casemanager api get /threads/waiting see 200 "Parcel rules" "~reply_late~:false" thread=@t
as family api get /threads/waiting see 404
as family get /threads/@t see 200 "Staff answer by"
clock P7D
as casemanager api get /threads/waiting see 200 "~reply_late~:true"
as casemanager get /threads see 200 "Late since"
as visits api get /threads/@t/messages see 200 "May I send a book?"
as family2 api get /threads/@t see 404
as visits api post /threads/@t/messages body="Yes, from a shop." agree:=true see 201
as family api get /threads/@t/messages see 200 "Yes, from a shop."
as casemanager api get /threads/waiting see 200 !"Parcel rules"
as family get /threads/@t see 200 !"Staff answer by"
