"""The judge's face: made for a tablet held in two hands, whole without JavaScript too.

door.py      `/j/<token>`: the link becomes a session of this device
identity.py  “Are you …?”, asked once after that
workload.py  what one judge has to score: matches as tables, a row a team
home.py      `/judge`: what is to be scored now
match.py     `/judge/matches/<match>`: the marks, the review, the receipt
columns.py   one team's column: what is shown and what was typed
rescue.py    the marks without a server: what the page needs, and where they arrive anew
kept.py      what was typed where nobody is signed in any more
forms.py     what a plain form sends, translated into the write path's body
offline.py   the worker that keeps pages loadable without a network, where there is https
who.py       the judge as one word
wording.py   the words that page and script share
"""

from flask import Blueprint

bp = Blueprint("judge", __name__)

from . import door, home, identity, match, offline, rescue  # noqa: E402, F401 (they put views on `bp`)
