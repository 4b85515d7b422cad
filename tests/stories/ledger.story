# SPDX-License-Identifier: AGPL-3.0-or-later
# B4, B5: every look by staff is a line the person can read, ask about, and that only two people can keep back.
as family api get /ledger see 200 "[]"
as family get /ledger see 200 "Nobody has looked yet"
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 person=@rosa
as casemanager api get /people/@rosa see 200 "Rosa"
as casemanager api get /people/@rosa see 200 "Rosa"
as family api get /ledger see 200 "Adaeze Okafor" "record" "care" line=@l
as family get /ledger see 200 "Adaeze Okafor" "2 times that day" "to help you"
# Another day is another line; what one does oneself is none.
clock P1D
as casemanager api get /people/@rosa see 200 "Rosa"
as family api get /ledger see 200 !"Rosa"
# A message that was decided on was read.
as family api post /threads/@t/messages body="Good morning" see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 200
as family api get /ledger see 200 "Joan Becker" "messages" "check"
as inside api get /ledger see 200 "Joan Becker"
# A receipt can be kept of a look and of what was said; of what could tell of an order, never.
as family api get /ledger see 200 entry=@x "entry"
as family2 api get /audit/@x/receipt see 404 "not_there"
# A look for an order is for the office alone: a line would tell that there is one.
as casemanager api post /orders kind=court court="Wayne County" visit=true restrained[]=@rosa protected[]=@marcus see 201
as family api get /ledger see 200 !"order" !"safety"
as privacy2 get /people/@rosa/ledger see 200 "only the office sees this" !"Kept back until"
as privacy2 api get /people/@rosa/ledger see 200 "safety"
# What was said is written down by whoever said it; later than a day is marked.
as casemanager api post /people/@rosa/disclosures what=contact told="School office" why="Daniel was ill" basis=duty see 422 "channel"
as casemanager api post /people/@rosa/disclosures what=contact told="School office" why="Daniel was ill" basis=duty channel=phone happened_at=2026-11-19T10:00:00Z see 201
as casemanager api post /people/@rosa/disclosures what=contact told="School office" why="x" basis=duty channel=phone happened_at=2026-12-19T10:00:00Z see 422 "field_time"
as casemanager post /people/@rosa/disclosures what=health told="Dr. Amin" why="A visit" basis=law channel=spoken see 303
as family get /ledger see 200 "School office" "Written down late" "Dr. Amin"
as family api post /people/@rosa/disclosures what=contact told="x" why="x" basis=duty channel=phone see 404
# A line can be asked about, once; the privacy officer answers; a stranger cannot.
as family api post /ledger/@l/challenge see 422 "field_missing"
as family2 api post /ledger/@l/challenge words="Why?" see 404
as family get /ledger?line=@l see 200 "What do you want to know"
as family post /ledger/@l/challenge words="" see 422 "What do you want to know"
as family post /ledger/@l/challenge words="Why twice?" see 303 /ledger
as family api post /ledger/@l/challenge words="Why twice?" see 409 "challenge_twice"
as privacy get /privacy see 200 "Why twice?" "Rosa Reyes" !"1969"
as privacy api get /challenges see 200 challenge=@c "Adaeze Okafor"
as privacy get /privacy?challenge=@c see 200 "Your answer"
as casemanager api post /challenges/@c/answer answer="Fine" see 404
as privacy api post /challenges/@c/answer answer="She called you back." upheld:=true see 200
as privacy2 api post /challenges/@c/answer answer="Again" see 409 "challenge_done"
as family get /ledger see 200 "She called you back."
# Two people keep a line back, by a statute, until a day; then it is there again.
as privacy api post /ledger/@l/hold statute="28 USC 1" authority="State police" until=2027-12-31 see 422 "field_date"
as privacy api post /ledger/@l/hold statute="28 USC 1" authority="State police" until=2026-12-01 see 200
as family api get /ledger see 200 "@l"
as privacy api post /ledger/@l/hold statute="28 USC 1" authority="State police" until=2026-12-01 see 403 "order_two"
as privacy2 api post /ledger/@l/hold statute="28 USC 2" authority="Nobody" until=2026-12-01 see 200
as family api get /ledger see 200 "@l"
as privacy2 api post /ledger/@l/hold statute="28 USC 1" authority="State police" until=2026-12-01 see 200
as family api get /ledger see 200 !"@l"
as family api post /ledger/@l/challenge words="Where is it?" see 404
as privacy api get /people/@rosa/ledger see 200 "@l"
as privacy get /people/@rosa/ledger see 200 "Kept back until"
clock P11D
as family api get /ledger see 200 "@l" !"safety"
as privacy api get /outliers see 200 "[]"
# Of a look that keeps two people apart there is a line, and no receipt, which would name the act.
as family2 api get /ledger see 200 "[]"
as guardian api get /ties see 200
as casemanager api post /barriers one=@family2 other=@guardian reason="Court said so" see 200
as family2 get /ledger see 200 "Adaeze Okafor" !"Keep a receipt"
as family get /ledger see 200 "Keep a receipt"
# The privacy officer finds somebody, and reads in words about them.
as privacy get /privacy see 200 "/privacy/find"
as privacy get /privacy/find see 200 "Find a person"
as privacy post /privacy/find words=Reyes see 200 "Rosa Reyes" "/ledger"
as privacy api post /privacy/find words=204417 see 200 "Marcus" "~status~:~~"
as privacy post /privacy/find words=Nobodyhere see 200 "Nobody found"
as casemanager api post /privacy/find words=Reyes see 404
as privacy get /people/@rosa/ledger see 200 "their record" "/erasures?person=" !"your record"
as privacy get /erasures see 200 "/privacy/find"
