"""The projector's page, which stays open, and the stream of what it shows."""

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from competition import live
from competition.live import Hub
from competition.web import addresses, channels, language
from competition.web.audience import projector
from competition.web.audience.blueprint import bp
from competition.web.audience.current_snapshot import public_snapshot_or_404
from competition.web.audience.responses import conditional


@bp.app_template_filter()
def clock_at_rest(clock: Mapping[str, Any]) -> str:
    """The time on a clock as last stored, for a page without scripts."""
    left = abs(clock["seconds"] - clock["spent"] // 1000)
    return f"{left // 60}:{left % 60:02d}"


@bp.get("/c/<key>/screen")
def screen_page(key: str) -> ResponseReturnValue:
    """The projector's page, with what the organiser has put on it."""
    view = public_snapshot_or_404(key)
    state = projector.current_screen(view)
    page = render_template(
        "audience/screen.html",
        board=view.board,
        content=state.content,
        # Rendered by the same template that the stream sends, escaped there.
        fragment=Markup(state.fragment(language.chosen()).decode()),  # noqa: S704
        competition_key=key,
        address=f"{addresses.public_url(current_app.config)}/c/{key}",
    )
    return conditional(page.encode(), "text/html", varies_by_language=True)


@bp.get("/c/<key>/screen/stream")
def screen_stream(key: str) -> ResponseReturnValue:
    """What the projector shows, as it changes; 503 if the hub has no room for another viewer."""
    view = public_snapshot_or_404(key)
    hub: Hub = current_app.extensions["hub"]
    headers = live.stream_headers()
    if request.method == "HEAD":
        return Response(headers=headers)
    if hub.full:
        return Response(status=503, headers={"Retry-After": str(hub.retry_after())})
    projector.publish_screen(hub, projector.current_screen(view))
    stream = live.Stream(hub, channels.screen_channel(key), language.chosen())
    response = Response(live.offer(request.environ, stream), headers=headers)
    response.vary.update(("Accept-Language", "Cookie"))
    return response
