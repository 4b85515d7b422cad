# SPDX-License-Identifier: AGPL-3.0-or-later
# A family answers a text with a word; the gateway says what became of ours.
as nobody post /hooks/sms from=+13135550142 text=STOP see 403
gateway nobody2 "wrong secret of a gateway"
as nobody2 post /hooks/sms from=+13135550142 text=STOP see 403
as nobody2 post /hooks/sms/status id=x state=delivered see 403
gateway nobody3 "a secret of the tests"
as nobody3 post /hooks/sms from="+1 (313) 555-0142" text="Stop." see 200 "{}"
jobs
as nobody get /demo/outbox see 200 "~to~:~+13135550142~" "Texts are stopped"
as family get /me see 200 "/me/texts" "name=~on~ value=~true~"
as nobody3 post /hooks/sms from=+13135550142 text="start" see 200
jobs
as nobody get /demo/outbox see 200 "Texts are on again"
as nobody3 post /hooks/sms from=+13135550142 text="ayuda" see 200
jobs
as nobody get /demo/outbox see 200 "For help call 313 555 0100"
as nobody3 post /hooks/sms from=+13135550142 text="Who is this?" see 200
jobs
as nobody get /demo/outbox see 200 "You can text STOP, START or HELP"
# In Arabic, for who reads Arabic.
as nobody3 post /hooks/sms from=+13135550190 text="توقف" see 200
jobs
as nobody get /demo/outbox see 200 "توقفت الرسائل"
# A number that nobody has gets no answer, and no more than five an hour go to one; STOP holds even so.
as nobody3 post /hooks/sms from=+13135559999 text="HELP" see 200 "{}"
as nobody3 post /hooks/sms from=nonsense text="HELP" see 200 "{}"
jobs
as nobody get /demo/outbox see 200 !"+13135559999" "~n~:5," !"~n~:6,"
as nobody3 post /hooks/sms from=+13135550142 text="Hm" see 200
as nobody3 post /hooks/sms from=+13135550142 text="Hm" see 200
as nobody3 post /hooks/sms from=+13135550142 text="STOP" see 200
jobs
as nobody get /demo/outbox see 200 "~n~:6," !"~n~:7,"
# Receipts: only the gateway's, and only for a text that went out.
as nobody3 post /hooks/sms/status id=11111111111111111111111111 state=delivered see 404
as nobody3 post /hooks/sms/status id=nonsense state=undelivered see 404
