# SPDX-License-Identifier: AGPL-3.0-or-later
# Whoever may not, learns nothing; whoever mistypes, keeps what was typed.
as family api get /threads see 200 thread=@t
as family2 api get /threads/@t see 404 "not_there"
as family3 api get /threads/@t see 404 "not_there"
as family2 api get /threads/@t/messages see 404
as family2 api post /threads/@t/messages body="Hi" see 404
as family2 post /threads/@t/messages body="Hi" see 404
as reviewer api get /threads/@t see 404 "no_such_page"
as family api get /queue see 404 "no_such_page"
as nobody api get /threads see 401 "sign_in_first"
as nobody get /threads see 303 /sign-in
as nobody get /queue see 303 /sign-in
as family api post /threads/@t/messages see 422 "message_empty" "body"
as family post /threads/@t/messages body="" see 422 "Write your message."
as family api post /threads/@t/messages body="x" colour=red see 422 "field_unknown" "colour"
as family api post /threads/@t/messages body:=7 see 422 "field_text"
as family api post /threads/not-an-id/messages body="x" see 404 "not_there"
as family get /threads/11111111111111111111111111 see 404
as family get /nowhere see 404 "This page is not here"
as family api post /threads/@t/messages body="ok" see 201 message=@m
as family3 api post /messages/@m/withdraw see 404
as family api post /messages/@m/withdraw see 200
as family api post /messages/@m/withdraw see 409 "message_done"
as reviewer api post /queue/approve see 422 "nothing_chosen"
as reviewer api post /queue/approve items[]=@m see 409 "message_done"
