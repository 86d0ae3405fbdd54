"""The judge's pages: made for a tablet held in both hands, and usable without JavaScript.

link.py             `/j/<token>`: exchanges the link for a session on this device
confirm_identity.py “Are you …?”, asked once after the link was opened
assignments.py      what one judge has to score, by match and by team
home.py             `/judge`: the list of matches
match.py            `/judge/matches/<match>`: the marks, the review, the receipt
columns.py          one team's column: what is stored and what was typed
unusual_marks.py    marks worth a second look, which the review asks about
rescue.py           getting marks off a tablet without the server, and into a new one
unsaved_form.py     shows again what was typed if the judge is no longer signed in
forms.py            a plain form's fields, turned into the body of a write
offline.py          the service worker that keeps pages available without a network, over https
judge_context.py    the judge's name in scripts and storage; the judge's language
strings.py          the texts that pages and scripts share
script_state.py     the data that the scripts of a match need
routes.py           imports every view, so that the blueprint (blueprint.py) has them all
"""
