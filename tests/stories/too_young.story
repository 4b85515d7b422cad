# SPDX-License-Identifier: AGPL-3.0-or-later
# Nobody under the age of the site's policy signs in; the day of the birthday they do.
as admin api post /policies name=child_age value:=16 see 200
as teen api get /threads see 401
as teen get /home see 303 /sign-in
as nobody api post /sign-in contact="313 555 0188" see 201 ticket=@a
jobs
as nobody get /demo/outbox see 200 find:"Your code is "@code
as nobody api post /sign-in/code ticket=@a code=@code see 403 "too_young"
clock P113D
as nobody2 api post /sign-in contact="313 555 0188" see 201 ticket=@b
jobs
as nobody2 get /demo/outbox see 200 find:"Your code is "@old
as nobody2 api post /sign-in/code ticket=@b code=@old see 403 "too_young"
clock P1D
as nobody3 api post /sign-in contact="313 555 0188" see 201 ticket=@c
jobs
as nobody3 get /demo/outbox see 200 find:"Your code is "@new
as nobody3 api post /sign-in/code ticket=@c code=@new last_name=Reyes see 201 "token"
