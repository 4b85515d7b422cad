# SPDX-License-Identifier: AGPL-3.0-or-later
# B12: a breach is written down; each law has its clock; another person closes it when all were told.
as privacy get /breaches see 200 "No breach is known"
as privacy api post /breaches what="short" see 422 "what"
as privacy api post /breaches what="A list was left in a lobby" found_at=2026-11-25T10:00:00Z see 422 "field_time"
as privacy api post /breaches what="A list of visitors was left in a lobby" found_at=2026-11-20T13:30:00Z people:=12 cjis:=true gdpr:=true hipaa:=true see 201 breach=@b
as privacy api get /breaches/@b/notices see 200 "~duty~:~breach_agency~,~due_at~:~2026-11-20T14:30:00.000Z~" "~duty~:~breach_authority~,~due_at~:~2026-11-23T13:30:00.000Z~" "~duty~:~breach_people~,~due_at~:~2026-11-23T13:30:00.000Z~" "~duty~:~breach_secretary~,~due_at~:~2027-03-02T04:59:59.999Z~" !"breach_media"
as privacy get /breaches/@b see 200 "Tell the information security officer" "Tell the Secretary of Health"
as privacy api get /breaches see 200 "@b" "~due_at~:~2026-11-20T14:30:00.000Z~"
as casemanager api get /breaches see 404
as family api get /breaches/@b see 404
as auditor api post /breaches what="A list was left in a lobby" see 404
# More is known: 501 people, under health law alone. What is not wanted any more goes.
as privacy api post /breaches/@b what="A list of visitors was left in a lobby" people:=501 cjis:=true hipaa:=true see 200
as privacy api get /breaches/@b/notices see 200 !"breach_authority" "~duty~:~breach_people~,~due_at~:~2027-01-19T13:30:00.000Z~" "~duty~:~breach_secretary~,~due_at~:~2027-01-19T13:30:00.000Z~" "breach_media"
as privacy api post /breaches/@b/told notice=breach_authority words="By their form." see 409 "request_done"
as privacy api post /breaches/@b/told notice=nobody words="By their form." see 422 "field_choice"
as privacy post /breaches/@b/told notice=breach_agency words="By phone at 9:20." see 303 /breaches/@b
as privacy api post /breaches/@b/told notice=breach_agency words="Once more." see 409 "request_done"
as privacy2 api post /breaches/@b/close words="A cover for the list." see 409 "breach_open"
as privacy api post /breaches/@b/told notice=breach_people words="Letters to all." see 200
as privacy api post /breaches/@b/told notice=breach_secretary words="By their form." see 200
as privacy api post /breaches/@b/told notice=breach_media words="Three papers." see 200
as privacy get /breaches/@b see 200 "By phone at 9:20." "Another person than who entered it closes it."
as privacy api post /breaches/@b/close words="A cover for the list." see 403 "order_two"
as privacy2 post /breaches/@b/close words="A cover for the list." see 303 /breaches/@b
as privacy2 api post /breaches/@b/close words="A cover for the list." see 409 "request_done"
as privacy api post /breaches/@b what="Something else was written here" see 409 "request_done"
as privacy api post /breaches/@b/told notice=breach_people words="Late letters." see 409 "request_done"
as privacy get /breaches see 200 "closed"
# What no law covers is written down all the same.
as privacy api post /breaches what="A wrong name was called in the hall" people:=1 see 201 breach=@c
as privacy get /breaches/@c see 200 "No law was chosen"
as privacy2 api post /breaches/@c/close words="Names are not called any more." see 200
