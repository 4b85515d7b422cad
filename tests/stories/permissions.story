# SPDX-License-Identifier: AGPL-3.0-or-later
# A permission per channel: the last day is still in force, and the sender is not told why.
as family api get /threads see 200 thread=@t
as family api get /ties see 200 tie=@i
as visits api post /ties/@i/permissions channel=message allowed:=false ends_on=2026-11-21 see 422 "reason_missing"
as visits api post /ties/@i/permissions channel=smoke allowed:=false reason="x" see 422 "field_choice"
as visits api post /ties/@i/permissions channel=message allowed:=false reason="x" ends_on=2026-11-01 see 422 "field_date"
as family api post /ties/@i/permissions channel=message allowed:=true reason="x" see 404
as admin2 api post /ties/@i/permissions channel=message allowed:=true reason="x" see 404
as visits api post /ties/@i/permissions channel=message allowed:=false reason="Sanction" authority="Warden" ends_on=2026-11-21 see 200
as visits api get /ties/@i/permissions see 200 "Warden" "2026-11-21"
as family api post /threads/@t/messages body="Hello" see 409 "message_unsent" !"Sanction"
as inside api post /threads/@t/messages body="Hello" see 409 "message_unsent"
clock P1D
as family api post /threads/@t/messages body="Hello" see 409 "message_unsent"
clock P1D
as family api post /threads/@t/messages body="Hello" see 201
as visits api post /ties/@i/permissions channel=message allowed:=false reason="Again" see 200
as visits api post /ties/@i/permissions channel=message allowed:=true reason="Lifted" see 200
as family api post /threads/@t/messages body="Hello again" see 201
# The matrix as a page: each channel, also where nothing was said; ending takes back at once.
as visits get /ties/@i/permissions see 200 "Rosa Reyes" "Marcus Reyes" "Case information" "Nothing was said: it may pass."
as visits post /ties/@i/permissions channel=message allowed=false reason="" see 422 "reason"
as visits post /ties/@i/permissions channel=message allowed=false reason="Sanction" ends_on-day=3 ends_on-month=12 ends_on-year=2026 see 303 /ties/@i/permissions
as visits get /ties/@i/permissions see 200 "until the end of" "Sanction" path=/permissions/@p/end
as family api post /threads/@t/messages body="Hello" see 409 "message_unsent"
as family post /permissions/@p/end see 404
as visits post /permissions/@p/end see 303 /ties/@i/permissions
as visits api post /permissions/@p/end see 404
as family api post /threads/@t/messages body="Hello once more" see 201
as reviewer get /ties/@i/permissions see 404
