# SPDX-License-Identifier: AGPL-3.0-or-later
# An administrator changes a limit, and releases a locked account.
as family api get /threads see 200 thread=@t
as admin get /admin see 200 "No account is locked" "Staff accounts"
as admin get /admin/policies see 200 "Messages that one person can send in a day"
as admin post /policies name=messages_per_day value=2 see 303 /admin/policies
as admin post /policies name=messages_per_day value=0 see 422 "whole number"
as admin post /policies name=nothing value=1 see 422 "Choose one"
as family api post /policies name=messages_per_day value=9 see 404
as family api post /threads/@t/messages body="One" see 201
as family api post /threads/@t/messages body="Two" see 201
as family api post /threads/@t/messages body="Three" see 429 "message_quota" "2 messages today"
clock P1D
as family api post /threads/@t/messages body="Three" see 201
as admin api post /policies name=review_percent value:=0 see 200
as family api post /threads/@t/messages body="Straight through" see 201
as inside api get /threads/@t/messages see 200 "Straight through"
as family api post /threads/@t/messages body="A weapon" see 429
as inside api post /threads/@t/messages body="A weapon" see 201
as family api get /threads/@t/messages see 200 !"A weapon"
as nobody api post /staff email=reviewer2@demo.example password="x" see 422
as nobody api post /staff email=reviewer2@demo.example password="x" see 422
as nobody api post /staff email=reviewer2@demo.example password="x" see 422
as nobody api post /staff email=reviewer2@demo.example password="x" see 422
as nobody api post /staff email=reviewer2@demo.example password="x" see 422
as admin get /admin see 200 "Paul Arden" path=/accounts/@a/release
as admin2 post /accounts/@a/release see 404
as admin post /accounts/@a/release see 303 /admin
as nobody api post /staff email=reviewer2@demo.example password="a long demo password" see 201 "token"
