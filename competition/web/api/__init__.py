"""The API for judges: the one write path, and what there is to score.

auth.py         which judge is asking: a bearer token, or the session of a judge's tablet
json_body.py    the request's body as JSON, strictly
sheets.py       PUT and GET of a sheet
late_sheets.py  PUT of a sheet that arrives after its round was closed
presence.py     what a tablet says of itself
assignments.py  what a judge has to score
routes.py       puts every view on the blueprint (blueprint.py)
"""
