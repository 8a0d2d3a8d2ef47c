pub trait Chat {
    fn room(
        &self,
        room: RoomId,
    ) -> impl ::core::future::Future<
        Output = Result<Room, ChatError>,
    > + ::core::marker::Send;
    /// Typed messages both ways over one WebSocket.
    fn live(
        &self,
        room: RoomId,
        input: Messages<Say>,
        since: Option<u32>,
    ) -> impl ::core::future::Future<
        Output = Result<Messages<Heard>, ChatError>,
    > + ::core::marker::Send;
    /// Full control of the WebSocket.
    fn echo(
        &self,
        pending: PendingConnection,
    ) -> impl ::core::future::Future<
        Output = Result<(), ChatError>,
    > + ::core::marker::Send;
}
///The API described by [`Chat`]: serves an implementation of the trait, or connects to a server.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct ChatApi;
type __ChatArgument0OfRoom = RoomId;
type __ChatOutputOfRoom = Result<Room, ChatError>;
type __ChatArgument0OfLive = RoomId;
type __ChatArgument1OfLive = Option<u32>;
type __ChatInputOfLive = Messages<Say>;
type __ChatOutputOfLive = Result<Messages<Heard>, ChatError>;
type __ChatInputOfEcho = PendingConnection;
type __ChatOutputOfEcho = Result<(), ChatError>;
///The calls of [`Chat`](super::Chat): one struct for each endpoint.
pub mod chat_calls {
    ///The call of `room`.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Room {
        ///The argument `room`.
        pub room: super::__ChatArgument0OfRoom,
    }
    #[automatically_derived]
    impl ::api_core::Call for Room {
        type Reply = <super::__ChatOutputOfRoom as ::api_core::error::Fallible>::Value;
        type Error = <super::__ChatOutputOfRoom as ::api_core::error::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::description::Endpoint = &::api_core::description::Endpoint {
            name: "room",
            docs: "",
            verb: ::api_core::description::Verb::Get,
            path: ::api_core::description::Path(
                &[
                    ::api_core::description::Segment::Literal("rooms"),
                    ::api_core::description::Segment::Capture("room"),
                    ::api_core::description::Segment::Literal("live"),
                ],
            ),
            exchange: ::api_core::description::Exchange::Unary,
            parameters: &[
                ::api_core::description::Parameter {
                    name: "room",
                    location: ::api_core::description::Location::Path,
                    shape: <super::__ChatArgument0OfRoom as ::api_core::__private::Argument>::SHAPE,
                },
            ],
            body: ::core::option::Option::None,
            outputs: ::api_core::__private::outputs::<Self>(),
            errors: ::api_core::__private::call_errors::<Self>(),
            security: ::core::option::Option::None,
            requires: &[],
            deprecated: ::core::option::Option::None,
        };
        fn encode(
            &self,
            __request: &mut ::api_core::codec::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::codec::EncodeError> {
            __request.literal("/rooms");
            <super::__ChatArgument0OfRoom as ::api_core::__private::Argument>::write_capture(
                &self.room,
                __request,
                "room",
            )?;
            __request.literal("/live");
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::context::RequestBody>(
            __context: &mut ::api_core::context::Context<'_>,
            __slot: &mut ::api_core::context::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::error::Problem> {
            let mut __arguments = ::api_core::codec::Arguments::new(__context, 0usize);
            let __argument_room = <super::__ChatArgument0OfRoom as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "room",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                room: __argument_room.ok_or_else(::api_core::codec::Arguments::lost)?,
            })
        }
    }
    ///Typed messages both ways over one WebSocket.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Live {
        ///The argument `room`.
        pub room: super::__ChatArgument0OfLive,
        ///The argument `since`.
        pub since: super::__ChatArgument1OfLive,
    }
    #[automatically_derived]
    impl ::api_core::Call for Live {
        type Reply = <super::__ChatOutputOfLive as ::api_core::error::Fallible>::Value;
        type Error = <super::__ChatOutputOfLive as ::api_core::error::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::description::Endpoint = &::api_core::description::Endpoint {
            name: "live",
            docs: "Typed messages both ways over one WebSocket.",
            verb: ::api_core::description::Verb::Get,
            path: ::api_core::description::Path(
                &[
                    ::api_core::description::Segment::Literal("rooms"),
                    ::api_core::description::Segment::Capture("room"),
                    ::api_core::description::Segment::Literal("live"),
                ],
            ),
            exchange: ::api_core::description::Exchange::Duplex(::api_core::description::Duplex {
                input: ::api_core::__private::input::<Self>(),
                encoding: ::api_core::description::MessageEncoding::Text,
                terms: ::api_core::description::SocketTerms {
                    subprotocols: &["chat.v1"],
                    max_message: ::core::option::Option::Some(65536),
                    max_frame: ::core::option::Option::Some(16384),
                },
            }),
            parameters: &[
                ::api_core::description::Parameter {
                    name: "room",
                    location: ::api_core::description::Location::Path,
                    shape: <super::__ChatArgument0OfLive as ::api_core::__private::Argument>::SHAPE,
                },
                ::api_core::description::Parameter {
                    name: "since",
                    location: ::api_core::description::Location::Query,
                    shape: <super::__ChatArgument1OfLive as ::api_core::__private::Argument>::SHAPE,
                },
            ],
            body: ::core::option::Option::None,
            outputs: ::api_core::__private::outputs::<Self>(),
            errors: ::api_core::__private::call_errors::<Self>(),
            security: ::core::option::Option::None,
            requires: &[],
            deprecated: ::core::option::Option::None,
        };
        fn encode(
            &self,
            __request: &mut ::api_core::codec::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::codec::EncodeError> {
            __request.literal("/rooms");
            <super::__ChatArgument0OfLive as ::api_core::__private::Argument>::write_capture(
                &self.room,
                __request,
                "room",
            )?;
            __request.literal("/live");
            <super::__ChatArgument1OfLive as ::api_core::__private::Argument>::write_query(
                &self.since,
                __request,
                "since",
            )?;
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::context::RequestBody>(
            __context: &mut ::api_core::context::Context<'_>,
            __slot: &mut ::api_core::context::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::error::Problem> {
            let mut __arguments = ::api_core::codec::Arguments::new(__context, 0usize);
            let __argument_room = <super::__ChatArgument0OfLive as ::api_core::__private::Argument>::path(
                &mut __arguments,
                0usize,
                "room",
            );
            let __argument_since = <super::__ChatArgument1OfLive as ::api_core::__private::Argument>::query(
                &mut __arguments,
                "since",
            );
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {
                room: __argument_room.ok_or_else(::api_core::codec::Arguments::lost)?,
                since: __argument_since.ok_or_else(::api_core::codec::Arguments::lost)?,
            })
        }
    }
    #[automatically_derived]
    impl ::api_core::__private::DuplexCall for Live {
        type Input = super::__ChatInputOfLive;
    }
    ///Full control of the WebSocket.
    #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
    pub struct Echo {}
    #[automatically_derived]
    impl ::api_core::Call for Echo {
        type Reply = <super::__ChatOutputOfEcho as ::api_core::error::Fallible>::Value;
        type Error = <super::__ChatOutputOfEcho as ::api_core::error::Fallible>::Error;
        const ENDPOINT: &'static ::api_core::description::Endpoint = &::api_core::description::Endpoint {
            name: "echo",
            docs: "Full control of the WebSocket.",
            verb: ::api_core::description::Verb::Get,
            path: ::api_core::description::Path(
                &[::api_core::description::Segment::Literal("echo")],
            ),
            exchange: ::api_core::description::Exchange::Handover(::api_core::description::SocketTerms {
                subprotocols: &["v2", "v1"],
                max_message: ::core::option::Option::Some(1048576),
                max_frame: ::core::option::Option::None,
            }),
            parameters: &[],
            body: ::core::option::Option::None,
            outputs: ::api_core::__private::outputs::<Self>(),
            errors: ::api_core::__private::call_errors::<Self>(),
            security: ::core::option::Option::None,
            requires: &[],
            deprecated: ::core::option::Option::None,
        };
        fn encode(
            &self,
            __request: &mut ::api_core::codec::RequestWriter,
        ) -> ::core::result::Result<(), ::api_core::codec::EncodeError> {
            __request.literal("/echo");
            ::core::result::Result::Ok(())
        }
        async fn decode<__B: ::api_core::context::RequestBody>(
            __context: &mut ::api_core::context::Context<'_>,
            __slot: &mut ::api_core::context::BodySlot<__B>,
        ) -> ::core::result::Result<Self, ::api_core::error::Problem> {
            let __arguments = ::api_core::codec::Arguments::new(__context, 0usize);
            __arguments.finish()?;
            ::core::result::Result::Ok(Self {})
        }
    }
    #[automatically_derived]
    impl ::api_core::__private::HandoverCall for Echo {
        type Pending = super::__ChatInputOfEcho;
    }
    const _: () = ::core::assert!(
        < super::__ChatArgument0OfRoom as ::api_core::__private::Argument > ::SHAPE
        .is_scalar(), "{}",
        "`room` of `room` is a path segment, which holds one plain value: text, a number, an enum without content"
    );
    const _: () = ::core::assert!(
        ::api_core::__private::answers_once(::api_core::__private::outputs:: < Room >
        ()), "{}",
        "`room` answers with a subscription: use `#[subscribe]` instead of `#[get]`"
    );
    const _: () = ::core::assert!(
        < super::__ChatArgument0OfLive as ::api_core::__private::Argument > ::SHAPE
        .is_scalar(), "{}",
        "`room` of `live` is a path segment, which holds one plain value: text, a number, an enum without content"
    );
    const _: () = ::core::assert!(
        < super::__ChatArgument1OfLive as ::api_core::__private::Argument > ::SHAPE
        .is_query(), "{}",
        "`since` of `live` is read from the query, which holds plain values, lists of them, or a struct of such fields"
    );
}
#[automatically_derived]
impl ::api_core::Api for ChatApi {
    type Error = ChatError;
    const DESCRIPTION: &'static ::api_core::description::Description = &::api_core::description::Description {
        name: "Chat",
        docs: "",
        base: ::api_core::description::Path(&[]),
        security: ::core::option::Option::None,
        endpoints: &[
            <chat_calls::Room as ::api_core::Call>::ENDPOINT,
            <chat_calls::Live as ::api_core::Call>::ENDPOINT,
            <chat_calls::Echo as ::api_core::Call>::ENDPOINT,
        ],
        errors: ::api_core::__private::api_errors::<Self>(),
    };
    const ROUTES: &'static ::api_core::routing::Node = &::api_core::routing::Node {
        literals: &[
            (
                "rooms",
                ::api_core::routing::Node {
                    capture: ::core::option::Option::Some(
                        &::api_core::routing::Node {
                            literals: &[
                                (
                                    "live",
                                    ::api_core::routing::Node {
                                        leaves: &[
                                            ::api_core::routing::Leaf::new(
                                                0u16,
                                                <chat_calls::Room as ::api_core::Call>::ENDPOINT,
                                            ),
                                            ::api_core::routing::Leaf::new(
                                                1u16,
                                                <chat_calls::Live as ::api_core::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..::api_core::routing::Node::EMPTY
                                    },
                                ),
                            ],
                            ..::api_core::routing::Node::EMPTY
                        },
                    ),
                    ..::api_core::routing::Node::EMPTY
                },
            ),
            (
                "echo",
                ::api_core::routing::Node {
                    leaves: &[
                        ::api_core::routing::Leaf::new(
                            2u16,
                            <chat_calls::Echo as ::api_core::Call>::ENDPOINT,
                        ),
                    ],
                    ..::api_core::routing::Node::EMPTY
                },
            ),
        ],
        ..::api_core::routing::Node::EMPTY
    };
    fn visit_calls<__V: ::api_core::CallVisitor>(__visitor: &mut __V) {
        ::api_core::CallVisitor::visit::<chat_calls::Room>(__visitor);
        ::api_core::CallVisitor::visit::<chat_calls::Live>(__visitor);
        ::api_core::CallVisitor::visit::<chat_calls::Echo>(__visitor);
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> ::api_core::Dispatch<__S> for ChatApi
where
    __S: Chat + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: ::api_core::context::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: ::api_core::codec::ReplyForm,
        __context: &mut ::api_core::context::Context<'_>,
        __slot: &mut ::api_core::context::BodySlot<__B>,
    ) -> ::core::result::Result<
        ::api_core::routing::Answered,
        ::api_core::error::Problem,
    > {
        match __endpoint {
            0u16 => {
                let __call = <chat_calls::Room as ::api_core::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                let __result = <__S as Chat>::room(__session, __call.room).await;
                ::core::result::Result::Ok(
                    ::api_core::routing::answer::<
                        chat_calls::Room,
                    >(__result, &__form, __context),
                )
            }
            _ => ::core::result::Result::Err(::api_core::error::Problem::not_found()),
        }
    }
    async fn converse<__H, __B>(
        __session: __H,
        __endpoint: u16,
        __form: ::api_core::codec::ReplyForm,
        __context: &mut ::api_core::context::Context<'_>,
        __slot: &mut ::api_core::context::BodySlot<__B>,
    ) -> ::core::result::Result<
        ::api_core::routing::Answered,
        ::api_core::error::Problem,
    >
    where
        __H: ::core::borrow::Borrow<__S> + ::core::marker::Send + ::core::marker::Sync
            + 'static,
        __B: ::api_core::context::RequestBody,
    {
        match __endpoint {
            1u16 => {
                let __call = <chat_calls::Live as ::api_core::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                ::core::result::Result::Ok(
                    ::api_core::routing::duplex::<
                        chat_calls::Live,
                        _,
                        _,
                    >(
                            __context,
                            &__form,
                            move |__input| async move {
                                <__S as Chat>::live(
                                        ::core::borrow::Borrow::<__S>::borrow(&__session),
                                        __call.room,
                                        __input,
                                        __call.since,
                                    )
                                    .await
                            },
                        )
                        .await,
                )
            }
            2u16 => {
                let _ = <chat_calls::Echo as ::api_core::Call>::decode(__context, __slot)
                    .await?;
                ::core::result::Result::Ok(
                    ::api_core::routing::handover::<
                        chat_calls::Echo,
                        _,
                        _,
                    >(
                            __context,
                            &__form,
                            move |__pending| async move {
                                <__S as Chat>::echo(
                                        ::core::borrow::Borrow::<__S>::borrow(&__session),
                                        __pending,
                                    )
                                    .await
                            },
                        )
                        .await,
                )
            }
            _ => ::core::result::Result::Err(::api_core::error::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: ::api_core::Transport> Chat for ::api_core::Client<ChatApi, __T> {
    fn room(
        &self,
        room: RoomId,
    ) -> impl ::core::future::Future<
        Output = Result<Room, ChatError>,
    > + ::core::marker::Send {
        ::api_core::Client::call::<chat_calls::Room>(self, chat_calls::Room { room })
    }
    fn live(
        &self,
        room: RoomId,
        input: Messages<Say>,
        since: Option<u32>,
    ) -> impl ::core::future::Future<
        Output = Result<Messages<Heard>, ChatError>,
    > + ::core::marker::Send {
        ::api_core::Client::duplex::<
            chat_calls::Live,
        >(self, chat_calls::Live { room, since }, input)
    }
    fn echo(
        &self,
        pending: PendingConnection,
    ) -> impl ::core::future::Future<
        Output = Result<(), ChatError>,
    > + ::core::marker::Send {
        ::api_core::Client::handover::<
            chat_calls::Echo,
        >(self, chat_calls::Echo {}, pending)
    }
}
