# SPDX-License-Identifier: AGPL-3.0-or-later
# An administrator makes no account with great rights alone: another one says yes to it first.
as admin api get /admin/users see 200 find:"~name~:~Nav Desk~,~account~:~"@nav find:"~name~:~Paul Arden~,~account~:~"@paul
as admin api post /admin/users/@nav admin:=true see 200
as navigator api get /ping see 200
# Uma may review: she sets up, and is not let in.
as admin api post /admin/users first_name=Uma last_name=Field email=uma@demo.example reviewer:=true see 200 account=@uma code=@code
jobs
as nobody get /demo/outbox see 200 !"waits for your yes"
as nobody api post /staff/setup email=uma@demo.example code=@code password="a long new password" see 200 seed=@seed ticket=@t
as nobody api post /staff/setup/code ticket=@t code=@totp_seed see 200
clock PT1M
as nobody2 post /staff email=uma@demo.example password="a long new password" see 303 /staff/code
as nobody2 post /staff/code code=@totp_seed see 403 "must say yes"
as nobody2 get /queue see 303 /staff/code
# Who made it cannot confirm it, nor can anybody who is none of the agency's administrators.
as admin get /admin/users/@uma see 200 "waits for a second yes" !"Yes, confirm"
as admin api post /admin/users/@uma/confirm see 403 "confirm_same"
as admin2 api post /admin/users/@uma/confirm see 404
as reviewer api post /admin/users/@uma/confirm see 404
# The second one's own rights wait, too: here the operator said yes (`kinkeeper user confirm`), by the demo's door.
as navigator get /admin/users/@uma see 200 "Yes, confirm"
as navigator api post /admin/users/@nav/confirm see 403 "confirm_same"
as navigator post /admin/users/@uma/confirm see 303 /admin/users/@uma
as navigator api post /admin/users/@uma/confirm see 404
clock PT1M
as nobody2 post /staff/code code=@totp_seed see 303 /queue
# Setting somebody up anew would be a way to take their account: it asks for a yes as well. A new code app asks for their password.
as admin api post /admin/users/@paul/setup see 200 code=@again
as admin api get /admin/users/@paul see 200 "~waits~:true"
as admin api post /admin/users/@paul/confirm see 403
# A right that is taken away again needs no yes.
as admin api post /admin/users/@paul visits:=true see 200
as admin api get /admin/users/@paul see 200 "~waits~:false"
# Nor does an account that reads and decides little.
as admin api post /admin/users first_name=Vic last_name=Field email=vic@demo.example visits:=true see 200 account=@vic
as admin api get /admin/users/@vic see 200 "~waits~:false"
# A right that is given later does; whoever is left to say yes is told.
as navigator api post /admin/users/@vic auditor:=true see 200
jobs
as nobody get /demo/outbox see 200 "waits for your yes"
as admin api post /admin/users/@vic/confirm see 200
