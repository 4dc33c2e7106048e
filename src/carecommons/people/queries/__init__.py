"""What this room can be asked: who is asking, their posts and tokens, looks, codes, and emergency access."""

from .accounts import (
    AccountLine,
    DemoSignIn,
    LookLine,
    PostLine,
    TokenLine,
    account_exists,
    account_id_of,
    accounts,
    children_open_to,
    demo_account,
    demo_sign_ins,
    looks_at,
    person_for,
    person_of_session,
    person_of_token,
    post_called,
    post_in_use,
    posts_of,
    tokens_of,
)
from .codes import CodeLine, code_digest, codes_made_for, place_digest, wrong_codes_from
from .emergencies import (
    EmergencyLine,
    TryLine,
    check_emergency_tries,
    emergencies_of,
    emergencies_seen_by,
    emergency,
    emergency_tries,
    looks_during,
    reviewing_officers_of,
)
from .factors import active_account, factors_of, has_password, may_use_tokens

__all__ = [
    "AccountLine", "CodeLine", "DemoSignIn", "EmergencyLine", "LookLine", "PostLine", "TokenLine", "TryLine",
    "account_exists", "account_id_of", "accounts", "active_account", "check_emergency_tries", "children_open_to",
    "code_digest", "codes_made_for", "demo_account", "demo_sign_ins", "emergencies_of", "emergencies_seen_by",
    "emergency", "emergency_tries", "factors_of", "has_password", "looks_at", "looks_during", "may_use_tokens",
    "person_for", "person_of_session", "person_of_token", "place_digest", "post_called", "post_in_use", "posts_of",
    "reviewing_officers_of", "tokens_of", "wrong_codes_from",
]  # fmt: skip
