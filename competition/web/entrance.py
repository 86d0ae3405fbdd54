"""Ways in: the set-up link, signing in and out."""

from flask import Blueprint

bp = Blueprint("entrance", __name__)
