# SPDX-License-Identifier: AGPL-3.0-or-later
# Staff need a password and a code; five wrong tries lock the account.
as nobody get /staff see 200 "What you do here is written down"
as nobody post /staff email=reviewer@demo.example password="wrong" see 422 "did not fit"
as nobody post /staff email=nobody@demo.example password="wrong" see 422 "did not fit"
as nobody post /staff email=reviewer@demo.example password="a long demo password" see 303 /staff/code
as nobody get /queue see 303 /staff/code
as nobody post /staff/code code=000000 see 422 "newest code"
as nobody post /staff/code code=@totp see 303 /queue
as nobody get /queue see 200 "Work queue"
# The same code never works twice.
as nobody2 post /staff email=reviewer@demo.example password="a long demo password" see 303 /staff/code
as nobody2 post /staff/code code=@totp see 422 "newest code"
as nobody post /me/sign-out-all see 303 /
as nobody get /queue see 303 /sign-in
as nobody2 get /staff/code see 303 /sign-in
# The sixth try is refused though it is right; the lock stays.
as nobody3 api post /staff email=reviewer2@demo.example password="x" see 422 "sign_in_wrong"
as nobody3 api post /staff email=reviewer2@demo.example password="x" see 422
as nobody3 api post /staff email=reviewer2@demo.example password="x" see 422
as nobody3 api post /staff email=reviewer2@demo.example password="x" see 422
as nobody3 api post /staff email=reviewer2@demo.example password="x" see 422
as nobody3 api post /staff email=reviewer2@demo.example password="a long demo password" see 422 "sign_in_wrong"
clock P2D
as nobody3 api post /staff email=reviewer2@demo.example password="a long demo password" see 422 "sign_in_wrong"
