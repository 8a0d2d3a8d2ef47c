//! Fuzz tests: no input makes a macro panic, which would be an error message without a place.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use crate::{api, derive};

const ROUNDS: u64 = 3000;

/// Words that the macros recognise, and others.
const WORDS: [&str; 59] = [
    "trait",
    "enum",
    "struct",
    "fn",
    "async",
    "self",
    "Self",
    "pub",
    "mut",
    "dyn",
    "impl",
    "where",
    "for",
    "crate",
    "super",
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "subscribe",
    "duplex",
    "websocket",
    "query",
    "header",
    "body",
    "resume",
    "path",
    "form",
    "bytes",
    "stream",
    "base",
    "errors",
    "security",
    "requires",
    "bearer",
    "api_key",
    "content_type",
    "any",
    "status",
    "body_limit",
    "subprotocol",
    "encoding",
    "text",
    "binary",
    "max_message",
    "max_frame",
    "Messages",
    "kind",
    "unknown",
    "failure",
    "error",
    "reply",
    "model",
    "serde",
    "cfg",
    "Result",
    "_1",
    "__",
];

const PUNCTUATION: [char; 14] = ['#', '=', ',', ';', ':', '&', '<', '>', '-', '|', '!', '?', '.', '*'];

const TEXTS: [&str; 14] =
    ["v1", "v 1", "/", "", "/{", "/}", "/{}", "/{*}", "/{a}/{a}", "/{*a}/b", "//", "/a?b", "/{self}", "/{async}/{_}"];

#[test]
fn random_tokens_do_not_panic() {
    let mut tokens = RandomTokens(0x9e37_79b9_7f4a_7c15);
    for _ in 0..ROUNDS {
        let (arguments, item) = (tokens.stream(6, 2), tokens.stream(24, 4));
        feed(arguments, item);
    }
}

/// Almost valid input gets further into the macros than random tokens.
#[test]
fn mutated_input_does_not_panic() {
    let mut tokens = RandomTokens(0x2545_f491_4f6c_dd1d);
    let arguments = quote!(base = "/{tenant}", errors = Oops, security = api_key("x-key"), content_type = any);
    let items = [
        quote! {
            pub(crate) trait Rooms {
                #[get("/rooms/{id}/{*rest}", status = 200, body_limit = 3)]
                async fn room(&self, id: u32, rest: String, #[query("n")] n: Option<u8>, #[header] h: u8) -> Result<Room, Oops>;
                #[cfg(all())]
                #[post("/rooms")]
                async fn create(&self, #[body(form)] room: Room) -> Result<Room, Oops>;
                #[subscribe("/rooms")]
                async fn _1(&self, #[resume] last: Option<EventId>) -> Result<Subscription<Room>, Oops>;
            }
        },
        quote! {
            trait Talk {
                #[duplex("/rooms/{id}", subprotocol = ["v2", "v1"], encoding = binary, max_message = 4, max_frame = 2)]
                async fn live(&self, id: u32, input: Messages<Say>, #[query] since: u8) -> Result<Messages<Heard>, Oops>;
                #[cfg(all())]
                #[websocket("/{*rest}", subprotocol = "v1", max_message = 7)]
                async fn echo(&self, pending: PendingConnection, rest: String) -> Result<(), Oops>;
                #[duplex("/rooms/{name}")]
                async fn again(&self, name: String, input: Messages<Say>) -> Result<Messages<Heard>, Oops>;
            }
        },
        quote! {
            #[api_error(format = my::Format, crate = my::path)]
            #[reply(crate = my::path)]
            #[serde(tag = "type", rename_all = "camelCase")]
            #[model(crate = my::path)]
            enum Oops<T> {
                #[error(status = 404, kind = "gone")]
                #[reply(status = 200)]
                Gone(String),
                #[error(unknown)]
                #[serde(rename = "x", alias = "y")]
                Unknown(Answer),
                #[error(failure)]
                Failed { #[model(min = 1, max_length = 3)] #[serde(default)] failure: Failure },
            }
        },
    ];
    for _ in 0..ROUNDS {
        for item in &items {
            let mut arguments = arguments.clone();
            let mut item = item.clone();
            for _ in 0..=tokens.below(3) {
                arguments = tokens.disturb(arguments);
                item = tokens.disturb(item);
            }
            feed(arguments, item);
        }
    }
}

#[test]
fn unusual_names_do_not_panic() {
    for name in ["_1", "__", "_", "Self_", "r#self_", "r#type", "a__b", "ß", "_ß9"] {
        let Ok(name) = syn::parse_str::<Ident>(name) else { continue };
        feed(quote!(errors = E), quote!(trait T { #[get("/")] async fn #name(&self) -> R; }));
        feed(quote!(errors = E), quote!(trait #name { #[get("/")] async fn f(&self, #[query] #name: u8) -> R; }));
        feed(quote!(), quote!(enum #name { #[error(status = 400)] #[reply(status = 200)] #name }));
    }
}

fn feed(arguments: TokenStream, item: TokenStream) {
    api::expand(arguments, &item);
    derive::model::expand(item.clone());
    derive::api_error::expand(item.clone());
    derive::reply::expand(item);
}

/// A pseudo-random generator of tokens (xorshift) with a fixed seed.
struct RandomTokens(u64);

impl RandomTokens {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let index = usize::try_from(self.below(from.len() as u64)).unwrap_or_default();
        from[index]
    }

    fn stream(&mut self, length: u64, depth: u32) -> TokenStream {
        (0..self.below(length + 1)).map(|_| self.token(length, depth)).collect()
    }

    fn token(&mut self, length: u64, depth: u32) -> TokenTree {
        match self.below(10) {
            0..=4 => Ident::new(self.pick(&WORDS), Span::call_site()).into(),
            5 | 6 => Punct::new(self.pick(&PUNCTUATION), self.pick(&[Spacing::Alone, Spacing::Joint])).into(),
            7 => Literal::string(self.pick(&TEXTS)).into(),
            8 => Literal::u64_unsuffixed(self.below(700)).into(),
            _ if depth == 0 => Literal::f64_suffixed(1.5).into(),
            _ => {
                let kinds = [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None];
                Group::new(self.pick(&kinds), self.stream(length, depth - 1)).into()
            }
        }
    }

    /// Removes, duplicates, replaces or swaps one token, at any depth.
    fn disturb(&mut self, stream: TokenStream) -> TokenStream {
        let mut tokens: Vec<TokenTree> = stream.into_iter().collect();
        if tokens.is_empty() {
            return self.stream(2, 1);
        }
        let index = usize::try_from(self.below(tokens.len() as u64)).unwrap_or_default();
        if let TokenTree::Group(group) = &tokens[index]
            && self.below(5) > 0
        {
            tokens[index] = Group::new(group.delimiter(), self.disturb(group.stream())).into();
            return tokens.into_iter().collect();
        }
        match self.below(4) {
            0 => drop(tokens.remove(index)),
            1 => tokens.insert(index, tokens[index].clone()),
            2 => tokens[index] = self.token(3, 1),
            _ => {
                let next = (index + 1) % tokens.len();
                tokens.swap(index, next);
            }
        }
        tokens.into_iter().collect()
    }
}
