"""What the host reads aloud, kept in memory while nothing changes; the presenter sees it too."""

from competition.host_script import HostScript, write_host_script
from competition.store import current_competition, file_export
from competition.store.models import Competition


def host_script_of(competition: Competition, stage_key: str) -> HostScript:
    """The host's words for a stage as it is counted now, whatever the public may see."""
    if current := current_competition.of(competition):
        name = f"host script of {stage_key}"
        return current.once(name, lambda state: write_host_script(state.document, stage_key))
    file = file_export.competition_document(competition, history=False)
    return write_host_script(file, stage_key)
