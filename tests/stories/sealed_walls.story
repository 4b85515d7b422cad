# SPDX-License-Identifier: AGPL-3.0-or-later
# A counsellor's own notes; an order in between; emergency access; two of staff end a tie.
as family api get /threads see 200 person=@marcus
as inside api get /me see 200 person=@marcus
as counsellor api get /me see 200 person=@june
as visits api get /people/@marcus/sealed-ties/new see 200 find:"{~adviser~:~"@sato
as visits api post /people/@marcus/sealed-ties adviser=@sato see 201 sealed_tie=@t
as casemanager post /sealed-ties/@t/confirm see 303 /sealed-ties
as counsellor api post /sealed/@t/notes body="Before a key" see 409 "sealed_closed"
as counsellor api post /sealed/key passphrase="the demo opens with these seven words" see 200
as counsellor api get /sealed/@t/notes see 409 "sealed_closed"
as counsellor get /sealed/@t/notes see 303 /sealed/open
as counsellor post /sealed/open passphrase="the demo opens with these seven words" see 303 /sealed
as counsellor api post /sealed/open passphrase="the demo opens with these seven words" see 200
as counsellor api post /sealed/@t/notes body="" see 422 "message_empty"
as counsellor post /sealed/@t/notes body="He slept badly this week" see 303 /sealed/@t/notes
as counsellor api get /sealed/@t/notes see 200 sealed_note=@n !"slept"
as counsellor get /sealed/@t/notes see 200 "Version 1" !"slept"
as counsellor get /notes/@n see 200 "He slept badly this week"
as counsellor post /notes/@n body="He slept well this week" see 303 /notes/@n
as counsellor get /notes/@n see 200 "He slept badly this week" "He slept well this week" "Version 2"
as counsellor api get /notes/@n see 200 "He slept badly" "~version~:2"
as counsellor api get /notes/00000000000000000000000000 see 404
as counsellor api post /notes/@n body="" see 422 "message_empty"
as counsellor api post /sealed/close see 200
as counsellor api post /notes/@n body="x" see 409 "sealed_closed"
as counsellor api post /sealed/open passphrase="the demo opens with these seven words" see 200
# Nobody else: not the client, not another counsellor's role, not staff.
as inside api get /notes/@n see 404 "no_such_page"
as inside api get /sealed/@t/notes see 404 "no_such_page"
as lawyer api get /notes/@n see 404 "no_such_page"
as casemanager api get /notes/@n see 404 "no_such_page"
as inside api post /sealed/key passphrase="the client writes words as well" see 200
as inside api post /sealed/open passphrase="the client writes words as well" see 200
as inside api post /sealed/@t/messages body="I would like to talk" see 201
# Emergency access reads a record; sealed talk is no part of it.
as visits post /emergency number=204417 last_name=Reyes reason=danger words="A call from the hospital" code=@totp see 303
as visits api get /people/@marcus/why see 200 "~sealed~:false"
as visits api get /sealed/@t see 404 "no_such_page"
as visits get /people/@marcus see 200 !"I would like to talk" "Sealed talk and notes are not part of this"
# A lawyer is named with nobody's paper: two of staff end it, and the thread is closed but there.
as visits api post /sealed-ties/@t/end see 200
as visits api post /sealed-ties/@t/end see 403 "sealed_two"
as inside api post /sealed/@t/messages body="Still here" see 201
as casemanager get /sealed-ties see 200 "End it: I am the second"
as casemanager post /sealed-ties/@t/end see 303 /sealed-ties
as casemanager api post /sealed-ties/@t/end see 404 "not_there"
as inside api post /sealed/@t/messages body="And now" see 409 "sealed_ended"
as inside api get /sealed/@t see 200 "Still here"
as counsellor get /notes/@n see 200 "He slept badly this week"
# Named anew, it is another thread: the old one is opened to nobody.
as visits api post /people/@marcus/sealed-ties adviser=@sato see 201 sealed_tie=@u
as casemanager api post /sealed-ties/@u/confirm see 200
as inside api get /sealed/@u see 200 "{~messages~:[]"
as inside api post /sealed/@u/messages body="Anew" see 201
# One that waits can be dropped by one.
as visits api post /people/@rosa/sealed-ties adviser=@sato see 404
as visits api get /people/@marcus/sealed-ties/new see 200 adviser=@thea
as visits api post /people/@marcus/sealed-ties adviser=@thea see 201 sealed_tie=@w
as visits api post /sealed-ties/@w/end see 200
as visits api post /sealed-ties/@w/confirm see 404 "not_there"
# An order between the two: gone for both, as if it had never been; afterwards it is there, closed.
as privacy api post /orders kind=no_contact court="36th District Court" number=27-1 document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 message:=true restrained[]=@june protected[]=@marcus see 201 order=@o
as inside api get /sealed see 200 "{~talks~:[]"
as inside api get /sealed/@u see 404 "not_there"
as inside api post /sealed/@u/messages body="Are you there" see 404 "not_there"
as counsellor api get /sealed/@u see 404 "not_there"
as counsellor api get /sealed see 200 !"Marcus"
as counsellor api get /sealed/@t/notes see 404 "not_there"
as visits api get /sealed-ties see 200 !"Marcus"
as privacy2 api post /orders/@o/confirm see 200
as privacy api post /orders/@o/end reason="Court ended it" document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 200
as privacy2 api post /orders/@o/end reason="Court ended it" document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 see 200
as inside api get /sealed/@u see 200 "Anew"
as inside api post /sealed/@u/messages body="Still closed" see 409 "sealed_ended"
# Staff proper cannot be named in one.
as casemanager api get /me see 200 person=@staff
as privacy api post /orders kind=no_contact court="36th District Court" number=27-2 document=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 message:=true restrained[]=@staff protected[]=@marcus see 404
# Under supervision, outside: the same talk.
as lawyer api post /sealed/key passphrase="seven words that a lawyer keeps safe" see 200
as lawyer api post /sealed/open passphrase="seven words that a lawyer keeps safe" see 200
as supervised api get /me see 200 person=@sam
as casemanager api post /people/@sam/sealed-ties adviser=@thea see 201 sealed_tie=@s
as privacy api post /sealed-ties/@s/confirm see 200
as supervised get /sealed see 200 "Sealed talk with Thea Brandt"
as supervised api post /sealed/key passphrase="what I say to her stays here" see 200
as supervised api post /sealed/open passphrase="what I say to her stays here" see 200
as supervised api post /sealed/@s/messages body="A question" see 201
as lawyer api get /sealed/@s see 200 "A question"
# An account that is closed is written to no more.
as lawyer api get /me see 200 account=@lawyer
as admin api post /admin/users/@lawyer/close see 200
as supervised api post /sealed/@s/messages body="Are you there" see 409 "sealed_ended"
as supervised api get /sealed/@s see 200 "A question"
# The count is told in whole months, and not when it is small.
clock P12D
as privacy api get /sealed/counts see 200 "Riverside" "~count~:0"
as privacy get /sealed/counts see 200 "Fewer than 11"
as auditor api get /sealed/counts see 200 "~count~:0"
as casemanager api get /sealed/counts see 404
