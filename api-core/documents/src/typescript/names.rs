//! Names as JavaScript writes them, and those that no declaration may have.

use std::collections::HashSet;

use super::runtime;
use crate::naming::camel_case;

/// The words of JavaScript, and the global names that the module uses, none of which a declaration may have.
const RESERVED: &str = "arguments await break case catch class const continue debugger default delete do else enum \
                        eval export extends false finally for function if implements import in instanceof interface \
                        let new null package private protected public return static super switch this throw true try \
                        typeof var void while with yield undefined any string number boolean bigint symbol object \
                        never unknown connect AbortController AbortSignal Array ArrayBuffer ArrayBufferView \
                        AsyncGenerator AsyncIterable BigInt Blob BodyInit Date Error ErrorOptions FormData Headers \
                        Infinity Iterable JSON Map Math MessageEvent Number Object Partial Promise ReadableStream \
                        ReadableStreamDefaultReader Readonly Record RegExp RequestInit Response ReturnType Set String \
                        Symbol TextDecoder TextEncoder URL URLSearchParams Uint8Array WebSocket clearTimeout encodeURIComponent fetch \
                        globalThis setTimeout";

/// Returns the names that no declaration of an API may have.
pub(super) fn reserved() -> HashSet<&'static str> {
    RESERVED.split(' ').filter(|name| !name.is_empty()).chain(runtime::names()).collect()
}

/// Returns whether other modules know something else by a name, so that nothing of an API can be exported under it.
pub(super) fn is_exported(name: &str) -> bool {
    name == "connect" || runtime::exported().any(|known| known == name)
}

/// Returns the name of a type as JavaScript writes it.
pub(super) fn pascal_case(name: &str) -> String {
    let name = camel_case(name);
    let mut characters = name.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::pascal_case;
    use crate::naming::camel_case;

    #[test]
    fn names_are_written_as_javascript_writes_them() {
        for (name, camel, pascal) in [
            ("list_rooms", "listRooms", "ListRooms"),
            ("x-request-id", "xRequestId", "XRequestId"),
            ("Rooms_say", "roomsSay", "RoomsSay"),
            ("2fa", "_2fa", "_2fa"),
            ("é", "_", "_"),
        ] {
            assert_eq!((camel_case(name), pascal_case(name)), (camel.to_owned(), pascal.to_owned()));
        }
    }
}
