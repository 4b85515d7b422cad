# SPDX-License-Identifier: AGPL-3.0-or-later
# Pages in Spanish and in Arabic: the words, the way they run, and the plurals.
as nobody get /sign-in?lang=es see 200 "lang=~es~" "dir=~ltr~" "¿Cuál es tu número de celular?" !"What is your mobile number"
as nobody post /sign-in contact="rosa" see 422 "Escribe tu número de celular, como 313 555 0142"
as nobody2 get /sign-in?lang=ar see 200 "lang=~ar~" "dir=~rtl~" "ما رقم هاتفك المحمول؟"
as nobody2 post /sign-in contact="rosa" see 422 "اكتب رقم هاتفك المحمول"
as nobody3 get /sign-in?lang=xx see 200 "What is your mobile number"
# A family member who reads Arabic: nothing of the page is left in English.
as family-ar get /threads see 200 "dir=~rtl~" "الرسائل" !"Messages" !"Work queue" !"lang=~en~"
as family-ar get /home see 200 "أهلًا" !"Hello" !"Urgent news"
as family-ar get /link see 200 "طلب مراسلة شخص" "صديق أو صديقة" !"Friend"
as family-ar get /queue see 404 "هذه الصفحة غير موجودة" !"This page"
# A reviewer chooses Spanish; in Arabic the words for staff stay English.
as reviewer post /language lang=es see 303 /language
as reviewer get /queue see 200 "Pendientes" "Frase de alerta" !"Watch phrase"
as reviewer post /language lang=ar see 303 /language
as reviewer get /queue see 200 "dir=~rtl~" "قائمة العمل" "Work queue"
# A page that is only looked at changes nothing; a form does, also for who is not signed in.
as family get /language?lang=es see 200
as family get /home see 200 "lang=~en~"
as family api get /me see 200 "~lang~:~en~"
as family post /language lang=xx see 422
as family post /language lang=es see 303 /language
as family get /language?done=saved see 200 "lang=~es~" "Elige tu idioma"
as family api post /language lang=en see 200
as family get /home see 200 "lang=~en~"
as nobody5 get /language see 200 "action=~/language~"
as nobody5 post /language lang=es see 303 /language
as nobody5 get /help see 200 "lang=~es~"
