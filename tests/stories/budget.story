# SPDX-License-Identifier: AGPL-3.0-or-later
# Staff who look at more people in a day than the agency allows are stopped at the next one; for
# somebody's safety nobody is stopped, and whom they have seen today they see again.
as inside api get /ping see 200
as inside2 api get /ping see 200
as family api get /ping see 200
as family2 api get /ping see 200
as guardian api get /ping see 200
as teen api get /ping see 200
as protected api get /ping see 200
as admin api post /policies name=people_per_day value=5 see 200
as casemanager api get /people/@inside see 200
as casemanager api get /people/@inside2 see 200
as casemanager api get /people/@family see 200
as casemanager api get /people/@family2 see 200
as casemanager api get /people/@guardian see 200
as casemanager api get /people/@teen see 403 "too_many_people"
as casemanager get /people/@teen see 403
as casemanager api get /people/@inside see 200
as casemanager api get /people/@teen/orders see 200
as casemanager api get /people/@teen see 403 "too_many_people"
as visits api get /people/@inside see 200
clock P1D
as teen api get /ping see 200
as casemanager api get /people/@teen see 200
