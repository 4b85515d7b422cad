# SPDX-License-Identifier: AGPL-3.0-or-later
# What staff, and who stole a piece of paper from them, tried.
# The key of one act is no key of another, also where the answer is told once and not kept.
as admin post /policies name=review_hours value=9 idempotency_key=one-key-for-all see 303 /admin/policies
as admin post /admin/users first_name=Eve last_name=Field email=eve@demo.example visits=true idempotency_key=one-key-for-all see 422 "sent before"
as admin get /admin/users see 200 !"Eve Field" "Paul Arden"
as admin api get /admin/users see 200 find:"~name~:~Paul Arden~,~account~:~"@paul find:"~name~:~Ines Marsh~,~account~:~"@ines
as admin post /admin/users/@paul/setup idempotency_key=one-key-for-all see 422 "sent before"
as nobody api post /sign-in contact=reviewer2@demo.example see 201
jobs
as nobody get /demo/outbox see 200 !"reviewer2@demo.example"
as nobody api post /staff email=reviewer2@demo.example password="a long demo password" see 201
# An administrator gives rights, but not to themselves.
as admin api post /admin/users/@ines admin:=true casemanager:=true see 422 "roles_own"
as admin post /admin/users/@ines admin=true visits=true see 422 "You can not give this role to yourself"
# Who found the code for a new app does not guess the password with it, from wherever.
as admin api post /admin/users/@paul/app see 200 code=@c
as nobody api post /staff/setup email=reviewer2@demo.example code=@c password="guess one" see 422 "setup_wrong"
as nobody api post /staff/setup email=reviewer2@demo.example code=@c password="guess two" see 422 "setup_wrong"
as nobody api post /staff/setup email=reviewer2@demo.example code=@c password="guess three" see 422 "setup_wrong"
from nobody2 198.51.100.66
as nobody2 api post /staff/setup email=reviewer2@demo.example code=@c password="guess four" see 422 "setup_wrong"
as nobody2 api post /staff/setup email=reviewer2@demo.example code=@c password="guess five" see 422 "setup_wrong"
as nobody2 api post /staff/setup email=reviewer2@demo.example code=@c password="a long demo password" see 429 "too_often"
clock PT61M
as nobody2 api post /staff/setup email=reviewer2@demo.example code=@c password="a long demo password" see 200 seed=@seed1 ticket=@ticket1
as nobody2 api post /staff/setup/code ticket=@ticket1 code=@totp_seed1 see 200
# An administrator who was invited, and never came, is nobody to leave an agency to.
as admin api post /admin/users first_name=Vic last_name=Field email=vic@demo.example admin:=true see 200 account=@vic
as admin post /admin/users/@ines/close see 422 "Nobody else looks after all sites"
as admin api post /admin/users/@ines navigator:=true see 422 "admin_last"
# Staff of another site note nothing about a child's link here.
as visits api get /sites see 200 site=@r find:"{~site~:~"@w
as admin api get /admin/users see 200 find:"~name~:~Adaeze Okafor~,~account~:~"@ada
as teen api post /link number=204588 last_name=Walker relation=friend birth_date=1990-03-14 site=@r see 201 tie=@here
as teen api post /link number=999999 last_name=Nobody relation=friend birth_date=1990-03-14 site=@w see 201 tie=@there
as admin post /admin/users/@ada casemanager=true site=@w see 303 /admin/users/@ada
clock PT1M
as casemanager api post /ties/@here/says yes:=true see 404
as casemanager api post /ties/@there/says yes:=true see 200
# Nobody left a household before they were in it.
as visits api post /people words="okoro" see 200 person=@ruth
as visits api post /people/@ruth/household/leave until=1990-01-01 see 422 "~field~:~until~"
as visits api post /people/@ruth/household/leave see 200
as visits api post /people/@ruth/household/leave see 404
