//! Features that generated code needs.

/// Reports that an API has endpoints over WebSockets without the feature for them.
#[cfg(not(feature = "websocket"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __websocket_required {
    () => {
        ::core::compile_error!(
            "`#[duplex]` and `#[websocket]` need the feature `websocket` of api-core [api::E060]\nhelp: remove `default-features = false`, or add `features = [\"websocket\"]`\nsee: docs/errors/E060.md"
        );
    };
}

/// Expands to nothing: the feature is on.
#[cfg(feature = "websocket")]
#[doc(hidden)]
#[macro_export]
macro_rules! __websocket_required {
    () => {};
}

pub use crate::__websocket_required as websocket_required;
