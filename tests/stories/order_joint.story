# SPDX-License-Identifier: AGPL-3.0-or-later
# B1, B10: an order, whatever it bars, calls off what two people were to be at together; nobody is told why.
as family api get /threads see 200 person=@marcus
as inside api get /threads see 200 person=@rosa
as guardian api get /children see 200 person=@daniel
as casemanager api post /joint-sessions kind=session planned_at=2026-11-25T15:00:00Z people[]=@marcus people[]=@rosa see 201 joint=@two
as casemanager api post /joint-sessions kind=meeting planned_at=2026-11-26T15:00:00Z people[]=@marcus people[]=@rosa people[]=@daniel see 201 joint=@three
as casemanager api post /joint-sessions kind=session planned_at=2026-11-27T15:00:00Z people[]=@marcus people[]=@daniel see 201 joint=@other
as casemanager api post /joint-sessions/@two/people/@rosa part=yes alone:=true see 200
as casemanager api post /joint-sessions/@two/people/@marcus part=yes alone:=true see 200
as casemanager api get /joint-sessions/@two see 200 "~may~:true"
# One that hides nobody, and that nobody has confirmed yet.
as privacy api post /orders kind=court court="Wayne County" visit=true restrained[]=@rosa protected[]=@marcus see 201 order=@o
as family api get /threads see 200 "@marcus"
as casemanager api get /joint-sessions/@two see 200 "~state~:~off~" "~may~:false,~cause~:null" !"Wayne"
as casemanager api get /joint-sessions/@three see 200 "~state~:~off~" "~cause~:null"
as casemanager api get /joint-sessions/@other see 200 "~state~:~planned~"
as casemanager get /joint-sessions/@two see 200 !"Why not:" !"keeps"
as privacy api get /joint-sessions/@two see 200 "~state~:~off~" "~cause~:~apart~"
as family get /together see 200 "This can not be now. You can ask us for another day or another way." !"Talk with a go-between" !"keeps"
as inside get /together see 200 "This can not be now. You can ask us for another day or another way." !"keeps"
as family api get /together/@two see 200 "~state~:~off~" !"Wayne"
as inside api post /together/@two part=yes alone:=true see 409 "joint_done"
as casemanager api post /joint-sessions/@two/end state=held see 409 "joint_done"
as casemanager api post /joint-sessions/@two/end state=off see 409 "joint_done"
# Planned anew, it is not now, to whoever plans; nobody learns of an order by planning.
as casemanager api post /joint-sessions kind=session planned_at=2026-12-10T15:00:00Z people[]=@marcus people[]=@rosa see 201 joint=@again
as casemanager api post /joint-sessions/@again/people/@rosa part=yes alone:=true see 200
as casemanager api post /joint-sessions/@again/people/@marcus part=yes alone:=true see 200
as casemanager api get /joint-sessions/@again see 200 "~state~:~planned~" "~asked~:2,~may~:false,~cause~:null"
as privacy api get /joint-sessions/@again see 200 "~cause~:~apart~"
as casemanager api post /joint-sessions/@again/end state=held see 409 "joint_not_now"
# What is over keeps nobody from a session, and what was called off stays off.
as privacy api post /orders/@o/end reason="Dismissed" see 200
as privacy2 api post /orders/@o/end reason="Dismissed" see 200
as casemanager api get /joint-sessions/@again see 200 "~may~:true"
as casemanager api get /joint-sessions/@two see 200 "~state~:~off~"
# One that begins later calls off on its day, and no sooner.
as privacy api post /orders kind=no_contact court="Wayne County" message=true starts_on=2026-11-23 restrained[]=@marcus protected[]=@rosa see 201
as casemanager api get /joint-sessions/@again see 200 "~state~:~planned~" "~may~:true"
clock P4D
as casemanager api get /joint-sessions/@again see 200 "~state~:~off~" "~cause~:null"
as inside api get /together/@again see 200 "~state~:~off~"
as casemanager api get /joint-sessions/@other see 200 "~state~:~planned~"
