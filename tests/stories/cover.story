# SPDX-License-Identifier: AGPL-3.0-or-later
# The reviewer of one facility covers the queue of another until the end of a day, and nothing else of it.
as reviewer2 api get /sites see 200 site=@r find:"{~site~:~"@w "Willow Farm"
as inside2 api get /threads see 200
as casemanager api post /people/@inside2/status status=here site=@w see 200
as family-ar api get /threads see 200 thread=@t
as family-ar api post /threads/@t/messages body="Good morning" agree:=true see 201 message=@m
as reviewer api get /queue see 200 !"Good morning"
as reviewer api get /queue?site=@w see 404
as reviewer api get /queue/@m see 404
as reviewer api post /queue/approve items[]=@m see 404
# Who may set it, for whom, for how long.
as family api get /queue/cover see 404
as reviewer api get /queue/cover see 200 "~covers~:[]"
as admin get /queue/cover see 200 "No cover" "Joan, Riverside" "Willow Farm" find:"<select id=~account~ name=~account~>\n<option value=~"@joan
as admin api post /queue/cover site=@w see 422 "account" "starts_on"
as admin api post /queue/cover site=@w account=@joan starts_on=2026-11-25 ends_on=2026-11-24 see 422 "field_date"
as admin api post /queue/cover site=@w account=@joan starts_on=2026-11-20 ends_on=2027-11-24 see 422 "field_date"
as admin api post /queue/cover site=@r account=@joan starts_on=2026-11-20 ends_on=2026-11-24 see 422 "field_choice"
as reviewer api post /queue/cover site=@w account=@joan starts_on=2026-11-20 ends_on=2026-11-24 see 404
as admin2 api post /queue/cover site=@w account=@joan starts_on=2026-11-20 ends_on=2026-11-24 see 404
as reviewer2 api post /queue/cover account=@joan starts_on=2026-11-20 ends_on=2026-11-24 see 422 "site"
as admin api post /queue/cover site=@w account=@joan starts_on=2026-11-20 ends_on=2026-11-21 see 201 cover=@c
# Now the queue is open to them, and nothing else of that place.
as reviewer get /queue see 200 "Messages of Willow Farm" !"Good morning"
as reviewer get /queue?site=@w see 200 "Good morning"
as reviewer api get /queue/@m see 200 "Good morning"
as reviewer api post /queue/approve items[]=@m see 200
as reviewer api post /queue/@m/undo see 200
as admin2 api post /queue/cover/@c/end see 404
# The last day is still in force, the day after it is over.
clock P1D
as reviewer api get /queue/@m see 200
clock P1D
as reviewer api get /queue/@m see 404
as reviewer get /queue see 200 !"Willow Farm"
# Cover ends at once when somebody ends it; also who covers can.
as admin api post /queue/cover site=@w account=@joan starts_on=2026-11-20 ends_on=2026-11-30 see 201 cover=@d
as reviewer api get /queue/@m see 200
as reviewer post /queue/cover/@d/end see 303 /queue/cover
as reviewer api get /queue/@m see 404
