"""The API face for judges: the one write path, and what there is to score.

who.py          which judge is asking: a bearer token, or the session of a judge's tablet
body.py         the request's body as JSON, strictly
sheets.py       PUT and GET of a sheet
late.py         PUT of a sheet that came too late
presence.py     what a tablet says of itself
assignments.py  what a judge has to score
"""

from flask import Blueprint

bp = Blueprint("api", __name__, url_prefix="/api/v1")

from . import assignments, late, presence, sheets  # noqa: E402, F401 (they put their views on `bp`)
