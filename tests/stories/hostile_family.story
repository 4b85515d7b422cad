# SPDX-License-Identifier: AGPL-3.0-or-later
# What a count, an invitation or a new address must not do.
# STOP is said of the number: an address that is new, or the same number again, does not undo it; another number does.
gateway nobody3 "a secret of the tests"
as nobody3 post /hooks/sms from="+1 (313) 555-0142" text="STOP" see 200
as family get /me see 200 "name=~on~ value=~true~"
as family api post /me/number contact=rosa.new@demo.example see 201 ticket=@k
jobs
as nobody get /demo/outbox see 200 "rosa.new@demo.example" find:"Your code is "@code
as family api post /me/number/code ticket=@k code=@code see 200
clock PT1S
as family get /me see 200 "name=~on~ value=~true~"
as family api post /me/number contact="313 555 0111" see 201 ticket=@n
jobs
as nobody get /demo/outbox see 200 "+13135550111" find:"Your code is "@other
as family api post /me/number/code ticket=@n code=@other see 200
clock PT1S
as family get /me see 200 !"name=~on~ value=~true~"
# Who blocks somebody inside is not asked to a group of theirs, and the one inside cannot tell.
as guardian api get /children see 200 "Daniel" person=@daniel
as family api get /threads see 200 thread=@t
as family post /threads/@t/block on=true see 303 /threads/@t
as inside api post /groups persons[]=@family persons[]=@daniel see 201 thread=@g
as family api get /groups see 200 !"Marcus"
as guardian api post /children/act person=@daniel see 200
as guardian api post /groups/@g/answer on:=true see 200
as inside api post /groups/@g/persons persons[]=@family see 200
as family api get /groups see 200 !"Marcus"
as family api get /groups/@g see 404
as family post /threads/@t/block on=false see 303 /threads/@t
as inside api post /groups/@g/persons persons[]=@family see 200
as family api get /groups see 200 "Marcus"
# What was unread when two are kept apart is in no count: a badge over an empty list would tell.
as family get /threads/@t see 200
as inside api post /threads/@t/messages body="New for you" see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 200
as family get /home see 200 "new message"
as casemanager api post /barriers one=@family other=@inside reason="Court said so" see 200
as family get /home see 200 "Nothing new" !"badge"
# A form that was sent for a child is not answered as done when it comes again for oneself.
as guardian api get /sites see 200 site=@s
as guardian post /children/act person=@daniel see 303 /home
as guardian post /link number=204999 last_name=Walker relation=friend birth_date=1990-03-14 site=@s idempotency_key=same-key-twice see 303
as guardian post /link number=204999 last_name=Walker relation=friend birth_date=1990-03-14 site=@s idempotency_key=same-key-twice see 303
as guardian post /children/act see 303 /children
as guardian post /link number=204999 last_name=Walker relation=friend birth_date=1990-03-14 site=@s idempotency_key=same-key-twice see 422 "sent before"
