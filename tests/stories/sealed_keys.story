# SPDX-License-Identifier: AGPL-3.0-or-later
# Keys of sealed talk: wrong passphrases wait, the printed code lets in, what is replaced is lost.
as family api get /threads see 200 person=@marcus
as visits api get /people/@marcus/sealed-ties/new see 200 "Elias Ford" adviser=@thea
as visits api post /people/@marcus/sealed-ties adviser=@thea see 201 sealed_tie=@t
as casemanager api post /sealed-ties/@t/confirm see 200
as inside api get /sealed see 200 "{~talks~:[{~sealed_tie~:~@t~,~name~:~Thea Brandt~"
as lawyer api post /sealed/key passphrase="one two three four five six" see 200
as inside api post /sealed/open passphrase="one two three four five six" see 409 "sealed_key_first"
as inside api post /sealed/@t/draft body="x" see 409 "sealed_key_first"
as inside api post /sealed/key passphrase="one two three four five seven" see 200 code=@code
# Three wrong ones, and one has to wait, even with the right one.
as inside api post /sealed/open passphrase="1" see 422 "sealed_wrong"
as inside api post /sealed/open passphrase="2" see 422 "sealed_wrong"
as inside api post /sealed/open passphrase="3" see 422 "sealed_wrong"
as inside api post /sealed/open passphrase="one two three four five seven" see 429 "wait"
as inside api post /sealed/passphrase old="one two three four five seven" passphrase="new words for me to know now" see 429
as inside api post /sealed/recover code=@code passphrase="new words for me to know now" see 429
clock PT16S
as inside api post /sealed/open passphrase="one two three four five seven" see 200
as inside api post /sealed/@t/messages body="First" see 201 sealed_message=@m
# The same message sent twice under one key is there once; the row keeps nothing of it.
as inside api post /sealed/close see 200
as inside api post /sealed/@t/messages body="Too late" see 409 "sealed_closed"
as inside api post /sealed/open passphrase="one two three four five seven" see 200
as inside post /sealed/open passphrase="one two three four five seven" see 303 /sealed
as inside get /sealed/@t see 200 "Too late" "First"
as inside post /sealed/@t/messages body="Once only" idempotency_key=sealed-once-and-again see 303 /sealed/@t
as inside post /sealed/@t/messages body="Once only" idempotency_key=sealed-once-and-again see 303 /sealed/@t
as inside api get /sealed/@t see 200 "Once only" !"Too late"
# Another passphrase for the same key: the old one is over, what was written is there.
as inside api post /sealed/passphrase old="wrong" passphrase="new words for me to know now" see 422 "sealed_wrong"
as inside api post /sealed/passphrase old="one two three four five seven" passphrase="short one" see 422 "sealed_weak"
as inside get /sealed/passphrase see 200 "The passphrase you have now"
as inside post /sealed/passphrase old="one two three four five seven" passphrase="new words for me to know now" see 303 /sealed/open
as inside api get /sealed/@t see 409 "sealed_closed"
as inside api post /sealed/open passphrase="one two three four five seven" see 422 "sealed_wrong"
as inside api post /sealed/open passphrase="new words for me to know now" see 200
as inside api get /sealed/@t see 200 "First"
# The passphrase is lost: the printed code, and a new one comes with it.
as inside get /sealed/recover see 200 "Code from your paper"
as inside api post /sealed/recover code=0000000000000000000000000z passphrase="found by the paper that I kept" see 422 "sealed_code_wrong"
as inside api post /sealed/recover code=@code passphrase="found by the paper that I kept" see 200 find:"{~code~:~"@second
as inside api post /sealed/recover code=@code passphrase="found by the paper that I kept" see 422 "sealed_code_wrong"
as inside api post /sealed/open passphrase="found by the paper that I kept" see 200
as inside api get /sealed/@t see 200 "First"
as inside api post /sealed/code passphrase="found by the paper that I kept" see 200 find:"{~code~:~"@third
as inside api post /sealed/recover code=@second passphrase="found by the paper that I kept" see 422 "sealed_code_wrong"
as inside api post /sealed/recover code=@third passphrase="found by the other paper I kept" see 200
# Both are lost: a new key, said plainly; what was sealed to the old one is not there any more.
as inside api post /sealed/key passphrase="all new words in a row" see 409 "sealed_has_key"
as inside get /sealed/key see 200 "I lost both"
as inside api post /sealed/key passphrase="all new words in a row" lose=yes see 200
as inside api post /sealed/open passphrase="found by the other paper I kept" see 422 "sealed_wrong"
as inside api post /sealed/open passphrase="all new words in a row" see 200
as inside api get /sealed/@t see 200 "~lost~:true" !"First"
as inside post /sealed/open passphrase="all new words in a row" see 303 /sealed
as inside get /sealed/@t see 200 "It can not be read any more"
as lawyer api post /sealed/open passphrase="one two three four five six" see 200
as lawyer api get /sealed/@t see 200 "First"
# Whoever took somebody's PIN could do that: nobody writes to the new key before two of staff looked again.
as lawyer api post /sealed/@t/messages body="Is it you" see 409 "sealed_ended"
as visits api post /people/@marcus/sealed-ties adviser=@thea see 201 sealed_tie=@u
as casemanager api post /sealed-ties/@u/confirm see 200
as lawyer api post /sealed/@u/messages body="To the new key" see 201
as inside get /sealed/@u?done=sent see 200 "To the new key" !"First"
# What is left open closes by itself; so it does for a session of its own.
as nobody post /staff email=lawyer@demo.example password="a long demo password" see 303 /staff/code
as nobody post /staff/code code=@totp see 303 /sealed
as nobody post /sealed/open passphrase="one two three four five six" see 303 /sealed
as nobody get /sealed/@u see 200 "To the new key"
clock PT9M
as nobody get /sealed/@u see 200 "To the new key"
clock PT9M
as nobody get /sealed/@u see 200 "To the new key"
clock PT10M
as nobody get /sealed/@u see 303 /sealed/open
as nobody get /sealed see 200 "Sealed talk with Marcus Reyes"
