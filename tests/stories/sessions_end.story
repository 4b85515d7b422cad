# SPDX-License-Identifier: AGPL-3.0-or-later
# Who changes how they sign in is left in where they did it, and out everywhere else.
from nobody 203.0.113.5
# A PIN: another kiosk, and a program that uses the account.
as inside api get /sites see 200 site=@s
as inside get /home see 200
as nobody post /kiosk/@s number=204417 pin=2468 see 303 /home
as nobody post /pin new_pin=8352 see 303 /home
as nobody get /home see 200
as inside get /home see 303 /sign-in
as inside api get /ping see 401
# A password that is new, and one that is taken away.
as family api get /ping see 200
as family post /me/password password="three words here" see 303 /me
as family get /me see 200
as family api get /ping see 401
as nobody2 post /sign-in/password contact="313 555 0142" password="three words here" see 303 /home
as nobody2 post /me/password/remove see 303 /me
as family get /me see 303 /sign-in
as nobody2 get /me see 200
# A number: the same one again changes nothing, another one does.
clock PT1S
as family api get /ping see 200
as family get /me see 200
as family api post /me/number contact="313 555 0111" see 201 ticket=@t
jobs
as nobody3 get /demo/outbox see 200 find:"Your code is "@code
as family post /me/number/code ticket=@t code=@code see 303 /me
as family get /me see 200
as family api get /ping see 401
# A recovery code: nobody who was in stays in.
clock PT1M
as family api post /me/recovery see 200 find:"codes~:[~"@one
as nobody5 post /sign-in/recovery contact="313 555 0111" code=@one see 303 /home
as nobody5 get /me see 200
as family get /me see 303 /sign-in
as family api get /ping see 401
