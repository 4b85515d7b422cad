# SPDX-License-Identifier: AGPL-3.0-or-later
# B10: before a joint session each person is asked alone, each time; a no, violence and an order are one answer.
as family api get /threads see 200 person=@marcus
as inside api get /threads see 200 person=@rosa
as casemanager get /joint-sessions see 200 "No joint session is planned"
as casemanager get /people/@marcus/joint-sessions/new see 200 "Plan a joint session" "Rosa Reyes"
as visits get /people/@marcus/joint-sessions/new see 404
as family get /joint-sessions see 404
as family get /together see 200 "Nothing is planned"
# Whom, and when.
as casemanager api post /joint-sessions kind=session planned_at=2026-11-25T15:00:00Z people[]=@marcus see 422 "joint_people"
as casemanager api post /joint-sessions kind=session planned_at=2026-11-25T15:00:00Z people[]=@marcus people[]=@marcus see 422 "joint_people"
as casemanager api post /joint-sessions kind=dance planned_at=2026-11-25T15:00:00Z people[]=@marcus people[]=@rosa see 422 "field_choice"
as casemanager api post /joint-sessions kind=session planned_at=2026-11-19T15:00:00Z people[]=@marcus people[]=@rosa see 422 "field_time"
as casemanager api post /joint-sessions kind=session planned_at=2028-11-19T15:00:00Z people[]=@marcus people[]=@rosa see 422 "field_time"
as privacy api post /joint-sessions kind=session planned_at=2026-11-25T15:00:00Z people[]=@marcus people[]=@rosa see 404
as family api post /joint-sessions kind=session planned_at=2026-11-25T15:00:00Z people[]=@marcus people[]=@rosa see 404
as casemanager api post /joint-sessions kind=session planned_at=2026-11-25T15:00:00Z people[]=@marcus people[]=@rosa see 201 joint=@j
as family2 api get /together/@j see 404
as family2 api post /together/@j part=yes alone:=true see 404
# Nobody was asked: not now. Only a privacy officer is told why.
as casemanager api get /joint-sessions/@j see 200 "~may~:false,~cause~:null"
as privacy api get /joint-sessions/@j see 200 "~may~:false,~cause~:~not_asked~"
as casemanager get /joint-sessions/@j see 200 "Not now" "Somebody was not asked yet, or can not come" "Marcus Reyes" "Rosa Reyes" !"Why not:"
as casemanager api post /joint-sessions/@j/end state=held see 409 "joint_not_now"
# Asked alone, or not at all.
as casemanager get /joint-sessions/@j/people/@rosa see 200 "Ask alone" "Rosa Reyes" !"Marcus"
as casemanager api post /joint-sessions/@j/people/@rosa part=yes see 422 "screen_alone"
as casemanager api post /joint-sessions/@j/people/@rosa alone:=true see 422 "part"
as casemanager api post /joint-sessions/@j/people/@j part=yes alone:=true see 404
as privacy api post /joint-sessions/@j/people/@rosa part=yes alone:=true see 404
as casemanager post /joint-sessions/@j/people/@rosa part=yes alone=true see 303 /joint-sessions/@j
as casemanager api get /joint-sessions/@j see 200 "~asked~:1,~may~:false,~cause~:null"
# In private, at the kiosk: not a word of the others.
as inside get /together see 200 "Joint session" "Answer in private" !"Rosa"
as inside get /together/@j see 200 "This is private." !"Rosa"
as inside api post /together/@j part=yes see 422 "screen_alone"
as inside api post /together/@j part=maybe alone:=true see 422 "field_choice"
as inside post /together/@j part=yes alone=true see 303 /together
as inside get /together see 200 "You gave your answer."
as casemanager api get /joint-sessions/@j see 200 "~asked~:2,~may~:true,~cause~:null"
as casemanager get /joint-sessions/@j see 200 "It can take place"
# A private no, another day, fear and violence: the same to staff and to the others.
as inside api post /together/@j part=other_day alone:=true see 200
as casemanager api get /joint-sessions/@j see 200 "~asked~:2,~may~:false,~cause~:null"
as privacy api get /joint-sessions/@j see 200 "~cause~:~no~"
as inside api post /together/@j part=no alone:=true words="Not with my mother there" see 200
as casemanager api get /joint-sessions/@j see 200 "~asked~:2,~may~:false,~cause~:null"
as casemanager api get /joint-sessions/@j/people see 200 "~hurt~:false,~afraid~:false,~words~:null" !"mother"
as inside api post /together/@j part=yes alone:=true afraid:=true see 200
as casemanager api get /joint-sessions/@j see 200 "~asked~:2,~may~:false,~cause~:null"
as privacy api get /joint-sessions/@j see 200 "~cause~:~afraid~"
as inside api post /together/@j part=yes alone:=true hurt:=true words="Years ago" see 200
as casemanager api get /joint-sessions/@j see 200 "~asked~:2,~may~:false,~cause~:null"
as casemanager get /joint-sessions/@j see 200 "Not now" !"violence" !"Years ago"
as privacy get /joint-sessions/@j see 200 "Told of violence" "Years ago"
as privacy api get /joint-sessions/@j/people see 200 "~hurt~:true" "Years ago"
as casemanager api post /joint-sessions/@j/end state=held see 409 "joint_not_now"
as family api get /together/@j see 200 "planned" !"Years ago"
# It will not be: everybody reads the same words, and no more.
as visits api post /joint-sessions/@j/end state=off see 404
as casemanager post /joint-sessions/@j/end state=off see 303 /joint-sessions/@j
as family get /together see 200 "This can not be now. You can ask us for another day or another way." !"violence"
as inside get /together/@j see 200 "This can not be now. You can ask us for another day or another way."
as inside api post /together/@j part=yes alone:=true see 409 "joint_done"
as casemanager api post /joint-sessions/@j/people/@rosa part=yes alone:=true see 409 "joint_done"
as casemanager api post /joint-sessions/@j/end state=off see 409 "joint_done"
# Each session asks anew, and an answer lasts 14 days.
as casemanager api post /joint-sessions kind=mediation planned_at=2026-12-20T15:00:00Z people[]=@marcus people[]=@rosa see 201 joint=@k
as privacy api get /joint-sessions/@k see 200 "~cause~:~not_asked~"
as casemanager api post /joint-sessions/@k/people/@rosa part=yes alone:=true see 200
as casemanager api post /joint-sessions/@k/people/@marcus part=yes alone:=true see 200
as casemanager api get /joint-sessions/@k see 200 "~may~:true"
clock P14D
as casemanager api get /joint-sessions/@k see 200 "~asked~:0,~may~:false,~cause~:null"
as privacy api get /joint-sessions/@k see 200 "~cause~:~ask_again~"
as casemanager api post /joint-sessions/@k/people/@rosa part=yes alone:=true see 200
as inside api post /together/@k part=yes alone:=true see 200
as casemanager api get /joint-sessions/@k see 200 "~may~:true"
# Nobody answers for a child; staff ask the child, alone.
as guardian api get /children see 200 person=@daniel
as casemanager api post /joint-sessions kind=meeting planned_at=2026-12-21T15:00:00Z people[]=@marcus people[]=@daniel see 201 joint=@d
as guardian api post /children/act person=@daniel see 200
as guardian api get /together see 200 "@d"
as guardian api post /together/@d part=yes alone:=true see 422 "screen_alone"
as casemanager api post /joint-sessions/@d/people/@daniel part=yes alone:=true see 200
as casemanager api post /joint-sessions/@d/people/@marcus part=yes alone:=true see 200
as casemanager post /joint-sessions/@d/end state=held see 303 /joint-sessions/@d
as guardian api get /together see 200 !"@d"
as casemanager get /joint-sessions see 200 "Held"
# A decision to keep two apart calls it off, in the same words; nobody is told of it.
as casemanager api post /barriers one=@rosa other=@marcus reason="Asked for by both" see 200
as casemanager api get /joint-sessions/@k see 200 "~state~:~off~" "~asked~:2,~may~:false,~cause~:null"
as privacy api get /joint-sessions/@k see 200 "~cause~:~apart~"
as family get /together see 200 "Talk with a go-between" "This can not be now."
as family api get /together/@k see 200 "~state~:~off~"
as casemanager api post /joint-sessions/@k/end state=held see 409 "joint_done"
