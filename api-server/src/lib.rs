//! Serves a typed API with hyper and tower.
