//! The implementations of an API's trait for pointers to an implementation.

/// Implements a trait for `Arc<T>`, `Box<T>` and `&'static T` of each implementation `T`, with the same
/// methods.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_for_pointers {
    ($name:ident $methods:tt) => {
        $crate::__implement_for_pointers!(@one $name (::std::sync::Arc<__T>) $methods);
        $crate::__implement_for_pointers!(@one $name (::std::boxed::Box<__T>) $methods);
        $crate::__implement_for_pointers!(@one $name (&'static __T) $methods);
    };
    (
        @one $name:ident ($pointer:ty)
        { $($(#[$condition:meta])* fn $method:ident($($argument:ident: $type:ty),*) -> $output:ty;)* }
    ) => {
        #[automatically_derived]
        #[allow(deprecated, reason = "a deprecated endpoint is forwarded until it is removed")]
        impl<__T> $name for $pointer
        where
            __T: $name + ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            $(
                $(#[$condition])*
                fn $method(
                    &self,
                    $($argument: $type),*
                ) -> impl ::core::future::Future<Output = $output> + ::core::marker::Send {
                    <__T as $name>::$method(&**self, $($argument),*)
                }
            )*
        }
    };
}

pub use crate::__implement_for_pointers as implement_for_pointers;
