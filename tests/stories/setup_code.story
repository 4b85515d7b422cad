# SPDX-License-Identifier: AGPL-3.0-or-later
# Staff scan a key and type its first code; until then nothing of their account has changed.
as admin api post /admin/users first_name=Uma last_name=Field email=uma@demo.example visits:=true see 200 account=@uma code=@code
as nobody post /staff/setup email=uma@demo.example code=@code password="a long new password" see 200 "Scan this" "<svg class=~qr~" "M4 4h7v1h-7z" "Or type this key" "setup/code" !"@code"
as nobody api post /staff email=uma@demo.example password="a long new password" see 422 "sign_in_wrong"
as admin api get /admin/users/@uma see 200 "~setting_up~:true"
# Who closes the page before begins again with the same set-up code; the ticket before works no more.
as nobody api post /staff/setup email=uma@demo.example code=@code password="a long new password" see 200 "otpauth://totp/Kinkeeper:uma%40demo.example?secret=" seed=@one ticket=@t1
as nobody api post /staff/setup email=uma@demo.example code=@code password="another long password" see 200 seed=@two ticket=@t2
as nobody api post /staff/setup/code ticket=@t1 code=@totp_one see 422 "setup_wrong"
as nobody api post /staff/setup/code ticket=nonsense code=@totp_two see 422 "setup_wrong"
# A wrong first code says so, shows the same key again, and locks nothing.
as nobody post /staff/setup/code ticket=@t2 code=@totp_one see 422 "newest code" "<svg class=~qr~"
as nobody post /staff/setup/code ticket=@t2 code=000000 see 422 "newest code"
as nobody post /staff/setup/code ticket=@t2 code=000001 see 422
as nobody post /staff/setup/code ticket=@t2 code=000002 see 422
as nobody post /staff/setup/code ticket=@t2 code=000003 see 422
as nobody post /staff/setup/code ticket=@t2 code=@totp_two see 303 /staff
as nobody get /staff?done=setup see 200 "Your account is set up"
as nobody post /staff/setup/code ticket=@t2 code=@totp_two see 422
as nobody api post /staff/setup email=uma@demo.example code=@code password="another long password" see 422 "setup_wrong"
# The first code is used up; the next one signs in.
as nobody post /staff email=uma@demo.example password="a long new password" see 422
as nobody post /staff email=uma@demo.example password="another long password" see 303 /staff/code
as nobody post /staff/code code=@totp_two see 422 "newest code"
clock PT1M
as nobody post /staff/code code=@totp_two see 303 /links
# A new app alone: the old one is gone at once, the new one counts with its first code.
as admin api post /admin/users/@uma/app see 200 code=@app
as nobody2 api post /staff/setup email=uma@demo.example code=@app password="another long password" see 200 seed=@three ticket=@t3
as nobody2 post /staff/setup/code ticket=@t3 code=@totp_three see 303 /staff
clock PT1M
as nobody2 post /staff email=uma@demo.example password="another long password" see 303 /staff/code
as nobody2 post /staff/code code=@totp_two see 422
as nobody2 post /staff/code code=@totp_three see 303 /links
# Whoever made a code does not use it in the browser where they are signed in.
as admin api post /admin/users/@uma/setup see 200 code=@own
as admin post /staff/setup email=uma@demo.example code=@own password="a third long password" see 422 "You made this code"
as admin api post /staff/setup email=uma@demo.example code=@own password="a third long password" see 422 "setup_own"
# Three days are three days for the second half, too.
as nobody api post /staff/setup email=uma@demo.example code=@own password="a third long password" see 200 seed=@four ticket=@t4
clock P3DT1H
as nobody post /staff/setup/code ticket=@t4 code=@totp_four see 422
