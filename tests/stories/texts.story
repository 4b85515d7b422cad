# SPDX-License-Identifier: AGPL-3.0-or-later
# Rosa stops texts: the last one says what still comes; codes do, news does not.
as family api get /threads see 200 thread=@t
as family get /me see 200 "Stop texts"
as family post /me/texts on=false see 303 /me
as family get /me see 200 "You have stopped texts"
jobs
as nobody get /demo/outbox see 200 "Codes still come by text"
as inside api post /threads/@t/messages body="News for you" see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 200
jobs
as nobody get /demo/outbox see 200 !"something new to read"
as nobody api post /sign-in contact="313 555 0142" see 201
jobs
as nobody get /demo/outbox see 200 "Your code is"
as family api post /me/texts on:=true see 200
as inside api post /threads/@t/messages body="More news" see 201 message=@n
as reviewer api post /queue/approve items[]=@n see 200
jobs
as nobody get /demo/outbox see 200 "something new to read"
