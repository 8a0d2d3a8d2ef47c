//! Methods of a version of the service that do what the same methods of version 6 do.
//!
//! A trait is one base path, and cannot take endpoints from another trait. So each version declares all of its own, and
//! those that differ in nothing but the path are served by those of version 6.

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
