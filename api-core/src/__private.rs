//! Requirements as empty functions: generated code names them at the user's type, so that the compiler complains there.

use crate::error::ApiError;
use crate::subscription::IsSubscription;

/// `E` can be an API's error.
pub const fn is_api_error<E: ApiError>() {}

/// `T` is a subscription.
pub const fn is_subscription<T: IsSubscription>() {}
