"""The judge's pages: made for a tablet held in two hands, and complete without JavaScript.

link.py           `/j/<token>`: the link becomes a session of this device
confirm.py        “Are you …?”, asked once after that
assignments.py    what one judge has to score, by match and by team
home.py           `/judge`: what is to be scored now
match.py          `/judge/matches/<match>`: the marks, the review, the receipt
columns.py        one team's column: what is shown and what was typed
unusual_marks.py  marks worth a second look, asked about on the review
rescue.py         the marks without a server: what the page needs, and where they arrive anew
unsaved_form.py   what was typed where nobody is signed in any more
forms.py          what a plain form sends, translated into the body of a write
offline.py        the service worker that keeps pages loadable without a network, over https
judge_name.py     how the judge is named on the page
strings.py        the texts that page and script share
routes.py         puts every view on the blueprint (blueprint.py)
"""
