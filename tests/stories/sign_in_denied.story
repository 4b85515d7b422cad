# SPDX-License-Identifier: AGPL-3.0-or-later
# A stranger who asks for Rosa's codes again and again takes nothing from her.
from nobody 203.0.113.5
from nobody2 198.51.100.9
as nobody api post /sign-in contact="313 555 0142" see 201 ticket=@a
as nobody api post /sign-in contact="313 555 0142" see 201 ticket=@b
as nobody api post /sign-in contact="313 555 0142" see 201 ticket=@c
as nobody api post /sign-in contact="313 555 0142" see 201 ticket=@d
as nobody api post /sign-in contact="313 555 0142" see 201 ticket=@e
as nobody api post /sign-in contact="313 555 0142" see 201 ticket=@f
as nobody api post /sign-in contact="313 555 0142" see 201 ticket=@g
jobs
as nobody2 get /demo/outbox see 200 find:"Your code is "@first
# Rosa asks: the code that she has from the first text works, and it alone.
as nobody2 post /sign-in contact="313 555 0142" see 303 /sign-in/code
jobs
as nobody2 get /demo/outbox see 200 find:"Your code is "@first
as nobody2 get /sign-in/code see 200 "still works"
as nobody2 post /sign-in/code code=@first see 303 /home
as nobody api post /sign-in/code ticket=@a code=@first see 422 "code_wrong"
# His guesses end a code at the tenth, by whichever ticket; hers is then a new one.
as nobody2 post /sign-out see 303 /
from nobody3 2001:db8:1:2::7
as nobody3 api post /sign-in contact="313 555 0142" see 201 ticket=@t
as nobody3 api post /sign-in contact="313 555 0142" see 201 ticket=@u
jobs
as nobody2 get /demo/outbox see 200 find:"Your code is "@second
as nobody3 api post /sign-in/code ticket=@t code=x1 see 422
as nobody3 api post /sign-in/code ticket=@t code=x2 see 422
as nobody3 api post /sign-in/code ticket=@t code=x3 see 422
as nobody3 api post /sign-in/code ticket=@t code=x4 see 422
as nobody3 api post /sign-in/code ticket=@t code=x5 see 422
as nobody3 api post /sign-in/code ticket=@t code=@second see 422 "code_wrong"
as nobody3 api post /sign-in/code ticket=@u code=x1 see 422
as nobody3 api post /sign-in/code ticket=@u code=x2 see 422
as nobody3 api post /sign-in/code ticket=@u code=x3 see 422
as nobody3 api post /sign-in/code ticket=@u code=x4 see 422
as nobody3 api post /sign-in/code ticket=@u code=x5 see 422
as nobody2 post /sign-in contact="313 555 0142" see 303 /sign-in/code
jobs
as nobody2 get /demo/outbox see 200 find:"Your code is "@third
as nobody2 post /sign-in/code code=@second see 422 "That code did not work"
as nobody2 post /sign-in/code code=@third see 303 /home
# One who has asked five times in the hour gets no text sent, and the same answer.
from nobody4 198.51.100.9
clock PT20M
as nobody api post /sign-in contact="313 555 0142" see 201 ticket=@h "…42"
jobs
as nobody get /demo/outbox see 200 find:"Your code is "@none
as nobody api post /sign-in/code ticket=@h code=@none see 422 "code_wrong"
as nobody4 post /sign-in contact="313 555 0142" see 303 /sign-in/code
jobs
as nobody4 get /demo/outbox see 200 find:"Your code is "@fourth
as nobody4 post /sign-in/code code=@fourth see 303 /home
