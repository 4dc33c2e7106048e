"""Acts of this room: accounts, posts, tokens, looks; codes given in person; emergency access; lost second factors."""

from .accounts import (
    NOTE_USE_EVERY,
    choose_language,
    end_post,
    give_post,
    make_account,
    make_token,
    note_token_use,
    revoke_every_token,
    revoke_token,
)
from .codes import come_in, make_code, note_wrong_code
from .emergencies import break_glass, end_emergency, judge_emergency, note_emergency_try
from .factors import reset_factors
from .looks import held_looks, record_look, write_held_looks

__all__ = [
    "NOTE_USE_EVERY", "break_glass", "choose_language", "come_in", "end_emergency", "end_post",
    "give_post", "held_looks", "judge_emergency", "make_account", "make_code", "make_token", "note_emergency_try",
    "note_token_use", "note_wrong_code", "record_look", "reset_factors", "revoke_every_token", "revoke_token",
    "write_held_looks",
]  # fmt: skip
