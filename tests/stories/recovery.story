# SPDX-License-Identifier: AGPL-3.0-or-later
# Ways back in without the number: codes on paper, a password, a new number.
from nobody 203.0.113.5
from nobody2 198.51.100.9
as inside api post /me/recovery see 404
as family get /me see 200 "Recovery codes" !"are left"
as family post /me/recovery see 200 "Your recovery codes" "We show them only now"
as family get /me see 200 "10 codes are left."
as family api post /me/recovery see 200 "codes"
jobs
as nobody get /demo/outbox see 200 "How you sign in has changed"
as nobody get /sign-in see 200 "Sign in with a recovery code"
as nobody post /sign-in/recovery contact="313 555 0142" code="aaaa-bbbb-cccc" see 422 "That did not work"
as nobody post /sign-in/recovery contact="rosa" code="aaaa-bbbb-cccc" see 422 "Enter your mobile number"
as nobody post /sign-in/recovery contact="313 555 9999" code="aaaa-bbbb-cccc" see 422 "That did not work"
as family api post /me/recovery see 200 find:"codes~:[~"@old
as family api post /me/recovery see 200 find:"codes~:[~"@one
# A new set replaces the old; a code works once, typed as it is or with spaces.
as nobody2 api post /sign-in/recovery contact="313 555 0142" code=@old see 422 "recovery_wrong"
as nobody2 api post /sign-in/recovery contact="313 555 0177" code=@one see 422 "recovery_wrong"
as nobody2 post /sign-in/recovery contact="313 555 0142" code=" @one " see 303 /home
as nobody2 get /me see 200 "9 codes are left."
as nobody3 api post /sign-in/recovery contact="313 555 0142" code=@one see 422 "recovery_wrong"
# Whoever was signed in is out by it: a code is for when the number is in other hands.
as family api get /me see 401
as nobody2 get /me see 200
clock PT1S
# Whoever is wrong three times waits, from where they are; the right code comes too early there.
as family api post /me/recovery see 200 find:"codes~:[~"@fresh
from nobody5 203.0.113.77
as nobody5 api post /sign-in/recovery contact="313 555 0142" code=wrong see 422
as nobody5 api post /sign-in/recovery contact="313 555 0142" code=wrong see 422
as nobody5 api post /sign-in/recovery contact="313 555 0142" code=wrong see 422
as nobody5 api post /sign-in/recovery contact="313 555 0142" code=@fresh see 422 "recovery_wrong"
from nobody6 198.51.100.66
as nobody6 api post /sign-in/recovery contact="313 555 0142" code=@fresh see 201 "token"
clock PT1S
# A password, for those who want one.
as family post /me/password password="short" see 422 "Use 12 letters or more"
as family post /me/password password="aaaaaaaaaaaaaa" see 422 "Use 12 letters or more"
as family api post /me/password password="+13135550142" see 422 "password_weak"
as inside api post /me/password password="three words here" see 404
as nobody2 api post /sign-in/password contact="313 555 0142" password="three words here" see 422 "recovery_wrong"
as family api get /me see 200
as family post /me/password password="three words here" see 303 /me
as family get /me see 200 "You have a password."
as family api get /me see 401
as nobody2 api post /sign-in/password contact="313 555 0142" password="three words here" see 201 "token"
as nobody7 post /sign-in/password contact="313 555 0142" password="three words here" see 303 /home
as nobody3 api post /staff email="+13135550142" password="three words here" see 422 "sign_in_wrong"
# Waits grow for one who is wrong, and for nobody else; never a lock.
as nobody api post /sign-in/password contact="313 555 0142" password="wrong one here" see 422
as nobody api post /sign-in/password contact="313 555 0142" password="wrong one here" see 422
as nobody api post /sign-in/password contact="313 555 0142" password="wrong one here" see 422
as nobody api post /sign-in/password contact="313 555 0142" password="three words here" see 422 "recovery_wrong"
as nobody2 api post /sign-in/password contact="313 555 0142" password="three words here" see 201
clock PT1M
as nobody api post /sign-in/password contact="313 555 0142" password="three words here" see 201
as nobody7 get /me see 200
as family post /me/password/remove see 303 /me
as nobody7 get /me see 303 /sign-in
clock PT1S
as nobody2 api post /sign-in/password contact="313 555 0142" password="three words here" see 422
# A new number counts once its code is typed; the old one is told; somebody else's gets nothing.
as family api post /me/number contact="x" see 422 "contact"
as family post /me/number contact="313 555 0177" see 200 "Type the code"
jobs
as nobody get /demo/outbox see 200 !"Your code is"
as family api post /me/number contact="313 555 0111" see 201 ticket=@t
jobs
as nobody get /demo/outbox see 200 "+13135550111" find:"Your code is "@code
as family post /me/number/code ticket=@t code=000000 see 422 "That code did not work"
as nobody2 api post /sign-in/code ticket=@t code=@code see 422 "code_wrong"
as family2 api post /me/number/code ticket=@t code=@code see 422 "code_wrong"
as family api post /me/number/code ticket=@t code=@code see 200
as family api get /me see 200 "+13135550111"
as family get /me see 303 /sign-in
as family api post /me/number/code ticket=@t code=@code see 422 "code_wrong"
jobs
as nobody get /demo/outbox see 200 "~to~:~+13135550142~"
