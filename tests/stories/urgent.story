# SPDX-License-Identifier: AGPL-3.0-or-later
# A death is told in person by somebody on duty, around every queue.
as family api get /ties see 200 person=@marcus
as family get /home see 200 "Urgent news"
as family get /urgent/new see 200 "Marcus" "988"
as family post /urgent kind=death body="Grandma died this morning" see 422 "Choose a person"
as family2 api post /urgent person=@marcus kind=death body="x" see 404
as family post /urgent person=@marcus kind=death body="Grandma died this morning" see 303 /home
as reviewer api get /queue see 200 !"Grandma"
as casemanager api get /urgent see 200 "Grandma died" urgent=@u "Marcus Reyes" "Rosa Reyes"
as visits get /urgent see 200 "A death" "Grandma died"
as visits post /urgent/@u/taken see 303 /urgent
as casemanager api post /urgent/@u/told see 200
as casemanager api post /urgent/@u/told see 409
as visits api get /urgent see 200 !"Grandma"
jobs
as family get /demo/outbox see 200 "was told in person" !"Grandma" !"Marcus"
