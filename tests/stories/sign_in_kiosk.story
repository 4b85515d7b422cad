# SPDX-License-Identifier: AGPL-3.0-or-later
# A person inside signs in with number and PIN; waits grow, and end.
as family api get /sites see 200 site=@s
as nobody get /kiosk see 200 "Riverside" path=/kiosk/@s
as nobody get /kiosk/@s see 200 "Your PIN"
as nobody post /kiosk/@s number=204417 pin=1111 see 422 "did not fit"
as nobody post /kiosk/@s number=999999 pin=1111 see 422 "did not fit"
as nobody post /kiosk/@s number=204417 pin=2468 see 303 /home
as nobody get /home see 200 "Hello, Marcus"
as nobody post /pin new_pin=1234 see 422 "not your birthday"
as nobody post /pin new_pin=1986 see 422 "not your birthday"
as nobody post /pin new_pin=0314 see 422
as nobody post /pin new_pin=4417 see 422
as nobody post /pin new_pin=12a4 see 422
as nobody post /pin new_pin=8352 see 303 /home
as nobody post /sign-out see 303 /kiosk
as nobody get /kiosk/@s see 200
as nobody post /kiosk/@s number=204417 pin=2468 see 422
as nobody post /kiosk/@s number=204417 pin=2468 see 422
as nobody post /kiosk/@s number=204417 pin=2468 see 422
as nobody post /kiosk/@s number=204417 pin=8352 see 422 "Wait a few minutes"
clock PT16M
as nobody post /kiosk/@s number=204417 pin=8352 see 303 /home
# Ninety seconds without a touch, and the kiosk is signed out.
clock PT91S
as nobody get /home see 303 /sign-in
