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
as reviewer get /language?lang=es see 200 "Elige tu idioma"
as reviewer get /queue see 200 "Pendientes" "Frase de alerta" !"Watch phrase"
as reviewer get /language?lang=ar see 200 "اختر لغتك"
as reviewer get /queue see 200 "dir=~rtl~" "قائمة العمل" "Work queue"
