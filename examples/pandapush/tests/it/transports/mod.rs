//! The ways to the mount: the reference's section 10.

mod callback_polling;
mod event_stream;
mod polling;
mod preflight;
mod replacing;
mod socket;
