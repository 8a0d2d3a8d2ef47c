//! Compares expansions with golden files, so that a change of the output is visible in a review. `BLESS=1` rewrites
//! them.

use std::path::Path;

use super::expand_source;

/// The size of an expansion, as formatted by prettyplease at 88 columns. Time depends on the machine, size does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size {
    lines: usize,
    bytes: usize,
}

/// Maximum for a usual endpoint: a capture in a separate branch, a query struct and a response. 40 of the lines are the
/// description and the routes.
const USUAL_ENDPOINT: Size = Size { lines: 143, bytes: 4806 };

/// Maximum for a usual endpoint with a body.
const USUAL_BODY: Size = Size { lines: 136, bytes: 4906 };

/// Maximum average per endpoint of the API with every feature. One that opens a WebSocket is larger than the others,
/// because of its separate dispatch.
const EVERY_FEATURE: Size = Size { lines: 146, bytes: 5802 };

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
fn the_size_per_endpoint_is_bounded() {
    let everything = size(EVERYTHING);
    // A method whose last segment may be missing has two endpoints.
    let endpoints = EVERYTHING.matches("    async fn ").count() + EVERYTHING.matches("?}\")]").count();
    let everything = Size { lines: everything.lines / endpoints, bytes: everything.bytes / endpoints };
    let get =
        "#[get(\"/{index}/{id}\")] async fn get_{index}(&self, id: u32, #[query] page: Page) -> Result<Room, Oops>;";
    let post = "#[post(\"/{index}/{id}\", status = 201)] async fn post_{index}(&self, id: u32, #[body] room: New) -> Result<Room, Oops>;";
    for (name, measured, maximum) in [
        ("a usual endpoint", growth(get), USUAL_ENDPOINT),
        ("a usual endpoint with a body", growth(post), USUAL_BODY),
        ("an endpoint of the API with every feature", everything, EVERY_FEATURE),
    ] {
        println!("{name}: {} lines, {} bytes", measured.lines, measured.bytes);
        assert!(measured.lines <= maximum.lines, "{} lines for {name}, more than {}", measured.lines, maximum.lines);
        assert!(measured.bytes <= maximum.bytes, "{} bytes for {name}, more than {}", measured.bytes, maximum.bytes);
    }
}

/// An endpoint costs the same in a small and in a large trait.
#[test]
fn the_size_grows_in_proportion_to_the_endpoints() {
    let get = "#[get(\"/{index}/{id}\")] async fn get_{index}(&self, id: u32) -> Result<Room, Oops>;";
    let (few, many) = (size(&api_of_methods(get, 16)), size(&api_of_methods(get, 160)));
    assert!(many.lines <= 10 * few.lines, "{many:?} for 160 endpoints, {few:?} for 16");
}

/// Returns what one more method adds to an expansion, on average.
fn growth(method: &str) -> Size {
    let (few, many) = (size(&api_of_methods(method, 10)), size(&api_of_methods(method, 60)));
    Size { lines: (many.lines - few.lines) / 50, bytes: (many.bytes - few.bytes) / 50 }
}

fn size(source: &str) -> Size {
    let expansion = expand_source(source);
    Size { lines: expansion.lines().count(), bytes: expansion.len() }
}

fn api_of_methods(method: &str, number: usize) -> String {
    let methods: String = (0..number).map(|index| method.replace("{index}", &index.to_string())).collect();
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
