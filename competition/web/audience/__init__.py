"""The audience face."""

from flask import Blueprint

bp = Blueprint("audience", __name__)
