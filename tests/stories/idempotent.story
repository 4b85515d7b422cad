# SPDX-License-Identifier: AGPL-3.0-or-later
# The same form sent twice does one thing.
as family api get /threads see 200 thread=@t
as family post /threads/@t/messages body="Once" idempotency_key=twelve-letters see 303 /threads/@t
as family post /threads/@t/messages body="Once" idempotency_key=twelve-letters see 303 /threads/@t
as family post /threads/@t/messages body="Twice" idempotency_key=twelve-letters see 422 "sent before"
as reviewer api get /queue see 200 message=@m "Once" !"Twice"
as reviewer api post /queue/approve items[]=@m see 200
as reviewer api get /queue see 200 !"Once"
