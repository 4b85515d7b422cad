# SPDX-License-Identifier: AGPL-3.0-or-later
# Ruth acts for two children, in two tabs: what she wrote for one is not sent for another.
as guardian api get /children see 200 person=@daniel
as visits api post /people words="okoro" see 200 person=@ruth
as visits api post /people/@ruth/children first_name=Ana last_name=Okoro birth_date=2020-01-01 evidence="Paper" see 201 person=@ana
# A form of the tab for Daniel, while the other tab acts for Ana.
as guardian post /children/act person=@daniel see 303 /home
as guardian api post /children/act person=@daniel see 200
as guardian api get /ties see 200 person=@marcus
as guardian get /link see 200 "Ruth for Daniel" "~form_for~"
as guardian post /children/act person=@ana see 303 /home
as guardian post /link form_for=@daniel number=204418 name=Whitfield relation=child see 409 "You now act for" "Ana" "What you wrote" "204418"
as guardian api get /children/asked see 200 !"204418"
# Or for Ruth herself, and the other way round.
as guardian post /children/act see 303 /children
as guardian post /link form_for=@ana number=204418 name=Whitfield relation=child see 409 "You now act for yourself" "204418"
as guardian post /children/act person=@daniel see 303 /home
as guardian post /link form_for= number=204418 name=Whitfield relation=child see 409 "You now act for" "Daniel" "204418"
# Back to the one whom it was written for, it goes on.
as guardian post /threads form_for=@ana person=@marcus see 409
as guardian post /threads form_for=@daniel person=@marcus see 303
# What means the same for everybody is done from any tab: another child, signing out.
as guardian post /children/act form_for=@daniel person=@ana see 303 /home
as guardian post /children/act form_for=@daniel person=@daniel see 303 /home
as guardian post /sign-out form_for=@ana see 303 /
