"""The audience's blueprint."""

from flask import Blueprint

bp = Blueprint("audience", __name__)
