//! The methods of other versions that behave as in version 6.
//!
//! A trait has one base path and cannot include endpoints of another trait. Each version therefore declares all of its
//! endpoints. Those that differ only by the path call the methods of version 6.

/// Implements methods of a trait by those of [`Chatkit`](crate::api::Chatkit).
macro_rules! as_version_6 {
    ($($name:ident($($argument:ident: $type:ty),*) -> $output:ty;)*) => {
        $(
            async fn $name(&self, $($argument: $type),*) -> Result<$output, crate::api::ChatkitError> {
                crate::api::Chatkit::$name(self, $($argument),*).await
            }
        )*
    };
}

pub(super) use as_version_6;
