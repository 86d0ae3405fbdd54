"""The judge's blueprint."""

from flask import Blueprint

bp = Blueprint("judge", __name__)
