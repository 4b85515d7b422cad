# SPDX-License-Identifier: AGPL-3.0-or-later
# A reviewer puts in a list; it flags until its last day.
as family api get /threads see 200 thread=@t
as reviewer get /phrases see 200 "Safety" "Version 1"
as family api post /phrases name=x phrases="purple" expires_on=2026-12-01 see 404
as reviewer api post /phrases name=Colours phrases="purple rain\n\nGREEN" expires_on=2026-11-21 see 201
as reviewer api post /phrases name=Colours phrases=" !! " expires_on=2026-12-01 see 422 "phrase_list"
as reviewer api post /phrases name=Colours phrases="ab" expires_on=2026-12-01 see 422 "phrase_list"
as reviewer post /phrases name=Colours phrases="green" expires_on-day=1 expires_on-month=1 expires_on-year=2020 see 422 "real date"
as family api post /threads/@t/messages body="It is a green day" see 201
as reviewer api get /queue?show=flagged see 200 "“GREEN”"
as reviewer api post /phrases name=Colours phrases="purple rain" expires_on=2026-11-21 see 201
as reviewer api get /phrases see 200 "version~:2"
as family api post /threads/@t/messages body="Green again" see 201
as reviewer api get /queue?show=clean see 200 "Green again"
clock P3D
as family api post /threads/@t/messages body="Purple rain" see 201
as reviewer api get /queue?show=clean see 200 "Purple rain"
as reviewer get /phrases see 200 "Over: flags nothing"
