# SPDX-License-Identifier: AGPL-3.0-or-later
# Staff who were moved to another site reach nobody of the old one, by whatever id they kept.
as inside api get /ping see 200
as visits api get /sites see 200 site=@r find:"{~site~:~"@w
as admin api get /admin/users see 200 find:"~name~:~Adaeze Okafor~,~account~:~"@ada
as family api get /ties see 200 tie=@t
as casemanager api get /ties/@t/permissions see 200
as casemanager api post /ties/@t/permissions channel=call allowed:=false reason="x" see 200
as casemanager api get /ties/@t/permissions see 200 permission=@p
as admin post /admin/users/@ada casemanager=true site=@w see 303 /admin/users/@ada
clock PT1M
as family api get /ping see 200
as inside api get /ping see 200
as casemanager api get /ties/@t/permissions see 404
as casemanager api post /permissions/@p/end see 404
as casemanager get /people/@family/family see 404
as casemanager get /people/@inside/with/@family see 404
as casemanager api post /barriers one=@inside other=@family reason="x" see 404
as casemanager api get /people/@inside/barriers see 404
as admin2 api get /sites see 200 site=@lake
as admin api post /queue/cover account=@ada site=@lake starts_on=2026-01-01 ends_on=2026-01-02 see 404
