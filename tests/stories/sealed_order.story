# SPDX-License-Identifier: AGPL-3.0-or-later
# P1, P4: an order between somebody and their lawyer or counsellor stops what would have told them of sealed talk.
as inside api get /me see 200 person=@marcus
as counsellor api get /me see 200 person=@june
as lawyer api get /me see 200 person=@thea
as supervised api get /me see 200 person=@sam
as visits api get /people/@marcus/sealed-ties/new see 200 find:"{~adviser~:~"@sato adviser=@brandt
as visits api post /people/@marcus/sealed-ties adviser=@sato see 201 sealed_tie=@t
as casemanager api post /sealed-ties/@t/confirm see 200
as visits api post /people/@marcus/sealed-ties adviser=@brandt see 201 sealed_tie=@l
as casemanager api post /sealed-ties/@l/confirm see 200
as casemanager api post /people/@sam/sealed-ties adviser=@brandt see 201 sealed_tie=@s
as privacy api post /sealed-ties/@s/confirm see 200
as counsellor api post /sealed/key passphrase="the demo opens with these seven words" see 200
as counsellor api post /sealed/open passphrase="the demo opens with these seven words" see 200
as lawyer api post /sealed/key passphrase="seven words that a lawyer keeps safe" see 200
as inside api post /sealed/key passphrase="the client writes words as well" see 200
as inside api post /sealed/open passphrase="the client writes words as well" see 200
as supervised api post /sealed/key passphrase="what I say to her stays here" see 200
as supervised api post /sealed/open passphrase="what I say to her stays here" see 200
as counsellor api post /sealed/@t/notes body="He slept badly this week" see 201 sealed_note=@n
jobs
as nobody get /demo/outbox see 200
# In the night mail waits: one from Marcus to each, and one from Sam, which is told with the first.
clock PT13H
as inside api post /sealed/open passphrase="the client writes words as well" see 200
as inside api post /sealed/@t/messages body="I would like to talk" see 201
as inside api post /sealed/@l/messages body="About the hearing" see 201
as supervised api post /sealed/open passphrase="what I say to her stays here" see 200
as supervised api post /sealed/@s/messages body="A question" see 201
jobs
as privacy api post /orders kind=no_contact court="Wayne County" message=true restrained[]=@june restrained[]=@thea protected[]=@marcus see 201 order=@o
as counsellor api get /sealed/@t see 404
as counsellor api post /sealed/open passphrase="the demo opens with these seven words" see 200
as counsellor api get /notes/@n see 404 "not_there"
as nobody get /demo/outbox see 200 find:"{~n~:"@last
clock PT11H
# The counsellor hears nothing of it; the lawyer hears of Sam.
as nobody get /demo/outbox?after=@last see 200 "lawyer@demo.example" !"counsellor@demo.example"
# While an order stands the two are nobody's to tie.
as visits api post /people/@marcus/sealed-ties adviser=@sato see 422 "field_choice"
as nobody get /demo/outbox?after=@last see 200 !"counsellor@demo.example"
