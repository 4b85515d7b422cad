# SPDX-License-Identifier: AGPL-3.0-or-later
# CJIS AC-2: each quarter somebody looks at every account of the staff, and confirms or ends it, in one act.
as casemanager api get /rights see 404
as auditor api get /rights see 404
as privacy get /rights see 200 "Review of rights" "Joan Becker" "Somebody else looks at yours" "Nobody has looked yet"
as admin api get /admin/users see 200 find:"~name~:~Nav Desk~,~account~:~"@nav find:"~name~:~Lena Ortiz~,~account~:~"@lena find:"~name~:~Paul Arden~,~account~:~"@paul
as admin api get /admin/users see 200 find:"~name~:~Joan Becker~,~account~:~"@joan
as privacy api get /rights see 200 "~name~:~Paul Arden~,~role~:~reviewer~,~site~:null" "~wide~:true" "~no_factor~:false" !"~no_factor~:true" !"~dormant~:true"
as privacy get /rights?account=@nav see 200 "Still needed" "Close the account"
as privacy get /rights?account=@lena see 200 !"Still needed"
# In one act, once in a quarter, and never for oneself.
as privacy api post /rights/@lena/confirm see 403 "rights_own"
as privacy api post /rights/@lena/end words="Not needed" see 403 "rights_own"
as casemanager api post /rights/@nav/confirm see 404
as admin2 api post /rights/@nav/confirm see 404
as privacy post /rights/@nav/confirm see 303 /rights
as privacy api post /rights/@nav/confirm see 409 "rights_done"
as privacy api get /rights see 200 "~verdict~:~confirmed~,~said_by~:~Lena Ortiz~"
as admin api post /rights/@paul/end see 422 "words"
as admin post /rights/@paul/end words="Works elsewhere now" see 303 /rights
as admin api post /rights/@paul/confirm see 409 "rights_done"
as reviewer2 api get /queue see 401
as admin api get /admin/users/@paul see 200 "~state~:~closed~"
# The report of the quarter: with what was ended, to print, sign and keep.
as privacy api get /rights/reviews see 200 rights=@r "~quarter~:~2026-10-01~,~said~:2"
as privacy get /rights/@r see 200 "Name, day, signature:" "Paul Arden" "Works elsewhere now" "Confirmed"
as privacy api get /rights/@r see 200 "~verdict~:~ended~,~said_by~:~Ines Marsh~"
as privacy get /rights/@r/report.csv see 200 "Since, by whom" "Works elsewhere now" "More than is usual"
as admin2 api get /rights/@r see 404
as casemanager get /rights/@r/report.csv see 404
# A change of role is whose and when.
as admin api post /admin/users/@nav navigator:=true visits:=true see 200
as privacy api get /rights see 200 "~given_by~:~Ines Marsh~"
# It is due by the end of the quarter; the next one begins by itself, with all open again.
as privacy api get /duties see 200 "~duty~:~rights_review~,~due_at~:~2027-01-01T04:59:59.999Z~"
as privacy get /duties see 200 "Review who has which right"
# On the last evening there it is the next year in Greenwich, and this quarter in the office.
clock P41DT11H
jobs
as privacy api get /rights/reviews see 200 "~quarter~:~2026-10-01~,~said~:2" !"2027-01-01"
as privacy api get /rights see 200 "confirmed"
clock P8DT13H
jobs
as privacy api get /rights see 200 !"confirmed" !"Paul Arden" "~dormant~:true"
as privacy api get /rights/reviews see 200 "~quarter~:~2027-01-01~,~said~:0" "~quarter~:~2026-10-01~,~said~:2"
as privacy api get /duties see 200 "2027-04-01T03:59:59.999Z"
as privacy get /rights see 200 "Not used for 35 days"
# When all were looked at, nothing is due any more.
as admin api get /admin/users see 200 find:"~name~:~Tove Lindqvist~,~account~:~"@tove find:"~name~:~Adaeze Okafor~,~account~:~"@adaeze find:"~name~:~Ines Marsh~,~account~:~"@ines find:"~name~:~Omar Reid~,~account~:~"@omar find:"~name~:~Edda Quist~,~account~:~"@edda find:"~name~:~Hope Lane~,~account~:~"@hope find:"~name~:~Thea Brandt~,~account~:~"@thea find:"~name~:~Elias Ford~,~account~:~"@elias find:"~name~:~June Sato~,~account~:~"@june find:"~name~:~Dale Nowak~,~account~:~"@dale
as privacy api post /rights/@nav/confirm words="Asked" see 200
as privacy api post /rights/@joan/confirm words="Asked" see 200
as privacy api post /rights/@tove/confirm words="Asked" see 200
as privacy api post /rights/@adaeze/confirm words="Asked" see 200
as privacy api post /rights/@ines/confirm words="Asked" see 200
as privacy api post /rights/@omar/confirm words="Asked" see 200
as privacy api post /rights/@edda/confirm words="Asked" see 200
as privacy api post /rights/@hope/confirm words="Asked" see 200
as privacy api post /rights/@thea/confirm words="Asked" see 200
as privacy api post /rights/@elias/confirm words="Asked" see 200
as privacy api post /rights/@june/confirm words="Asked" see 200
as privacy api post /rights/@dale/confirm words="Asked" see 200
as privacy api get /duties see 200 "2027-04-01T03:59:59.999Z"
as admin api post /rights/@lena/confirm see 200
as privacy api get /duties see 200 !"2027-04-01T03:59:59.999Z"
