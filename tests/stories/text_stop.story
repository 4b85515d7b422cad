# SPDX-License-Identifier: AGPL-3.0-or-later
# After STOP nothing but the words that must be answered is answered: no loop with another machine.
gateway nobody3 "a secret of the tests"
as nobody3 post /hooks/sms from=+13135550142 text="Who is this?" see 200
jobs
as nobody get /demo/outbox see 200 "You can text STOP, START or HELP"
as nobody3 post /hooks/sms from=+13135550142 text="STOP" see 200
as nobody3 post /hooks/sms from=+13135550142 text="Texts are stopped? Why?" see 200
as nobody3 post /hooks/sms from=+13135550142 text="Thank you for your message" see 200
jobs
as nobody get /demo/outbox see 200 "~n~:2," "Texts are stopped" !"~n~:3,"
as nobody3 post /hooks/sms from=+13135550142 text="help" see 200
jobs
as nobody get /demo/outbox see 200 "~n~:3," "For help call" !"~n~:4,"
as nobody3 post /hooks/sms from=+13135550142 text="start" see 200
as nobody3 post /hooks/sms from=+13135550142 text="And now?" see 200
jobs
as nobody get /demo/outbox see 200 "~n~:5," "Texts are on again" !"~n~:6,"
