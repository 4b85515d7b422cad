# SPDX-License-Identifier: AGPL-3.0-or-later
# Ruth acts for Daniel, who is eight: she sees and writes as "Ruth for Daniel", and as nobody else.
as guardian get /home see 200 "Your children" "Daniel"
as guardian api get /children see 200 "Daniel" "may_act~:true" person=@daniel
as guardian get /children see 200 "Act for this child" "has their own account"
as guardian api get /ties see 200 !"Marcus"
as family api post /children/act person=@daniel see 404
as guardian api post /children/act person=@daniel see 200
as guardian api get /ties see 200 "Marcus" person=@marcus tie=@danielstie
as guardian api post /threads person=@marcus see 201 thread=@t
as guardian api post /threads/@t/messages body="I lost a tooth" agree:=true see 201 message=@m
as guardian api get /threads/@t/messages see 200 "writer~:~Ruth~" "Daniel"
as reviewer get /queue see 200 "Daniel (Ruth)"
as reviewer api post /queue/approve items[]=@m see 200
as inside get /threads/@t see 200 "Ruth for Daniel" "I lost a tooth"
as inside api post /threads/@t/messages body="Keep it safe" agree:=true see 201 message=@answer
as reviewer api post /queue/approve items[]=@answer see 200
jobs
as nobody get /demo/outbox see 200 "ruth@demo.example"
as guardian api post /children/act see 200
as guardian api get /threads/@t see 404
as guardian post /children/act person=@daniel see 303 /home
as guardian get /home see 200 "Ruth for Daniel" "Marcus"
as guardian get /me see 200 "ruth@demo.example"
as guardian post /children/act see 303 /children
# A child's account is the child's: nobody opens that of a teenager who has one.
as teen api get /children see 200 !"name"
as visits post /people words="reyes" see 200 "Maya"
as visits api post /people words="204417" see 200 person=@marcus
# What keeps Ruth and Marcus apart holds also while she acts for Daniel.
as visits api post /people words="okoro" see 200 person=@ruth
as guardian api post /children/act person=@daniel see 200
as casemanager api post /barriers one=@ruth other=@marcus reason="Kept apart" see 200
as guardian api get /threads/@t see 404
as guardian api post /threads/@t/messages body="Hello" see 404
as guardian api get /ties see 200 !"Marcus"
as casemanager api post /barriers/lift one=@ruth other=@marcus reason="Lifted" see 200
as visits api post /barriers/lift/confirm one=@ruth other=@marcus reason="Lifted" see 200
as guardian api get /threads/@t see 200
# The guardianship ends, and with it what she may, in the same moment.
as casemanager api get /people/@daniel/guardians see 200 "Court paper 12-1188" "Adaeze Okafor" guardian=@g
as casemanager api post /guardians/@g/end see 200
as casemanager api post /guardians/@g/end see 409 "guardian_over"
as guardian api get /threads/@t see 404
# What was meant for the child is not done in her own name: she says for whom she acts first.
as guardian api post /threads/@t/messages body="Hello" see 409 "form_own"
as guardian api post /children/act person=@daniel see 404
as guardian api post /children/act see 200
as guardian api post /threads/@t/messages body="Hello" see 404
# Staff note guardians: a person or an authority, with papers, for a minor.
as visits api post /people words="reyes" see 200 "Rosa"
as visits post /people/@daniel/family words="okoro" see 200 path=/people/@daniel/with/@ruth "Ruth"
as visits get /people/@daniel/with/@ruth see 200 "Ruth is a guardian of Daniel" "Keep the two apart"
as visits api post /people/@daniel/guardians guardian=@ruth evidence="" see 422 "guardian_evidence"
as visits api post /people/@daniel/guardians evidence="Birth certificate" see 422 "guardian_one"
as visits api post /people/@daniel/guardians guardian=@ruth authority="Court" evidence="Both" see 422 "guardian_one"
as visits api post /people/@daniel/guardians guardian=@daniel evidence="Himself" see 422 "guardian_minor"
as visits api post /people/@daniel/guardians guardian=@marcus evidence="Inside" see 422 "guardian_minor"
as visits api post /people/@ruth/guardians authority="Court" evidence="Of age" see 422 "guardian_of_adult"
as visits api post /people/@daniel/guardians guardian=@ruth evidence="Paper" starts_on=2026-12-01 ends_on=2026-11-30 see 422 "field_date"
as visits post /people/@daniel/guardians guardian=@ruth evidence="Court paper 12-1188" see 303 /people/@daniel/family
as visits api post /people/@daniel/guardians guardian=@ruth evidence="Again" see 422 "guardian_twice"
as visits api post /people/@daniel/guardians authority="Wayne County Court" evidence="Order 77" ends_on=2027-05-03 see 201 guardian=@court
as visits get /people/@daniel/family see 200 "Wayne County Court" "Tove Lindqvist" "8 years old"
as reviewer api post /people/@daniel/guardians authority="Court" evidence="No" see 404
as family api get /people/@daniel/guardians see 404
as admin api get /people/@daniel/guardians see 200 "Wayne County Court"
as admin2 api get /people/@daniel/guardians see 404
# A child that is not known yet.
as visits api post /people/@ruth/children first_name=Ana last_name=Okoro birth_date=2000-01-01 evidence="Paper" see 422 "guardian_of_adult"
as visits api post /people/@ruth/children first_name=Ana last_name=Okoro birth_date=2027-01-01 evidence="Paper" see 422 "field_date"
as visits api post /people/@ruth/children first_name=Ana last_name=Okoro birth_date=2020-01-01 evidence="Paper" see 201 person=@ana
as visits api get /people/@ruth/children see 200 "Ana" "Daniel"
as guardian api get /children see 200 "Ana"
