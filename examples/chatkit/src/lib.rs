//! Chatkit as annotated traits.
