# SPDX-License-Identifier: AGPL-3.0-or-later
# Strangers who guess Rosa's password, from many places, make nobody wait for long, and shut nobody out.
as family post /me/password password="three words here" see 303 /me
from nobody1 203.0.113.1
as nobody1 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody1 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody1 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody2 203.0.113.2
as nobody2 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody2 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody2 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody3 203.0.113.3
as nobody3 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody3 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody3 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody4 203.0.113.4
as nobody4 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody4 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody4 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody5 203.0.113.5
as nobody5 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody5 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody5 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody6 203.0.113.6
as nobody6 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody6 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody6 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody7 203.0.113.7
as nobody7 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody7 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody7 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody8 203.0.113.8
as nobody8 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody8 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody8 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody9 203.0.113.9
as nobody9 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody9 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody9 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
from nobody10 203.0.113.10
as nobody10 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
as nobody10 api post /sign-in/password contact="313 555 0142" password="guess 2 of many" see 422 "recovery_wrong"
as nobody10 api post /sign-in/password contact="313 555 0142" password="guess 3 of many" see 422 "recovery_wrong"
# Whoever comes from a place where nobody was waits a little, and is in, in the same hour.
from nobody11 198.51.100.9
as nobody11 api post /sign-in/password contact="313 555 0142" password="three words here" see 422 "recovery_wrong"
as nobody11 api post /sign-in/password contact="313 555 0142" password="three words here" see 422 "recovery_wrong"
clock PT20S
as nobody11 api post /sign-in/password contact="313 555 0142" password="three words here" see 201 "token"
# One who guesses there waits longer each time, from the first; others' passwords are as they were.
from nobody12 198.51.100.10
as nobody12 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
clock PT20S
as nobody12 api post /sign-in/password contact="313 555 0142" password="guess 1 of many" see 422 "recovery_wrong"
clock PT20S
as nobody12 api post /sign-in/password contact="313 555 0142" password="three words here" see 422 "recovery_wrong"
clock PT20S
as nobody12 api post /sign-in/password contact="313 555 0142" password="three words here" see 201 "token"
# After an hour without guesses nobody waits.
clock PT1H
from nobody13 198.51.100.11
as nobody13 api post /sign-in/password contact="313 555 0142" password="three words here" see 201 "token"
# Staff who have not set up yet have no password to guess: nothing is locked.
as admin api post /admin/users first_name=Uma last_name=Field email=uma@demo.example visits:=true see 200 account=@uma code=@code
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as admin api get /admin/users/@uma see 200 "~state~:~open~" "~setting_up~:true"
as nobody14 api post /staff/setup email=uma@demo.example code=@code password="a long new password" see 200 seed=@seed1 ticket=@ticket1
as nobody14 api post /staff/setup/code ticket=@ticket1 code=@totp_seed1 see 200
as nobody14 api post /staff email=uma@demo.example password="a long new password" see 201 "token"
# A lock while only the code app is new is seen, and released.
as admin api post /admin/users/@uma/app see 200 code=@app
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as nobody14 api post /staff email=uma@demo.example password="x" see 422 "sign_in_wrong"
as admin get /admin/users see 200 "Locked"
as admin get /admin see 200 "Uma Field"
as admin post /accounts/@uma/release see 303 /admin
as admin api get /admin/users/@uma see 200 "~state~:~open~"
as nobody14 api post /staff email=uma@demo.example password="a long new password" see 201 "token"
