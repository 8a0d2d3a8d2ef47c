//! Fields without a name, with a name that no header field can have, and twice.

use api_core::call::HeaderFields;

#[derive(HeaderFields)]
struct Nameless(String);

#[derive(HeaderFields)]
struct Spaces {
    #[header("x total")]
    total: u32,
}

#[derive(HeaderFields)]
struct Twice {
    x_total: u32,
    #[header("X-Total")]
    all: u32,
}

#[derive(HeaderFields)]
struct NoText {
    #[header(x_total)]
    total: u32,
}

#[derive(HeaderFields)]
enum Either {
    One,
}

#[derive(HeaderFields)]
struct Generic<T> {
    total: T,
}

fn main() {}
