//! Connects to a typed API with hyper and tower.
