//! The conventions of the Pusher platform.
