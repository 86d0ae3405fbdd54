"""The api face."""

from flask import Blueprint

bp = Blueprint("api", __name__)
