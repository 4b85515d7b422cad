# SPDX-License-Identifier: AGPL-3.0-or-later
# An operator sees what failed, tries it again or gives it up; another agency's is not there.
as admin get /admin/jobs see 200 "Given up" "Send a notice" "The other side was busy" "Went wrong, and tried again" "It came back" "The number was silent for 90 days" !"navigator@" !"Nav Desk"
as reviewer get /admin/jobs see 404
as family api get /admin/jobs see 404
as admin api get /admin/jobs see 200 job=@j "~kind~:~notice.send~" "~tries~:7" "~error~:~busy~"
as admin api get /admin/jobs?state=waiting see 200 "~tries~:2" "sweep"
as admin api get /admin/jobs?state=odd see 422
as admin api get /admin/notices see 200 "~cause~:~bounced~,~count~:1" "~cause~:~number_old~"
as reviewer api get /admin/notices see 404
as admin2 api get /admin/notices see 200 "~notices~:[]"
as admin2 api get /admin/jobs see 200 job=@k
as admin2 api post /admin/jobs/@j/retry see 404
as admin2 api post /admin/jobs/@j/drop see 404
as admin api post /admin/jobs/@k/retry see 404
as admin api post /admin/jobs/@k/drop see 404
as reviewer api post /admin/jobs/@j/retry see 404
as family api post /admin/jobs/@j/drop see 404
as reviewer api post /admin/jobs/retry kind=notice.send see 404
as admin api post /admin/jobs/retry see 422 "kind"
# Nothing but what is dead or failed can be moved.
as admin api get /admin/jobs?state=waiting see 200 find:"{~job~:~"@last
as admin api post /admin/jobs/@last/retry see 404
as admin api post /admin/jobs/@last/drop see 404
# One of the other agency is given up; ours goes out at last.
as admin2 post /admin/jobs/@k/drop see 303 /admin/jobs
as admin2 get /admin/jobs see 200 "No job was given up"
as admin2 api post /admin/jobs/@k/drop see 404
as admin post /admin/jobs/@j/retry see 303 /admin/jobs
jobs
as admin get /admin/jobs see 200 "No job was given up"
as admin get /demo/outbox see 200 "navigator@demo.example"
as admin api post /admin/jobs/retry kind=notice.send see 200 "{~retried~:0}"
as admin post /admin/jobs/retry kind=notice.send see 303 /admin/jobs
