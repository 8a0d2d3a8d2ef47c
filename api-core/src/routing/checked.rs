//! Alternatives that the compiler checks as soon as it sees them: the macro `routes!`.

use std::marker::PhantomData;

use super::combine::Nested;
use super::composition::Composition;
use super::conflicts::assert_apart;
use super::outcome::Described;
use super::prefix::Prefix;

/// Puts routes below a prefix that is known at compile time.
#[doc(hidden)]
pub fn nest_at<P: Prefix, R>(routes: R) -> Nested<R, P> {
    Nested::below(P::KNOWN.unwrap_or_default(), routes)
}

/// Checks that the alternatives of routes are apart, and returns the value of the constant that [`routes!`] compares.
///
/// [`routes!`]: crate::routes
///
/// # Panics
/// Panics if two of them collide, with a message that names both methods.
#[doc(hidden)]
#[track_caller]
pub const fn apart<R: Described>() -> PhantomData<R> {
    if let Composition::Alternatives(alternatives) = R::COMPOSITION {
        assert_apart(alternatives);
    }
    PhantomData
}

/// Returns the type of routes.
#[doc(hidden)]
pub fn type_of<R>(_: &R) -> PhantomData<R> {
    PhantomData
}

/// Routes that are tried in order, some of them below a prefix. It is a tuple of them, with a check that their routes
/// do
/// not collide.
///
/// ```
/// use api_core::routes;
/// # use api_core::{Error, api};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # #[api] trait Debug { #[get("/rooms")] async fn all(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
/// # impl Debug for Lobby {
/// #     async fn all(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// let routes = routes![
///     RoomsApi::serve(Lobby),
///     "/internal" => DebugApi::serve(Lobby),
/// ];
/// # let _ = routes;
/// ```
///
/// Without the prefix both APIs would answer `GET /rooms`, and the second method would never be called. The compiler
/// refuses that with one message, which names both methods with file and line.
///
/// Two routes collide if they have the same method and
/// - the same literals, with captures at the same positions, or
/// - each has a capture where the other has a literal (`/a/{x}` and `/{y}/b`), and the types of these captures do not
///   exclude the literals, or
/// - the first has a capture or a wildcard where the second has something more specific. In this order the second is
///   never reached. In the other order they do not collide.
///
/// The first two are errors within one trait too. The third is not, because a trait tries its most specific routes
/// first.
/// A subscription also answers `GET`, and both answer the request that opens a WebSocket.
///
/// # When it is checked
///
/// The macro is checked by `cargo check`. A tuple and [`or_else`](crate::Compose::or_else) have the same check, but the
/// compiler runs it only when it generates code: `cargo build` and `cargo test` find the conflict, `cargo check` does
/// not.
///
/// The macro cannot be used in a function where the type of one of its routes is a parameter of that function: the
/// compiler refuses it with E0158. Use a tuple there.
///
/// # What is not known at compile time
///
/// Routes in a list or a box, by hand ([`from_fn`](crate::routing::from_fn)), behind [`when`](crate::Compose::when) or
/// [`rewrite`](crate::Compose::rewrite), below the prefix of [`nest`](crate::Compose::nest), which is a value, and
/// mounted services. If they collide with others, the first that matches answers, and the second is never reached. An
/// `Option` of routes and routes with [`around`](crate::Compose::around) may leave requests to later alternatives, so
/// they hide none. [`overriding`](crate::Compose::overriding) says so of others.
#[macro_export]
macro_rules! routes {
    (@collect []) => { $crate::routing::NotFound };
    (@collect [$($routes:tt)+]) => {
        match ($($routes)+) {
            routes => {
                trait Routes: ::core::marker::Sized {
                    const ARE_APART: $crate::__private::PhantomData<Self>;
                }
                impl<R: $crate::routing::Described> Routes for R {
                    const ARE_APART: $crate::__private::PhantomData<Self> = $crate::__private::apart::<R>();
                }
                // `cargo check` evaluates the constants in patterns, and no others that depend on an inferred type.
                match $crate::__private::type_of(&routes) {
                    <_ as Routes>::ARE_APART => routes,
                }
            }
        }
    };
    (@collect [$($before:tt)*] $prefix:literal => $routes:expr $(, $($after:tt)*)?) => {
        $crate::routes!(@collect [$($before)* {
            struct At;
            impl $crate::__private::Prefix for At {
                const KNOWN: ::core::option::Option<&'static ::core::primitive::str> =
                    ::core::option::Option::Some($prefix);
            }
            const _: () = $crate::__private::assert_prefix($prefix);
            $crate::__private::nest_at::<At, _>($routes)
        },] $($($after)*)?)
    };
    (@collect [$($before:tt)*] $routes:expr $(, $($after:tt)*)?) => {
        $crate::routes!(@collect [$($before)* $routes,] $($($after)*)?)
    };
    ($($routes:tt)*) => { $crate::routes!(@collect [] $($routes)*) };
}
