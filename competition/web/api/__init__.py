"""The API for judges: writing sheets, and what there is to score.

auth.py         which judge is asking: by a bearer token, or by the session of a judge's tablet
json_body.py    the request's body as JSON, strictly
sheets.py       PUT and GET of a sheet
late_sheets.py  PUT of a sheet that arrives after its round was closed
presence.py     POST of a tablet's report: that it is there, and what it has not sent yet
messages.py     calls of the organisers, and marking their messages as read
assignments.py  what a judge has to score
routes.py       imports every view, so that the blueprint (blueprint.py) has them all
"""
