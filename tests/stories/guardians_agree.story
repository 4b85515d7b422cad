# SPDX-License-Identifier: AGPL-3.0-or-later
# Maya is fifteen: her link needs the yes of each guardian, and nobody learns whose no it was.
as teen api get /sites see 200 site=@s
as casemanager api post /people words="204588" see 200 person=@andre
as casemanager api post /people words="okoro" see 200 person=@ruth
as casemanager api get /people/@ruth/children see 200 "Maya" child=@maya
as teen api post /link number=204588 last_name=Walker relation=friend birth_date=1990-03-14 site=@s see 201 tie=@i
as guardian api get /children/asked see 200 !"Maya"
as guardian api post /children/asked/@i on:=true see 404
as visits get /links see 200 "Maya" "Minor"
as visits api post /links/@i decision=agree see 200
as visits api post /links/@i decision=agree see 409 "link_done"
as visits api get /links see 200 !"Maya"
as inside2 api get /ties see 200 !"Maya"
as guardian get /children see 200 "Maya wants to be in touch with Walker."
as family api post /children/asked/@i on:=true see 404
as family2 api post /ties/@i/says yes:=true see 404
as guardian post /children/asked/@i on=true see 303 /children
as inside2 api get /ties see 200 "Maya"
as inside2 api post /requests/@i on:=true see 200
as teen api get /ties see 200 "agreed"
# The guardian may take it back; Maya hears the usual words.
as guardian api post /children/asked/@i on:=false see 200
as teen api get /ties see 200 !"agreed" !"private"
# A court and Ruth disagree: that is a no.
as visits api post /people/@maya/guardians authority="Wayne County Court" evidence="Order 77" see 201 guardian=@court
as teen api post /link number=204588 last_name=Walker relation=friend birth_date=1990-03-14 site=@s see 201 tie=@j
as visits api post /links/@j decision=agree see 200
as guardian api post /children/asked/@j on:=true see 200
as inside2 api get /ties see 200 !"Maya"
as visits get /people/@maya/family see 200 "Guardians are asked" "Wayne County Court"
as visits post /ties/@j/says guardian=@court yes=false see 303 /people/@maya/family
as teen api get /ties see 200 "declined" !"private" !"Court"
as guardian api get /children/asked see 200 !"Maya"
as inside2 api get /ties see 200 !"Maya"
# Maya may say no in private: nobody but staff can tell, and asking again goes no further.
as visits api post /people words="okoro" see 200 person=@ruth
as visits api post /people/@ruth/children first_name=Ben last_name=Okoro birth_date=2017-02-01 evidence="Paper" see 201 person=@ben
as guardian api post /children/act person=@ben see 200
as guardian api post /link number=204588 last_name=Walker relation=child birth_date=1990-03-14 site=@s see 201 tie=@k
as visits api post /ties/@k/says yes:=false see 200
as guardian api get /ties see 200 "declined" !"private"
as guardian api post /link number=204588 last_name=Walker relation=child birth_date=1990-03-14 site=@s see 201 tie=@l
as visits api post /links/@l decision=agree see 422 "link_child_no"
as inside2 api get /ties see 200 !"Ben"
as visits api post /ties/@l/says yes:=true see 200
as visits api post /links/@l decision=agree see 200
as inside2 api get /ties see 200 "Ben"
as inside2 api post /requests/@l on:=true see 200
as guardian api get /ties see 200 "agreed" "Andre"
# The child's no also ends what was agreed; a word about an adult's link is nobody's.
as visits api post /ties/@l/says yes:=false see 200
as guardian api get /ties see 200 !"agreed"
as family api get /ties see 200 tie=@rosas
as visits api post /ties/@rosas/says yes:=false see 404
# A minor without a guardian is not passed on.
as visits api get /people/@ben/guardians see 200 guardian=@g
as guardian api post /link number=204588 last_name=Walker relation=child birth_date=1990-03-14 site=@s see 201 tie=@n
as visits api post /ties/@n/says yes:=true see 200
as visits api post /guardians/@g/end see 200
as visits api post /links/@n decision=agree see 422 "link_nobody_guards"
# A guardian who is kept apart from the one inside is not asked: staff write down the word.
as visits api post /people/@ben/guardians guardian=@ruth evidence="Paper" see 201 guardian=@again
as casemanager api post /barriers one=@ruth other=@andre reason="Kept apart" see 200
as visits api post /people/@ruth/children first_name=Eva last_name=Okoro birth_date=2012-02-01 evidence="Paper" see 201 person=@eva
as teen api post /link number=204588 last_name=Walker relation=friend birth_date=1990-03-14 site=@s see 201 tie=@o
as visits api post /links/@o decision=agree see 200
as guardian api get /children/asked see 200 !"Maya"
as guardian api post /children/asked/@o on:=true see 404
as teen api get /ties see 200 "checking"
