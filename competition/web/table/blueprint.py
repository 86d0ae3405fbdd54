"""The table's blueprint."""

from flask import Blueprint

bp = Blueprint("table", __name__)
