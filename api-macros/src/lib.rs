//! The macros of the typed API framework: #[api], derive(Model), derive(ApiError).
