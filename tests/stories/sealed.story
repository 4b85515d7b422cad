# SPDX-License-Identifier: AGPL-3.0-or-later
# P4: a lawyer and a client write so that nobody else can read it. Two of staff say who the lawyer is.
as family api get /threads see 200 person=@marcus
as inside api get /sealed see 200 "{~talks~:[]"
as inside get /sealed see 200 "Nobody yet" "You need a passphrase first" "our computer holds its words"
as casemanager get /people/@marcus/sealed-ties/new see 200 "Thea Brandt, Lawyer"
as casemanager api get /people/@marcus/sealed-ties/new see 200 adviser=@thea "Brandt"
as family api post /people/@marcus/sealed-ties adviser=@thea see 404 "no_such_page"
as reviewer api post /people/@marcus/sealed-ties adviser=@thea see 404 "no_such_page"
as casemanager api post /people/@marcus/sealed-ties adviser=0000000000000000000000000z see 422 "field_id"
as casemanager post /people/@marcus/sealed-ties adviser=@thea see 303 /sealed-ties
as casemanager api get /sealed-ties see 200 sealed_tie=@t "proposed"
as casemanager api post /people/@marcus/sealed-ties adviser=@thea see 409 "sealed_done"
# Nobody confirms what they said themselves; until then the two know nothing of it.
as casemanager api post /sealed-ties/@t/confirm see 403 "sealed_two"
as inside api get /sealed/@t see 404 "not_there"
as lawyer api get /sealed see 200 "{~talks~:[]"
as privacy get /sealed-ties see 200 "Marcus Reyes" "Thea Brandt" "I checked it too"
as privacy post /sealed-ties/@t/confirm see 303 /sealed-ties
as privacy api post /sealed-ties/@t/confirm see 409 "sealed_done"
# Keys: both need one; the page says what is missing.
as lawyer get /sealed/@t see 200 "You need a passphrase first"
as lawyer api get /sealed/@t see 409 "sealed_closed"
as lawyer api post /sealed/key passphrase="too few words here" see 422 "sealed_weak"
as lawyer api post /sealed/key passphrase="same same same same same same same" see 422 "sealed_weak"
as lawyer api post /sealed/key passphrase="a b c d e f" see 422 "sealed_weak"
as lawyer get /sealed/key see 200 "the old notes are lost for good"
as lawyer api post /sealed/key passphrase="Seven green boats sail over quiet water" see 200 code=@lcode
as lawyer api post /sealed/key passphrase="Seven green boats sail over quiet water" see 409 "sealed_has_key"
as lawyer api post /sealed/open passphrase="seven green boats sail over quiet wine" see 422 "sealed_wrong"
as lawyer api post /sealed/open passphrase="seven-green boats SAIL over quiet water" see 200
as lawyer api post /sealed/@t/messages body="Can you read this" see 409 "sealed_keys_missing"
as inside post /sealed/key passphrase="six plain words that I know" again="six plain words that I know" see 200 "Print this page"
as inside post /sealed/@t/messages body="I wrote before I opened" see 303 /sealed/open
as inside get /sealed/@t see 303 /sealed/open
as inside get /sealed/open see 200 "Your passphrase" !"Thea" !"Brandt"
as inside post /sealed/open passphrase="six plain words that I know" see 303 /sealed
as inside get /sealed/@t see 200 "I wrote before I opened" "This is your draft" "Only you and Thea Brandt can read this"
as inside post /sealed/@t/messages body="The hearing is on the third" see 303 /sealed/@t
as inside api post /sealed/@t/messages body="" see 409 "sealed_closed"
as inside post /sealed/@t/messages body=" " see 422 "Write your message"
as lawyer get /sealed see 200 "Sealed talk with Marcus Reyes" "Something new"
as lawyer api get /sealed/@t see 200 "The hearing"
as lawyer api post /sealed/close see 200
as lawyer api get /sealed/@t see 409 "sealed_closed"
as lawyer post /sealed/open passphrase="seven green boats sail over quiet water" see 303 /sealed
as lawyer get /sealed/@t see 200 "The hearing is on the third" "Marcus"
as lawyer get /sealed see 200 "Nothing new"
as lawyer post /sealed/@t/draft body="I begin to" see 303 /sealed/@t
as lawyer get /sealed/@t see 200 "I begin to"
as inside get /sealed/@t see 200 !"I begin to"
as lawyer post /sealed/@t/messages body="I come on Monday" see 303 /sealed/@t
as lawyer get /sealed/@t see 200 "I come on Monday" !"I begin to"
as inside get /sealed/@t see 200 "I come on Monday" "The hearing is on the third"
# Closed by hand: what is there stays, and nothing is shown.
as inside post /sealed/close see 303 /home
as inside get /sealed/@t see 303 /sealed/open
# Nobody else has it, whatever their role; nothing tells that it is there.
as family api get /sealed/@t see 404 "no_such_page"
as reviewer api get /sealed/@t see 404 "no_such_page"
as visits api get /sealed/@t see 404 "no_such_page"
as casemanager api get /sealed/@t see 404 "no_such_page"
as privacy api get /sealed/@t see 404 "no_such_page"
as admin api get /sealed/@t see 404 "no_such_page"
as auditor api get /sealed/@t see 404 "no_such_page"
as inside2 api get /sealed/@t see 404 "not_there"
as counsellor api get /sealed/@t see 404 "not_there"
as clergy api post /sealed/@t/messages body="x" see 404 "not_there"
as clergy api post /sealed/@t/draft body="x" see 404 "not_there"
as reviewer get /queue see 200 !"hearing" !"Thea"
as auditor get /audit see 200 !"hearing"
as privacy api get /sealed/counts see 200 "[]"
as privacy get /sealed/alarms see 200 "None."
# Nothing of it goes out.
jobs
as nobody get /demo/outbox see 200 !"hearing" !"sealed" !"Brandt"
# A sealed party is talked to nowhere else.
as lawyer api get /me see 200 person=@lawyerperson
as visits api post /threads person=@lawyerperson see 404
as admin api post /admin/users first_name=A last_name=B email=ab@demo.example lawyer:=true reviewer:=true see 422 "roles_clash"
