# SPDX-License-Identifier: AGPL-3.0-or-later
# A number that was silent for 90 days gets no news until a code was typed again: numbers are given to others.
as family api get /threads see 200 thread=@t
as family get /me see 200 !"We have not heard from your number lately"
clock P91D
as inside api post /threads/@t/messages body="Are you well?" see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 200
jobs
as nobody get /demo/outbox see 200 !"+13135550142"
as family get /me see 200 "We have not heard from your number lately"
# START does not say that texts are on while none would come: it says what to do.
gateway nobody4 "a secret of the tests"
as nobody4 post /hooks/sms from=+13135550142 text="STOP" see 200
as nobody4 post /hooks/sms from=+13135550142 text="START" see 200
jobs
as nobody get /demo/outbox see 200 "Sign in and type the code" !"Texts are on again"
as family api post /me/number contact="313 555 0142" see 201 ticket=@n
jobs
as nobody get /demo/outbox see 200 find:"Your code is "@code
as family api post /me/number/code ticket=@n code=@code see 200
as family get /me see 200 !"We have not heard from your number lately"
as inside api post /threads/@t/messages body="Good to hear" see 201 message=@o
as reviewer api post /queue/approve items[]=@o see 200
jobs
as nobody get /demo/outbox see 200 "something new to read"
# To sign in with it one must also know whose it was: a new owner of the number does not.
clock P92D
as nobody api post /sign-in contact="+13135550142" see 201 ticket=@t2
jobs
as nobody get /demo/outbox see 200 find:"Your code is "@code2
as nobody api post /sign-in/code ticket=@t2 code=@code2 see 422 "name_needed" "last_name"
as nobody api post /sign-in/code ticket=@t2 code=@code2 last_name=Walker see 422 "name_needed"
as nobody api post /sign-in/code ticket=@t2 code=@code2 last_name=Walker see 422 "name_needed"
as nobody api post /sign-in/code ticket=@t2 code=@code2 last_name="rEyes " see 201 "token"
as nobody api post /sign-in contact="+13135550142" see 201 ticket=@t3
