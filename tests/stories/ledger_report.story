# SPDX-License-Identifier: AGPL-3.0-or-later
# B5: the accounting of disclosures, all or as health law asks for it, to print and keep as a table.
as family api get /threads see 200 person=@marcus
as inside api get /threads see 200 person=@rosa
as family get /ledger/report see 200 "Nothing was told"
as casemanager api post /people/@rosa/disclosures what=contact told="=School, office" why="Daniel was ill" basis=duty channel=phone see 201 line=@l
as casemanager api post /people/@rosa/disclosures what=health told="A clinic" why="An emergency" basis=emergency channel=phone happened_at=2026-11-19T10:00:00Z see 201
as family get /ledger/report see 200 "=School, office" "A clinic" "Adaeze Okafor"
as family api get /ledger/report see 200 "~told~:~A clinic~"
as family get /ledger/report.csv see 200 "~'=School, office~" "A clinic" "2026-11-19T10:00:00.000Z,Adaeze Okafor,"
as family get /ledger/report?view=some see 422
as family2 api get /ledger/report see 200 "~lines~:[]"
as inside api get /ledger/report see 200 "~lines~:[]"
# Views are no disclosures.
as casemanager api get /people/@rosa see 200 "Rosa"
as family api get /ledger/report see 200 !"~kind~:~view~"
# The privacy officer hands over the same, without what is kept back.
as privacy get /people/@rosa/report see 200 "Rosa Reyes" "A clinic"
as privacy get /people/@rosa/report.csv?view=hipaa see 200 "A clinic"
as casemanager api get /people/@rosa/report see 404
as privacy api post /ledger/@l/hold statute="28 USC 1" authority="State police" until=2026-12-01 see 200
as privacy2 api post /ledger/@l/hold statute="28 USC 1" authority="State police" until=2026-12-01 see 200
as family get /ledger/report.csv see 200 !"School"
as privacy api get /people/@rosa/report see 200 !"School"
clock P12D
as family get /ledger/report.csv see 200 "School"
# What is older than six years is not in what health law asks for.
clock P2200D
as family api get /ledger/report see 200 "A clinic"
as family api get /ledger/report?view=hipaa see 200 "~lines~:[]"
