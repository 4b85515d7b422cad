# SPDX-License-Identifier: AGPL-3.0-or-later
# A lost PIN and a lost number have a safe way back.
as visits api post /people words="204417" see 200 person=@marcus
as visits api get /sites see 200 site=@s
as navigator api post /people/@marcus/pin see 404
as visits post /people/@marcus/pin see 200 "The PIN is" find:"<span class=~code~>"@pin
as inside get /home see 303 /pin
as nobody get /kiosk/@s see 200
as nobody post /kiosk/@s number=204417 pin=@pin see 303 /pin
as nobody get /threads see 303 /pin
as nobody post /pin new_pin=7391 see 303 /home
as nobody get /threads see 200
as casemanager api post /people words="Reyes" see 200 "Rosa"
as family api get /ties see 200 tie=@i
as inside2 api get /ties see 200
as visits post /people words="reyes" see 200 path=/people/@rosa
as visits api post /people/@rosa/contact contact="nonsense" see 422 "contact"
as visits api post /people/@rosa/contact contact="313 555 0177" see 422 "contact_taken"
as visits api post /people/@rosa/contact contact="313 555 0111" see 200
as nobody2 api post /sign-in contact="313 555 0111" see 201 ticket=@ticket
jobs
as nobody2 get /demo/outbox see 200 "+13135550111" find:"Your code is "@code
as nobody2 api post /sign-in/code ticket=@ticket code=@code see 422 "name_needed"
as nobody2 api post /sign-in/code ticket=@ticket code=@code last_name=Reyes see 201 "token"
