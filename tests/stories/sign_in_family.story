# SPDX-License-Identifier: AGPL-3.0-or-later
# A family member signs in with a one-time code, on both faces.
as nobody get /sign-in see 200 "We will text you a code"
as nobody post /sign-in contact="rosa" see 422 "Enter your mobile number, like 313 555 0142" "value=~rosa~"
as nobody post /sign-in contact="(313) 555-0142" see 303 /sign-in/code
as nobody get /sign-in/code see 200 "…42"
jobs
as nobody get /demo/outbox see 200 "+13135550142" find:"Your code is "@code !"Rosa"
as nobody post /sign-in/code code=000000 see 422 "Get a new code"
as nobody post /sign-in/code code=@code see 303 /home
as nobody get /home see 200 "Hello, Rosa"
as nobody post /me/phone shared=true see 303 /me
as nobody get /me see 200 "+13135550142"
as nobody post /sign-out see 303 /
as nobody get /home see 303 /sign-in
# A code works once; an unknown number gets the same answer and no text.
as nobody2 post /sign-in contact="313 555 9999" see 303 /sign-in/code
as nobody2 get /sign-in/code see 200 "…99"
jobs
as nobody2 get /demo/outbox see 200 !"5559999"
as nobody2 post /sign-in/code code=@code see 422 "That code did not work"
as nobody3 api post /sign-in contact="+1 313 555 0142" see 201 ticket=@ticket "…42"
jobs
as nobody3 get /demo/outbox see 200 find:"Your code is "@again
as nobody3 api post /sign-in/code ticket=@ticket code=@again see 201 "token"
as nobody3 api post /sign-in/code ticket=@ticket code=@again see 422 "code_wrong"
# Five wrong tries end a ticket, even for the right code.
as nobody4 api post /sign-in contact="+1 313 555 0142" see 201 ticket=@fourth
jobs
as nobody4 get /demo/outbox see 200 find:"Your code is "@right
as nobody4 api post /sign-in/code ticket=@fourth code=1 see 422
as nobody4 api post /sign-in/code ticket=@fourth code=2 see 422
as nobody4 api post /sign-in/code ticket=@fourth code=3 see 422
as nobody4 api post /sign-in/code ticket=@fourth code=4 see 422
as nobody4 api post /sign-in/code ticket=@fourth code=5 see 422
as nobody4 api post /sign-in/code ticket=@fourth code=@right see 422 "code_wrong"
# A code lasts ten minutes.
as nobody5 api post /sign-in contact="+1 313 555 0142" see 201 ticket=@fifth
jobs
as nobody5 get /demo/outbox see 200 find:"Your code is "@late
clock PT11M
as nobody5 api post /sign-in/code ticket=@fifth code=@late see 422 "code_wrong"
