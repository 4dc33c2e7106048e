"""Coming in and being watched: codes given in person, emergency access, the council's own sign-in."""
