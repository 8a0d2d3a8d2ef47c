//! What holds for every API of the framework.

use api_testing::laws::{self, Laws};

use crate::admin::AdminApi;

/// Endpoints with times, which are always sent with milliseconds, or with members that are `null` and not absent, as
/// the original sends them. The laws generate values in other forms of the same JSON.
const OTHER_FORMS: [&str; 7] =
    ["applications", "create_application", "application", "create_key", "revoke_key", "clients", "live"];

#[test]
fn the_admin_api_obeys_the_laws() {
    laws::check::<AdminApi>(&Laws::new(30, 1).except(&OTHER_FORMS));
}
