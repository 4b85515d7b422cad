# SPDX-License-Identifier: AGPL-3.0-or-later
# Rosa writes; a reviewer passes it; Marcus reads it at the kiosk and answers.
as family get /home see 200 "Hello, Rosa" "Marcus"
as family get /threads see 200 path=/threads/@t "Marcus"
as family get /threads/@t see 200 "Your message to Marcus" "Who reads this, and other choices"
as family post /threads/@t/messages body="The garden is green." see 303 /threads/@t
as family get /threads/@t see 200 "The garden is green." "Being checked."
as inside get /threads/@t see 200 !"The garden is green."
as reviewer get /queue see 200 "The garden is green." "Every message is checked here." path=/queue/@m
as reviewer post /queue/approve items[]=@m see 303 /queue
as reviewer get /queue see 200 "Nothing waits" "Undo"
as family get /threads/@t see 200 "Delivered"
as inside get /home see 200 "1 new message"
as inside get /threads/@t see 200 "The garden is green." 
as inside get /home see 200 "Nothing new today"
as inside post /threads/@t/messages body="I wish I could see it." see 303 /threads/@t
as reviewer get /queue see 200 "I wish I could see it." path=/queue/@n
as reviewer post /queue/approve items[]=@n see 303 /queue
as family get /home see 200 "1 new message"
as family get /threads/@t see 200 "I wish I could see it."
