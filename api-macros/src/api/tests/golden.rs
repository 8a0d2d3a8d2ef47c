//! Compares expansions with golden files, so that a change of the output is visible in a review. `BLESS=1` rewrites
//! them.

use std::fmt::Write as _;
use std::path::Path;

use super::expand_source;

// Lines as formatted by prettyplease at 88 columns. 40 of them are the description and the routes.

/// Maximum number of lines for a usual endpoint: a capture in a separate branch, a query struct and a response.
/// Measured: 140.
const LINES_OF_A_USUAL_ENDPOINT: usize = 144;

/// Maximum average number of lines per endpoint of the API with every feature. Measured: 149. An endpoint with one
/// response has 144, and one that opens a WebSocket about 160, because of its separate dispatch.
const LINES_OF_AN_ENDPOINT: usize = 149;

const EVERYTHING: &str = include_str!("../../../../api-core/testing/src/everything/mod.rs");

#[test]
fn a_small_api() {
    matches_golden(
        "small.rs",
        &expand_source(
            r#"
            /// Rooms.
            #[api(base = "/v1", errors = RoomError, security = bearer)]
            pub trait Rooms {
                /// Finds a room.
                #[get("/rooms/{id}")]
                async fn room(&self, id: u32, #[query] verbose: Option<bool>) -> Result<Room, RoomError>;
                #[post("/rooms", status = 201, body_limit = 4096)]
                async fn create(&self, #[body] room: NewRoom) -> Result<Room, RoomError>;
            }
            "#,
        ),
    );
}

#[test]
fn a_subscription() {
    matches_golden(
        "subscription.rs",
        &expand_source(
            r#"
            #[api(errors = RoomError)]
            pub(crate) trait Events {
                #[subscribe("/rooms/{room}/events")]
                async fn follow(
                    &self,
                    room: RoomId,
                    #[resume] last: Option<EventId>,
                ) -> Result<Subscription<RoomEvent>, RoomError>;
            }
            "#,
        ),
    );
}

#[test]
fn two_websocket_endpoints() {
    matches_golden(
        "conversation.rs",
        &expand_source(
            r#"
            #[api(errors = ChatError)]
            pub trait Chat {
                #[get("/rooms/{room}/live")]
                async fn room(&self, room: RoomId) -> Result<Room, ChatError>;
                /// Typed messages both ways over one WebSocket.
                #[duplex("/rooms/{room}/live", subprotocol = "chat.v1", encoding = text, max_message = 65536, max_frame = 16384)]
                async fn live(
                    &self,
                    room: RoomId,
                    input: Messages<Say>,
                    #[query] since: Option<u32>,
                ) -> Result<Messages<Heard>, ChatError>;
                /// Full control of the WebSocket.
                #[websocket("/echo", subprotocol = ["v2", "v1"], max_message = 1048576)]
                async fn echo(&self, pending: PendingConnection) -> Result<(), ChatError>;
            }
            "#,
        ),
    );
}

#[test]
fn every_feature() {
    matches_golden("everything.rs", &expand_source(EVERYTHING));
}

/// The macro generates data and thin code only; everything else is in functions of the framework.
#[test]
fn the_lines_per_endpoint_are_bounded() {
    let everything = expand_source(EVERYTHING).lines().count() / EVERYTHING.matches("    async fn ").count();
    let usual = (expand_source(&usual_api(60)).lines().count() - expand_source(&usual_api(10)).lines().count()) / 50;
    println!("lines for each endpoint: {usual} usually, {everything} with every feature");
    assert!(usual <= LINES_OF_A_USUAL_ENDPOINT, "{usual} lines for a usual endpoint");
    assert!(everything <= LINES_OF_AN_ENDPOINT, "{everything} lines for an endpoint of the API with every feature");
}

fn usual_api(endpoints: usize) -> String {
    let methods = (0..endpoints).fold(String::new(), |mut methods, index| {
        let _ = write!(
            methods,
            "#[get(\"/{index}/{{id}}\")] async fn get_{index}(&self, id: u32, #[query] page: Page) -> Result<Room, Oops>;"
        );
        methods
    });
    format!("#[api(errors = Oops)] pub trait Rooms {{ {methods} }}")
}

fn matches_golden(name: &str, printed: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, printed).expect("the golden file can be written");
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = golden.lines().zip(printed.lines()).position(|(golden, printed)| golden != printed);
    assert!(
        golden == printed,
        "the expansion differs from tests/golden/{name} from line {} on; `BLESS=1 cargo test -p api-macros` rewrites it:\n{printed}",
        difference.unwrap_or_else(|| golden.lines().count().min(printed.lines().count())) + 1,
    );
}
