# SPDX-License-Identifier: AGPL-3.0-or-later
# B1: after an order, nothing new is begun with who was known before: it is as if they were not there.
as family api get /threads see 200 person=@marcus thread=@t
as inside api get /threads see 200 person=@rosa
as privacy api post /orders kind=court court="Wayne County" message=true restrained[]=@rosa protected[]=@marcus see 201
as family api post /urgent person=@marcus kind=death body="Grandmother died" see 404 "not_there"
as family api post /threads person=@marcus see 404 "not_there"
as inside api post /threads person=@rosa see 404 "not_there"
