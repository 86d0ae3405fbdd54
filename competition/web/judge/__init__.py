"""The judge face."""

from flask import Blueprint

bp = Blueprint("judge", __name__)
