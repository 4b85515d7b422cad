# SPDX-License-Identifier: AGPL-3.0-or-later
# The auditor finds an act, sees nothing of what was said, and proves it; whoever acted keeps a receipt.
as family api get /threads see 200 thread=@t
as family api post /threads/@t/messages body="The canary sings at noon" agree=true see 201 message=@m
clock PT2M
as auditor get /audit see 200 "message.send" !"canary" !"Rosa"
as auditor api get /audit?act=message.send see 200 entry=@e "act=message.send" !"canary" !"Rosa"
as auditor api get /audit?object=@m see 200 entry=@e
as auditor api get /audit?object=@t see 200 "~entries~:[]"
as auditor api get /audit?to=2026-11-18 see 200 "~entries~:[]"
as auditor api get /audit?from=2026-11-22 see 200 "~entries~:[]"
as auditor api get /audit?object=nonsense see 404
as auditor get /audit?act=message.send&role=family&outcome=done see 200 "message.send"
as auditor get /audit?outcome=nothing see 200 "Nothing fits"
as auditor get /audit/@e see 200 "kinkeeper entry v1" "act=message.send" !"canary" !"Rosa"
as auditor api get /audit/@e see 200 "relation"
as auditor get /audit/@e/receipt see 200 "kinkeeper receipt v1" "c2sp.org/tlog-proof@v1" "— kinkeeper.example/test" !"canary"
# Whoever acted has it too, and nobody else.
as family api get /audit/@e/receipt see 200 "kinkeeper receipt v1" "act=message.send"
as family2 api get /audit/@e/receipt see 404
as inside api get /audit/@e/receipt see 404
as admin api get /audit/@e/receipt see 404
as nobody get /audit/@e/receipt see 303 /sign-in
# A new entry has none until the next checkpoint.
as family api post /threads/@t/messages body="Another" see 201 message=@n
clock PT1S
as auditor api get /audit?object=@n see 200 entry=@f
as auditor api get /audit?role=auditor&from=2026-11-20&to=2026-11-20 see 200 "audit.list"
as auditor api get /audit/@f/receipt see 409 "receipt_later"
# The state of the log; a store without witnesses says so.
as auditor get /audit/log see 200 "No witness looks at this log" "kinkeeper.example/test"
as auditor api get /audit/log see 200 "~silent~:true"
# Bundles of entries, for a verifier of the auditor's own.
as auditor get /log/tile/entries/000.p/2 see 200
as auditor get /log/tile/entries/000.p/255 see 404
# The log is the auditor's alone, and nothing else is.
as family get /audit see 404
as reviewer get /audit see 404
as admin get /audit see 404
as admin get /audit/log see 404
as casemanager get /audit/@e see 404
as auditor get /queue see 404
as auditor get /people see 404
as auditor get /admin see 404
as auditor get /threads see 404
