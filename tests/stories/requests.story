# SPDX-License-Identifier: AGPL-3.0-or-later
# B8: a person asks about their own data; the clock is the law's, the answer is read, and nobody answers about themselves.
as family get /data-requests see 200 "Ask for your data" "List to whom my data was told"
as family api post /data-requests kind=everything see 422 "field_choice"
as family api post /data-requests kind=correction see 422 "field_missing" "words"
as family api post /data-requests kind=correction words="My last name is Reyes-Diaz." see 201 request=@r
as family api post /data-requests kind=correction words="Again" see 409 "request_twice"
as family post /data-requests kind=access see 303 /data-requests?done=request_made
# One month from 20 November, to the end of that day at the office; sixty days for the accounting.
as family api get /data-requests see 200 "~due_at~:~2026-12-21T04:59:59.999Z~" "~received_on~:~2026-11-20~"
as family api post /data-requests kind=accounting see 201 request=@a
as family api get /data-requests see 200 "~due_at~:~2027-01-20T04:59:59.999Z~"
# It is one's own alone; staff who are not the privacy officer see none of it.
as family2 api get /data-requests see 200 "~requests~:[]"
as family2 api post /data-requests/@r/withdraw see 404 "not_there"
as casemanager api get /privacy/requests see 404
as admin api get /privacy/requests/@r see 404
as family api get /privacy/requests see 404
as nobody api get /data-requests see 401
as privacy api get /privacy/requests see 200 "@r" "Reyes-Diaz"
as privacy get /privacy/requests see 200 "Rosa Reyes" "Put something right"
as privacy get /duties see 200 "Answer a request about data"
as privacy api get /duties see 200 "~duty~:~request~" "~late~:false"
jobs
as nobody get /demo/outbox see 200 "Somebody asks for their data"
# More time, once, said in time.
as privacy api post /privacy/requests/@r/extend see 422 "field_missing"
as privacy post /privacy/requests/@r/extend words="Two sites must look." see 303 /privacy/requests/@r
as privacy api post /privacy/requests/@r/extend words="And again." see 409 "request_extended"
as family get /data-requests see 200 "It takes longer:" "Two sites must look."
as family api get /data-requests see 200 "~due_at~:~2027-02-21T04:59:59.999Z~"
# The answer says yes or no, and why.
as privacy api post /privacy/requests/@r/answer outcome=maybe answer="We will see" see 422 "field_choice"
as privacy api post /privacy/requests/@r/answer outcome=granted answer="It says Reyes-Diaz now." see 200
as privacy2 api post /privacy/requests/@r/answer outcome=refused answer="Never mind." see 409 "request_done"
as family get /data-requests see 200 "It says Reyes-Diaz now."
as family api post /data-requests/@r/withdraw see 409 "request_done"
as family api post /data-requests kind=correction words="One more thing" see 201
# What is taken back waits for nobody.
as family post /data-requests/@a/withdraw see 303 /data-requests
as family api get /data-requests see 200 "withdrawn"
as privacy api get /privacy/requests see 200 !"@a"
as privacy api post /privacy/requests/@a/answer outcome=granted answer="Here it is." see 409 "request_done"
# A copy is there at once, without asking: one's own, and what one sees, nothing else.
as family api get /threads see 200 thread=@t
as family api post /threads/@t/messages body="Waiting still" see 201
as family get /data-requests/copy see 200 "~first_name~:~Rosa~" "Reyes-Diaz" "Waiting still" "~more_messages~:false"
as inside get /data-requests/copy see 200 "~first_name~:~Marcus~" !"Reyes-Diaz" !"Waiting still"
as casemanager get /data-requests/copy see 404
as nobody get /data-requests/copy see 303
# On paper: from the day it was received.
as family api get /threads see 200 person=@marcus
as casemanager get /people/@marcus/data-requests see 200 "Write down a request about data"
as casemanager api post /people/@marcus/data-requests kind=access channel=paper received_on=2026-11-25 see 422 "field_date"
as casemanager post /people/@marcus/data-requests kind=access channel=paper received_on=2026-10-31 see 303 /people/@marcus
as inside api get /data-requests see 200 "~due_at~:~2026-12-01T04:59:59.999Z~" "paper" request=@p
as reviewer api post /people/@marcus/data-requests kind=access channel=paper received_on=2026-11-01 see 404
# Three quarters of the time are over: the office is told; after it, it is late, and no more time can be taken.
clock P9D
jobs
as nobody get /demo/outbox see 200 "Something on the privacy desk is due"
clock P4D
as privacy api get /duties see 200 "~late~:true"
as privacy api post /privacy/requests/@p/extend words="We are late." see 409 "request_late"
as privacy get /privacy/requests/@p see 200 "Waits for an answer"
as privacy api post /privacy/requests/@p/answer outcome=partly answer="Without what is about others." see 200
as inside get /data-requests see 200 "In part." "Without what is about others."
