# SPDX-License-Identifier: AGPL-3.0-or-later
# An administrator invites staff, changes what they may do, resets a code app and closes accounts.
as admin get /admin/users see 200 "Joan Becker" "Mail reviewer" "Riverside" "All sites" "Never"
as reviewer get /admin/users see 404
as family api get /admin/users see 404
# What cannot be given: nothing, two that must be apart, somebody else's site, an address that is taken.
as admin api post /admin/users first_name=Uma last_name=Field email=uma@demo.example see 422 "nothing_chosen"
as admin api post /admin/users first_name=Uma last_name=Field email=uma@demo.example reviewer:=true auditor:=true see 422 "roles_clash"
as admin api post /admin/users first_name=Uma last_name=Field email=nobody reviewer:=true see 422 "contact"
as admin api post /admin/users first_name=Uma last_name=Field email=visits@demo.example visits:=true see 422 "contact_taken"
as admin2 api get /sites see 200 site=@lake
as admin api post /admin/users first_name=Uma last_name=Field email=uma@demo.example visits:=true site=@lake see 422 "~field~:~site~"
as reviewer api post /admin/users first_name=Uma last_name=Field email=uma@demo.example visits:=true see 404
# The person sets the password; the code works once.
as admin api post /admin/users first_name=Uma last_name=Field email=uma@demo.example visits:=true see 200 account=@uma code=@code "expires_at"
as admin get /admin/users see 200 "Uma Field" "Not set up yet"
as nobody get /staff/setup see 200 "Set up your account"
as nobody api post /staff/setup email=uma@demo.example code=@code password="short" see 422 "password_short"
as nobody api post /staff/setup email=uma@demo.example code=@code password="aaaaaaaaaaaaaaaaaa" see 422 "password_short"
as nobody api post /staff/setup email=other@demo.example code=@code password="a long new password" see 422 "setup_wrong"
as nobody api post /staff/setup email=uma@demo.example code=aaaaa-bbbbb-ccccc-ddddd password="a long new password" see 422 "setup_wrong"
as nobody api post /sign-in contact=uma@demo.example see 201
as nobody api post /staff/setup email=uma@demo.example code=@code password="a long new password" see 200 seed=@seed1 ticket=@ticket1
as nobody api post /staff/setup/code ticket=@ticket1 code=@totp_seed1 see 200
as nobody api post /staff/setup email=uma@demo.example code=@code password="a long new password" see 422 "setup_wrong"
as nobody api post /staff email=uma@demo.example password="a long new password" see 201 token=@k
as admin api get /admin/users/@uma see 200 "~visits~:true" "~setting_up~:false" "~state~:~open~"
# Other agencies' staff are not there.
as admin2 api get /admin/users see 200 !"Uma" "Karl Voss"
as admin2 api get /admin/users/@uma see 404
as admin2 api post /admin/users/@uma reviewer:=true see 404
as admin2 api post /admin/users/@uma/close see 404
as admin2 api post /admin/users/@uma/app see 404
as admin2 api post /admin/users/@uma/setup see 404
# Another phone: the code app alone, with the password that she has.
as admin post /admin/users/@uma/app see 200 "Set-up code" "Type the password you have now"
as admin api post /admin/users/@uma/setup see 200 code=@second
as admin api post /admin/users/@uma/app see 404
as nobody api post /staff/setup email=uma@demo.example code=@second password="another long password" see 200 seed=@seed2 ticket=@ticket2
as nobody api post /staff/setup/code ticket=@ticket2 code=@totp_seed2 see 200
as admin api post /admin/users/@uma/app see 200 code=@third
as nobody api post /staff/setup email=uma@demo.example code=@third password="not the old password" see 422 "setup_wrong"
as nobody post /staff/setup email=uma@demo.example code=@third password="another long password" see 200 "Or type this key" "<svg class=~qr~" "M4 4h7v1h-7z" find:"~ticket~ value=~"@ticket9
# A new site and new roles end her sessions; an administrator of one site has that site alone.
as admin api get /sites see 200 site=@r
# The last administrator of the whole agency stays one.
as admin api get /admin/users see 200 find:"~name~:~Ines Marsh~,~account~:~"@ines find:"~name~:~Nav Desk~,~account~:~"@nav find:"~name~:~Paul Arden~,~account~:~"@paul
as admin api get /sites see 200 site=@r find:"{~site~:~"@w
as admin api post /admin/users/@ines navigator:=true see 422 "admin_last"
as admin api post /admin/users/@ines admin:=true site=@r see 422 "admin_last"
as admin post /admin/users/@ines navigator=true see 422 "Nobody else looks after all sites"
as admin post /admin/users/@ines/close see 422 "Nobody else looks after all sites"
as admin api post /admin/users/@ines/app see 404
as admin api post /admin/users/@ines/setup see 404
as admin get /admin/users/@ines see 200 "Ines Marsh" !"Reset the code app"
# New roles and another site end every session at once.
as navigator api get /people see 404
as navigator api get /ping see 200
as admin api post /admin/users/@nav admin:=true reviewer:=true site=@r see 422 "roles_clash"
as admin post /admin/users/@nav admin=true site=@r see 303 /admin/users/@nav
as navigator api get /ping see 401
clock PT1M
# An administrator of one site has that site alone.
as navigator get /admin see 200 "Staff accounts" !"Jobs and notices"
as navigator api get /admin/users see 200 "Joan Becker" "Tove Lindqvist" !"Ines Marsh" !"Paul Arden"
as navigator api get /admin/users/@ines see 404
as navigator api post /admin/users/@paul reviewer:=true site=@r see 404
as navigator api post /admin/users first_name=Vic last_name=Field email=vic@demo.example visits:=true see 422 "~field~:~site~"
as navigator api post /admin/users first_name=Vic last_name=Field email=vic@demo.example visits:=true site=@w see 422 "~field~:~site~"
as navigator api post /admin/users first_name=Vic last_name=Field email=vic@demo.example visits:=true site=@r see 200 account=@vic
as navigator get /admin/users see 200 "Vic Field" !"All sites"
as navigator api get /admin/sites see 200 "Riverside" !"Willow Farm"
as navigator api get /admin/sites/@w see 404
as navigator api post /admin/sites name="Oak" kind=partner country=US zone=America/Detroit opens=09:00 closes=16:30 monday:=true see 403 "not_allowed"
as navigator api post /admin/sites/@w/closed first_on=2026-12-24 reason="Mine" see 404
as navigator api post /admin/sites/@r/closed first_on=2026-12-24 reason="Holiday" see 200
as navigator api post /policies name=review_hours value=9 see 422 "~field~:~site~"
as navigator api post /policies name=review_hours value=9 site=@w see 422 "~field~:~site~"
as navigator api post /policies name=review_hours value=9 site=@r see 200
as navigator get /admin/policies see 200 "Nav Desk" "Riverside"
as navigator api get /admin/jobs see 403 "not_allowed"
as navigator api get /admin/notices see 403 "not_allowed"
as nobody api post /staff email=casemanager@demo.example password="x" see 422
as nobody api post /staff email=casemanager@demo.example password="x" see 422
as nobody api post /staff email=casemanager@demo.example password="x" see 422
as nobody api post /staff email=casemanager@demo.example password="x" see 422
as nobody api post /staff email=casemanager@demo.example password="x" see 422
as navigator get /admin see 200 "No account is locked"
as admin get /admin see 200 "Adaeze Okafor" path=/accounts/@ada/release
as navigator post /accounts/@ada/release see 404
as admin get /admin/users/@ada see 200 "Locked" "Release"
as admin post /accounts/@ada/release see 303 /admin
# Closing ends it at once; a new set-up code opens it again.
as reviewer2 api get /queue see 200
as admin post /admin/users/@paul/close see 303 /admin/users/@paul
as reviewer2 api get /queue see 401
as admin api get /admin/users/@paul see 200 "~state~:~closed~"
as nobody api post /staff email=reviewer2@demo.example password="a long demo password" see 422
as admin api post /admin/users/@paul/app see 404
as admin api post /admin/users/@paul/setup see 200 code=@fourth
as nobody api post /staff email=reviewer2@demo.example password="a long demo password" see 422
as nobody api post /staff/setup email=reviewer2@demo.example code=@fourth password="a long demo password" see 200 seed=@seed3 ticket=@ticket3
as nobody api post /staff/setup/code ticket=@ticket3 code=@totp_seed3 see 200
as nobody api post /staff email=reviewer2@demo.example password="a long demo password" see 201
# A code lasts three days.
as admin api post /admin/users/@paul/setup see 200 code=@fifth
clock P3DT1H
as nobody api post /staff/setup email=reviewer2@demo.example code=@fifth password="a long demo password" see 422 "setup_wrong"
# Who was not here for 90 days is shown, and closed in one act; whoever is here stays.
clock P84D
as visits api get /ping see 200
as admin get /admin/users see 200 !"Not used for 90 days"
clock P5D
as admin get /admin/users see 200 "Not used for 90 days" "were not used for 90 days"
as reviewer api post /admin/users/idle see 404
as admin2 api post /admin/users/idle see 200
as admin api get /admin/users/@nav see 200 "~state~:~open~"
as admin post /admin/users/idle see 303 /admin/users
as admin get /admin/users see 200 !"Not used for 90 days"
as admin api get /admin/users/@ines see 200 "~state~:~open~"
as visits api get /ping see 200
as admin api post /admin/users/idle see 200 "{~closed~:0}"
