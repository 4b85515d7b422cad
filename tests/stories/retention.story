# SPDX-License-Identifier: AGPL-3.0-or-later
# B8: what is past its last day goes each night; a legal hold beats that, and the page says what would go.
as family api get /threads see 200 thread=@t person=@marcus
as inside api get /threads see 200 person=@rosa
as family api post /threads/@t/draft body="Not yet sent" see 200
as inside api post /threads/@t/draft body="Mine, not yet sent" see 200
as privacy get /retention see 200 "Drafts" "45 CFR 164.528"
as privacy api get /retention see 200 "~class~:~drafts~,~least_days~:0,~most_days~:30,~from~:~last saved~,~authority~:null,~over~:0,~held~:0"
as family api get /retention see 404
as casemanager api get /retention see 404
as privacy api post /holds person=@rosa matter="A case at the county court" review_on=2027-03-01 see 201
clock P29D
jobs
as family get /threads/@t see 200 "Not yet sent"
as inside get /threads/@t see 200 "Mine, not yet sent"
clock P2D
jobs
as privacy api get /retention see 200 "~over~:0,~held~:1"
as family get /threads/@t see 200 "Not yet sent"
as inside get /threads/@t see 200 !"Mine, not yet sent"
