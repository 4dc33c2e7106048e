"""A text with everything taken out that says who or where a child is: what a shortlisted home may read (class D2).

What the scan of invitations would never let out is replaced by what it is. What only looks like a name or a place
stays: whoever asks a home to accept the terms reads the text first, and what is sent is what was read
(`detail.fingerprint`). Source: handbook section 6, D2.
"""

from .invitation.scanning import Known, scan

INSTEAD = {
    "name": "[name]", "area": "[place]", "postcode": "[postcode]", "reference": "[reference]", "date": "[day]",
    "email": "[address]", "home": "[home]", "telephone": "[number]", "number": "[number]",
}  # fmt: skip
_ROUNDS_MAX = 20  # each round leaves less that can be found, so this ends long before


def blinded(text: str, known: Known) -> str:
    """The text without what may never be sent. Twice or more: two halves may come together where something was."""
    for _ in range(_ROUNDS_MAX):
        finds = [find for find in scan(text, known) if find.never]
        if not finds:
            return text
        told, end = [], 0
        for find in finds:
            told += [text[end : find.start], INSTEAD.get(find.kind, "[…]")]
            end = find.end
        text = "".join((*told, text[end:]))
    return ""
