# SPDX-License-Identifier: AGPL-3.0-or-later
# B9: agencies agree on words; each says yes to each version; the owner is told of the review; it ends with a reason.
as privacy get /protocols see 200 "No protocol yet" "A new protocol"
as agency get /protocols see 200 "No protocol yet" !"A new protocol"
as family api get /protocols see 404
as reviewer api get /protocols see 404
as admin api get /admin/users see 200 find:"Hope Lane~,~account~:~"@hope
as admin api get /admin/users see 200 find:"Adaeze Okafor~,~account~:~"@adaeze find:"~name~:~Lena Ortiz~,~account~:~"@lena find:"~name~:~Edda Quist~,~account~:~"@edda
as admin api post /agencies/members agency="Elm House" account=@hope see 200
# What must be there, and who may.
as privacy api post /protocols title="Homes" words="We tell you who looks for a home." agencies="Elm House" owner=@adaeze review_on=2026-11-20 see 422 "field_date"
as privacy api post /protocols title="Homes" words="We tell you who looks for a home." agencies="Elm House" owner=@adaeze review_on=2031-12-30 see 422 "field_date"
as privacy api post /protocols title="Homes" words="We tell you who looks for a home." agencies=" " owner=@adaeze review_on=2027-05-01 see 422 "agencies"
as privacy api post /protocols title="Homes" words="We tell you who looks for a home." agencies="A1\nA2\nA3\nA4\nA5\nA6\nA7\nA8\nA9\nB1\nB2\nB3\nB4\nB5\nB6\nB7\nB8\nB9\nC1\nC2\nC3" owner=@adaeze review_on=2027-05-01 see 422 "protocol_agencies"
as privacy api post /protocols title="Homes" words="We tell you who looks for a home." agencies="Elm House" owner=@edda review_on=2027-05-01 see 422 "protocol_owner"
as privacy api post /protocols title="Homes" words="Too short" agencies="Elm House" owner=@adaeze review_on=2027-05-01 see 422 "field_short"
as casemanager api post /protocols title="Homes" words="We tell you who looks for a home." agencies="Elm House" owner=@adaeze review_on=2027-05-01 see 404
as privacy api post /protocols title="Homes" words="We tell you who looks for a home." words_es="Le decimos quien busca casa." agencies="elm house\nRiverside Clinic\nElm House" owner=@adaeze review_on=2027-05-01 see 201 protocol=@p
as privacy post /protocols title="Work" words="We tell you who may work and when." agencies="Lakeside Works" owner=@lena review_on-year=2027 review_on-month=6 review_on-day=1 see 303
as privacy api get /protocols see 200 "~title~:~Work~" find:"~protocol~:~"@q
# An agency sees what it is asked, and its own answer alone.
as privacy api get /protocols see 200 "P-1" "P-2" "~state~:~waiting~" "~agencies~:2,~said~:0"
as agency api get /protocols see 200 "P-1" !"P-2"
as agency get /protocols/@p see 200 "We tell you who looks for a home." "Elm House" "Does your agency say yes?" !"Riverside Clinic" !"New words"
as agency api get /protocols/@p/parties see 200 "Elm House" !"Riverside Clinic"
as agency api get /protocols/@q see 404
as agency api get /protocols/@p/versions see 404
as privacy get /protocols/@p see 200 "Riverside Clinic" "Not yet" "New words" "Adaeze Okafor"
as privacy api get /protocols/@p/parties see 200 find:"~agency~:~"@clinic "Riverside Clinic" "~how~:null"
# Nothing rests on it yet.
as family api get /threads see 200 person=@marcus
as casemanager get /people/@marcus/disclosures see 200 "The protocol, if that is the basis" !"P-1"
as casemanager api post /people/@marcus/disclosures what=contact told="Elm House" why="A room" basis=protocol protocol=P-1 channel=phone see 403 "protocol_none"
# Yes by account, to what was read; and once.
as agency api post /protocols/@p/yes version:=2 see 409 "protocol_version"
as privacy api post /protocols/@p/yes version:=1 see 404
as agency post /protocols/@p/yes version=1 see 303 /protocols/@p
as agency api post /protocols/@p/yes version:=1 see 409 "protocol_said"
as privacy api get /protocols/@p see 200 "~state~:~waiting~" "~said~:1"
as privacy get /protocols/@p see 200 "Yes, on this site" "Hope Lane"
as agency get /protocols/@p see 200 "Yes, on this site" !"Hope Lane"
# On paper, with name and day.
as casemanager api post /protocols/@p/paper agency=@clinic name="Gail Moss" said_on=2026-11-21 version:=1 see 422 "field_date"
as casemanager api post /protocols/@p/paper agency=@clinic name="Gail Moss" said_on=2026-11-19 version:=1 see 422 "field_date"
as casemanager api post /protocols/@p/paper agency=@clinic name="Gail Moss" said_on=2026-11-20 version:=3 see 409 "protocol_version"
as agency api post /protocols/@p/paper agency=@clinic name="Gail Moss" said_on=2026-11-20 version:=1 see 404
as casemanager post /protocols/@p/paper agency=@clinic name="Gail Moss" said_on-year=2026 said_on-month=11 said_on-day=20 version=1 see 303 /protocols/@p
as casemanager api post /protocols/@p/paper agency=@clinic name="Gail Moss" said_on=2026-11-20 version:=1 see 409 "protocol_said"
as privacy api get /protocols/@p see 200 "~state~:~in_force~"
as privacy get /protocols/@p see 200 "Yes, on paper" "Gail Moss" "In force"
# It can be the basis of what is told: to them, not to others, and not for what 42 CFR part 2 marks.
as casemanager get /people/@marcus/disclosures see 200 "P-1 Homes" !"P-2"
as casemanager api post /people/@marcus/disclosures what=contact told="Lakeside Works" why="A room" basis=protocol protocol=P-1 channel=phone see 403 "protocol_none"
as casemanager api post /people/@marcus/disclosures what=contact told="Elm House" why="A room" basis=protocol channel=phone see 403 "protocol_none"
as casemanager api post /people/@marcus/disclosures what=contact told="Elm House" why="A room" basis=protocol protocol=P-1x channel=phone see 403 "protocol_none"
as casemanager api post /people/@marcus/disclosures what=health told="Elm House" why="A room" basis=protocol protocol=P-1 channel=phone see 403 "protocol_none"
as casemanager post /people/@marcus/disclosures what=contact told="Elm House" why="A room is free" basis=protocol protocol=P-1 channel=phone see 303 /people/@marcus
as inside get /ledger see 200 "A room is free" "Agencies agreed on it P-1"
as inside api get /ledger see 200 "~basis~:~protocol~" "~reference~:~P-1~"
as inside get /ledger/report.csv see 200 "Agencies agreed on it P-1"
# New words ask all again, and nothing rests on them until they say yes.
as privacy api post /protocols/@p/versions words="We tell you who looks for a home, and for how long." agencies="Elm House" why="no" see 422 "why"
as casemanager api post /protocols/@p/versions words="We tell you who looks for a home, and for how long." agencies="Elm House" why="Length of stay" see 404
as privacy post /protocols/@p/versions words="We tell you who looks for a home, and for how long." agencies="Elm House" why="Length of stay" see 303 /protocols/@p
as privacy api get /protocols/@p see 200 "~version~:2" "~state~:~waiting~" "for how long"
as casemanager api post /people/@marcus/disclosures what=contact told="Elm House" why="A room" basis=protocol protocol=P-1 channel=phone see 403 "protocol_none"
as agency api post /protocols/@p/yes version:=1 see 409 "protocol_version"
as agency api post /protocols/@p/yes version:=2 see 200
as casemanager api post /people/@marcus/disclosures what=contact told="elm house" why="A room" basis=protocol protocol=P-1 channel=phone see 201
as privacy api get /protocols/@p/versions see 200 "Length of stay" "~version~:2" "~version~:1" "~agencies~:2,~said~:2"
as privacy get /protocols/@p see 200 "How it came to be" "Length of stay" "2 of 2"
# The owner reviews it; somebody else does not.
as visits api post /protocols/@p/review owner=@adaeze review_on=2027-03-01 see 403 "not_allowed"
as casemanager api post /protocols/@p/review owner=@edda review_on=2027-03-01 see 422 "protocol_owner"
as casemanager api post /protocols/@p/review owner=@adaeze review_on=2026-11-20 see 422 "field_date"
as casemanager post /protocols/@p/review owner=@adaeze review_on-year=2027 review_on-month=3 review_on-day=1 see 303 /protocols/@p
as privacy get /duties see 200 "Review a protocol"
as privacy api get /duties see 200 "~duty~:~protocol_review~,~due_at~:~2027-03-01T05:00:00.000Z~"
# The owner is told 30 days before (four notices before it are of the review of rights); when that account is closed, the privacy officers are.
clock P70D
jobs
as nobody get /demo/outbox see 200 !"casemanager@demo.example"
clock P2D
jobs
as nobody get /demo/outbox?after=4 see 200 "casemanager@demo.example" !"privacy@demo.example"
as privacy get /protocols/@p see 200 "The review is due in 30 days or less."
as admin api post /admin/users/@adaeze/close see 200
as privacy get /protocols see 200 "account is closed"
clock P30D
jobs
as nobody get /demo/outbox?after=5 see 200 "privacy@demo.example"
as privacy get /protocols/@p see 200 "The review is due now."
as privacy api get /protocols/@p see 200 "~owner_gone~:true" "~late~:true"
as privacy api post /protocols/@p/review owner=@adaeze review_on=2027-09-01 see 422 "protocol_owner"
as privacy api post /protocols/@p/review owner=@lena review_on=2027-09-01 see 200
as privacy api get /protocols/@p see 200 "~owner_gone~:false,~review_on~:~2027-09-01~,~late~:false"
# It ends with a reason, stays to be read, and nothing rests on it.
as privacy api post /protocols/@p/end reason="no" see 422 "reason"
as visits api post /protocols/@p/end reason="They closed." see 404
as privacy post /protocols/@p/end reason="Elm House has closed." see 303 /protocols/@p
as privacy api post /protocols/@p/end reason="Once more." see 409 "protocol_ended"
as privacy api post /protocols/@p/versions words="We tell you who looks for a home." agencies="Elm House" why="Too late" see 409 "protocol_ended"
as privacy api post /protocols/@p/review owner=@lena review_on=2028-01-01 see 409 "protocol_ended"
as agency api post /protocols/@p/yes version:=2 see 409 "protocol_ended"
as privacy api post /protocols/@p/paper agency=@clinic name="Gail Moss" said_on=2027-03-01 version:=2 see 409 "protocol_ended"
as privacy get /protocols/@p see 200 "Ended" "Elm House has closed." !"New words"
as privacy api get /duties see 200 "protocol_review" !"2027-09-01"
as visits api post /people/@marcus/disclosures what=contact told="Elm House" why="A room" basis=protocol protocol=P-1 channel=phone see 403 "protocol_none"
