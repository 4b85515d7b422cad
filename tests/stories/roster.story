# SPDX-License-Identifier: AGPL-3.0-or-later
# An administrator takes a roster over: checked first, all of it or nothing, and again without harm.
as reviewer api post /roster csv="number,last_name,birth_date,site\n9001,Ames,1980-02-03,Riverside" see 404 "no_such_page"
as family get /roster see 404
as nobody post /roster file="number,last_name,birth_date,site\n9001,Ames,1980-02-03,Riverside" see 303 /sign-in
as nobody api post /roster csv="number" see 401 "sign_in_first"
as admin get /roster see 200 "Nothing was imported yet" "Which column is which"
# What cannot be read at all is told on the form.
as admin post /roster see 422 "Choose a file with at least one row."
as admin api post /roster see 422 "import_empty"
as admin api post /roster csv="number,last_name\n1,A" see 422 "import_faults" "birth_date" "no_column"
as admin api post /roster csv="number,last_name,birth_date,site\n9001,Ames,1980-02-03,Riverside" map="nummer=number" see 422 "import_columns" "map"
# Only checked: no line of the list, and nobody was added.
as admin api post /roster csv="number,last_name,birth_date,site\n9001,Ames,1980-02-03,Riverside" dry_run:=true see 200 "~rows~:1,~faults~:[]" !"added"
as admin post /roster file="number,last_name,birth_date,site\n9001,Ames,1980-02-03,Riverside" dry_run=true see 200 "The file is in order. Nothing was changed." "1 row."
as admin api get /roster/runs see 200 "~rows~:0" !"done" !"reading"
# One faulty row, and nothing is changed; each fault is listed.
as admin api post /roster csv="number;last_name;birth_date;site\n9001;Ames;1980-02-03;Riverside\n9002;Bell;03/14/90;Nowhere\n9001;Cole;1980-02-03;Riverside" see 422 "import_faults" "~line~:3,~column~:~site~,~reason~:~unknown_site~,~value~:~Nowhere~" "~line~:3,~column~:~birth_date~,~reason~:~not_a_date~" "~line~:4,~column~:~number~,~reason~:~duplicate_number~,~first~:2"
as admin post /roster file="number,last_name,birth_date,site\n9001,Ames,1980-02-03,Riverside\n9002,Bell,,Nowhere" see 422 "Some rows have faults. Nothing was changed." "No site has this name." "Nowhere" "Faults, nothing changed"
as visits api post /people words="9001" see 200 !"Ames"
as admin api get /roster/runs see 200 "~state~:~faulty~" "~faults~:3"
# Taken over; the same file again changes nobody.
as admin post /roster file="Inmate #,Surname,Given Name,DOB,Facility,Housing\n9001,Ames,Cara,2/3/1980,RIVERSIDE,B2\n204588,Walker,Andre,3/14/1990,Riverside,B2" see 303 /roster
as admin get /roster?done=roster see 200 "The roster was taken over." "Done"
as visits api post /people words="9001" see 200 "Ames" "Cara"
as admin api post /roster csv="number,last_name,birth_date,site,unit\n9001,Ames,1980-02-03,Riverside,B2\n204588,Walker,1990-03-14,Riverside,B2" see 200 "~rows~:2,~added~:0,~changed~:0,~released~:0" "~faults~:[]"
as admin api post /roster csv="number,last_name,birth_date,site,unit\n9001,Ames-Reed,1980-02-03,Willow Farm,\n" see 200 "~rows~:1,~added~:0,~changed~:1"
# A death in the file stops what waits, and a later file cannot bring anybody back.
as family api get /threads see 200 thread=@t person=@marcus
as family api post /threads/@t/messages body="Good night" see 201 message=@m
as admin api post /roster csv="number,last_name,birth_date,site,status\n204417,Reyes,1986-03-14,Riverside,Deceased" see 200 "~changed~:1"
as family api get /threads see 200 "frozen"
as reviewer api post /queue/approve items[]=@m see 409 "message_done"
as admin api post /roster csv="number,last_name,birth_date,site,status\n204417,Reyes,1986-03-14,Riverside,In Custody" see 422 "deceased_here"
as admin api post /roster csv="number,last_name,birth_date,site,status\n204417,Reyes,1986-03-14,Riverside,Released" see 200 "~changed~:0"
# The whole roster of a site: who is not in it has gone home.
as visits api post /people words="204588" see 200 person=@andre
as admin api post /roster csv="number,last_name,birth_date,site\n9003,Dunn,1980-02-03,Riverside" complete:=true see 200 "~added~:1,~changed~:0,~released~:" "~left~:0"
as visits api get /people/@andre see 200 "released"
# Another agency's roster neither reaches these people nor knows these sites.
as admin2 api post /roster csv="number,last_name,birth_date,site\n9001,Ames,1980-02-03,Riverside" see 422 "unknown_site"
as admin2 api get /roster/runs see 200 !"done"
