# SPDX-License-Identifier: AGPL-3.0-or-later
# Dee asks to be linked to Andre: staff compare, Andre says yes in private.
as family2 get /home see 200 "You are not linked to anyone yet"
as family2 get /link see 200 "Riverside"
as family2 post /link number=204588 last_name="walker " relation=partner birth_date-day=14 birth_date-month=3 birth_date-year=1990 see 422 "Choose one from the list."
as family2 api get /sites see 200 site=@s
as family2 api post /link number=204588 last_name=WALKER relation=partner birth_date=1990-03-14 site=@s see 201 tie=@i
as family2 api get /ties see 200 "checking" !"Andre"
as inside2 api get /ties see 200 !"Dee"
as visits api get /links see 200 "Dee" "score~:100" tie=@i
as visits get /links see 200 "All details fit." "Dee"
as family2 api post /links/@i decision=agree see 404
as visits post /links/@i decision=agree see 303 /links
as family2 api get /ties see 200 "checking" !"Andre"
as inside2 get /requests see 200 "Dee" "Partner"
as family2 api post /requests/@i on:=true see 404
as inside post /requests/@i on=true see 404
as inside2 post /requests/@i on=true see 303 /requests
as family2 api get /ties see 200 "agreed" "Andre" person=@p
as family2 api post /threads person=@p see 201 thread=@t
as family2 api post /threads/@t/messages body="Hello Andre" see 422 "agree_first"
as family2 api post /threads/@t/messages body="Hello Andre" agree:=true see 201 message=@m
as reviewer api post /queue/approve items[]=@m see 200
as inside2 get /threads see 200 "Dee"
