"""The organiser face."""

from flask import Blueprint

bp = Blueprint("organiser", __name__)
