//! What the macros accept, and the messages they give for what they do not: see `tests/`.
