# SPDX-License-Identifier: AGPL-3.0-or-later
# Everybody may see how long the log is and its root; nobody but witnesses puts a name under it.
as nobody get /log/checkpoint see 404
as family post /threads/00000000000000000000000000/messages body="Hello" see 404
clock PT2M
as nobody get /log/checkpoint see 200 "— kinkeeper.example/test " find:"kinkeeper.example/test\n"@size
as nobody get /log/key see 200 "kinkeeper.example/test+"
as nobody get /log/tile/0/000.p/1 see 200
as nobody get /log/tile/0/000 see 404
as nobody get /log/tile/0/x000/000.p/1 see 200
as nobody get /log/tile/9/000.p/1 see 404
as nobody get /log/tile/0/000.p/01 see 404
as nobody get /log/tile/0/00.p/1 see 404
as nobody api post /log/cosignatures size=@size line="— witness.example AAAA" see 422
as nobody api post /log/cosignatures size=77 line="— witness.example AAAA" see 404
# Entries are the auditor's alone.
as nobody get /log/tile/entries/000.p/1 see 303 /sign-in
as family get /log/tile/entries/000.p/1 see 404
as admin get /log/tile/entries/000.p/1 see 404
