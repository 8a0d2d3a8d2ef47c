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
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct ChatApi<__T = fn() -> ChatError, const __N: u8 = 0>
where
    fn() -> ChatError: ::api_core::__private::Names<__N, Types = __T>;
type __ChatArgument0OfRoom = RoomId;
type __ChatOutputOfRoom = Result<Room, ChatError>;
type __ChatTypesOfRoom = fn() -> __ChatOutputOfRoom;
type __ChatArgument0OfLive = RoomId;
type __ChatArgument1OfLive = Option<u32>;
type __ChatInputOfLive = Messages<Say>;
type __ChatOutputOfLive = Result<Messages<Heard>, ChatError>;
type __ChatTypesOfLive = fn(__ChatInputOfLive) -> __ChatOutputOfLive;
type __ChatInputOfEcho = PendingConnection;
type __ChatOutputOfEcho = Result<(), ChatError>;
type __ChatTypesOfEcho = fn(__ChatInputOfEcho) -> __ChatOutputOfEcho;
::api_core::__private::websocket_required!();
///The call of `room`.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct ChatRoomCall<__T = __ChatTypesOfRoom, const __N: u8 = 0>
where
    __ChatTypesOfRoom: ::api_core::__private::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub room: __ChatArgument0OfRoom,
}
#[automatically_derived]
impl ::api_core::__private::Call for ChatRoomCall {
    type Reply = <__ChatOutputOfRoom as ::api_core::__private::Fallible>::Value;
    type Error = <__ChatOutputOfRoom as ::api_core::__private::Fallible>::Error;
    const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
        Self,
    >(
            "room",
            ::api_core::__private::Verb::Get,
            ::api_core::__private::Path(
                &[
                    ::api_core::__private::Segment::Literal("rooms"),
                    ::api_core::__private::Segment::Capture("room"),
                    ::api_core::__private::Segment::Literal("live"),
                ],
            ),
        )
        .parameters(
            &[
                ::api_core::__private::in_path(
                    "room",
                    <__ChatArgument0OfRoom as ::api_core::__private::Argument>::SHAPE,
                ),
            ],
        );
    fn encode(
        &self,
        __request: &mut ::api_core::__private::RequestWriter,
    ) -> ::api_core::__private::Encoded {
        __request.literal("/rooms");
        <__ChatArgument0OfRoom as ::api_core::__private::Argument>::write_capture(
            &self.room,
            __request,
            "room",
        )?;
        __request.literal("/live");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: ::api_core::__private::RequestBody>(
        __context: &mut ::api_core::__private::Context<'_>,
        _: &mut ::api_core::__private::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = ::api_core::__private::Decoded<Self>,
    > + ::core::marker::Send {
        ::api_core::__private::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl ::api_core::__private::HeadCall for ChatRoomCall {
    fn read(
        __arguments: &mut ::api_core::__private::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_room = <__ChatArgument0OfRoom as ::api_core::__private::Argument>::path(
            __arguments,
            0usize,
            "room",
        );
        ::core::option::Option::Some(Self { room: __argument_room? })
    }
}
///Typed messages both ways over one WebSocket.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct ChatLiveCall<__T = __ChatTypesOfLive, const __N: u8 = 0>
where
    __ChatTypesOfLive: ::api_core::__private::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub room: __ChatArgument0OfLive,
    ///The argument `since`.
    pub since: __ChatArgument1OfLive,
}
#[automatically_derived]
impl ::api_core::__private::Call for ChatLiveCall {
    type Reply = <__ChatOutputOfLive as ::api_core::__private::Fallible>::Value;
    type Error = <__ChatOutputOfLive as ::api_core::__private::Fallible>::Error;
    const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
        Self,
    >(
            "live",
            ::api_core::__private::Verb::Get,
            ::api_core::__private::Path(
                &[
                    ::api_core::__private::Segment::Literal("rooms"),
                    ::api_core::__private::Segment::Capture("room"),
                    ::api_core::__private::Segment::Literal("live"),
                ],
            ),
        )
        .docs("Typed messages both ways over one WebSocket.")
        .exchange(
            ::api_core::__private::Exchange::Duplex(::api_core::__private::Duplex {
                input: ::api_core::__private::input::<Self>(),
                encoding: ::api_core::__private::MessageEncoding::Text,
                terms: ::api_core::__private::SocketTerms {
                    subprotocols: &["chat.v1"],
                    max_message: ::core::option::Option::Some(65536),
                    max_frame: ::core::option::Option::Some(16384),
                },
            }),
        )
        .parameters(
            &[
                ::api_core::__private::in_path(
                    "room",
                    <__ChatArgument0OfLive as ::api_core::__private::Argument>::SHAPE,
                ),
                ::api_core::__private::in_query(
                    "since",
                    <__ChatArgument1OfLive as ::api_core::__private::Argument>::SHAPE,
                ),
            ],
        );
    fn encode(
        &self,
        __request: &mut ::api_core::__private::RequestWriter,
    ) -> ::api_core::__private::Encoded {
        __request.literal("/rooms");
        <__ChatArgument0OfLive as ::api_core::__private::Argument>::write_capture(
            &self.room,
            __request,
            "room",
        )?;
        __request.literal("/live");
        <__ChatArgument1OfLive as ::api_core::__private::Argument>::write_query(
            &self.since,
            __request,
            "since",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: ::api_core::__private::RequestBody>(
        __context: &mut ::api_core::__private::Context<'_>,
        _: &mut ::api_core::__private::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = ::api_core::__private::Decoded<Self>,
    > + ::core::marker::Send {
        ::api_core::__private::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl ::api_core::__private::HeadCall for ChatLiveCall {
    fn read(
        __arguments: &mut ::api_core::__private::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_room = <__ChatArgument0OfLive as ::api_core::__private::Argument>::path(
            __arguments,
            0usize,
            "room",
        );
        let __argument_since = <__ChatArgument1OfLive as ::api_core::__private::Argument>::query(
            __arguments,
            "since",
        );
        ::core::option::Option::Some(Self {
            room: __argument_room?,
            since: __argument_since?,
        })
    }
}
#[automatically_derived]
impl ::api_core::__private::DuplexCall for ChatLiveCall {
    type Input = __ChatInputOfLive;
}
///Full control of the WebSocket.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct ChatEchoCall<__T = __ChatTypesOfEcho, const __N: u8 = 0>
where
    __ChatTypesOfEcho: ::api_core::__private::Names<__N, Types = __T>,
{}
#[automatically_derived]
impl ::api_core::__private::Call for ChatEchoCall {
    type Reply = <__ChatOutputOfEcho as ::api_core::__private::Fallible>::Value;
    type Error = <__ChatOutputOfEcho as ::api_core::__private::Fallible>::Error;
    const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
        Self,
    >(
            "echo",
            ::api_core::__private::Verb::Get,
            ::api_core::__private::Path(
                &[::api_core::__private::Segment::Literal("echo")],
            ),
        )
        .docs("Full control of the WebSocket.")
        .exchange(
            ::api_core::__private::Exchange::Handover(::api_core::__private::SocketTerms {
                subprotocols: &["v2", "v1"],
                max_message: ::core::option::Option::Some(1048576),
                max_frame: ::core::option::Option::None,
            }),
        );
    fn encode(
        &self,
        __request: &mut ::api_core::__private::RequestWriter,
    ) -> ::api_core::__private::Encoded {
        __request.literal("/echo");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: ::api_core::__private::RequestBody>(
        __context: &mut ::api_core::__private::Context<'_>,
        _: &mut ::api_core::__private::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = ::api_core::__private::Decoded<Self>,
    > + ::core::marker::Send {
        ::api_core::__private::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl ::api_core::__private::HeadCall for ChatEchoCall {
    fn read(
        _: &mut ::api_core::__private::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {})
    }
}
#[automatically_derived]
impl ::api_core::__private::HandoverCall for ChatEchoCall {
    type Pending = __ChatInputOfEcho;
}
const _: () = ::api_core::__private::assert_scalar(
    <__ChatArgument0OfRoom as ::api_core::__private::Argument>::SHAPE,
    "room",
    "room",
);
const _: () = ::api_core::__private::assert_answers_once::<ChatRoomCall>();
const _: () = ::api_core::__private::assert_scalar(
    <__ChatArgument0OfLive as ::api_core::__private::Argument>::SHAPE,
    "room",
    "live",
);
const _: () = ::api_core::__private::assert_query(
    <__ChatArgument1OfLive as ::api_core::__private::Argument>::SHAPE,
    "since",
    "live",
);
const _: () = ::api_core::__private::assert_input::<ChatLiveCall>();
const _: () = ::api_core::__private::assert_outputs::<ChatLiveCall>();
const _: () = ::api_core::__private::assert_outputs::<ChatEchoCall>();
const _: () = ::api_core::__private::assert_captures(1usize);
#[automatically_derived]
impl ::api_core::__private::Api for ChatApi {
    type Error = ChatError;
    const DESCRIPTION: &'static ::api_core::__private::Description = &::api_core::__private::Description {
        name: "Chat",
        docs: "",
        base: ::api_core::__private::Path(&[]),
        security: ::core::option::Option::None,
        endpoints: &[
            <ChatRoomCall as ::api_core::__private::Call>::ENDPOINT,
            <ChatLiveCall as ::api_core::__private::Call>::ENDPOINT,
            <ChatEchoCall as ::api_core::__private::Call>::ENDPOINT,
        ],
        errors: ::api_core::__private::api_errors::<Self>(),
    };
    const ROUTES: &'static ::api_core::__private::Node = &::api_core::__private::Node {
        literals: &[
            (
                "rooms",
                ::api_core::__private::Node {
                    capture: ::core::option::Option::Some(
                        &::api_core::__private::Node {
                            literals: &[
                                (
                                    "live",
                                    ::api_core::__private::Node {
                                        leaves: &[
                                            ::api_core::__private::Leaf::new(
                                                0u16,
                                                <ChatRoomCall as ::api_core::__private::Call>::ENDPOINT,
                                            ),
                                            ::api_core::__private::Leaf::new(
                                                1u16,
                                                <ChatLiveCall as ::api_core::__private::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..::api_core::__private::Node::EMPTY
                                    },
                                ),
                            ],
                            ..::api_core::__private::Node::EMPTY
                        },
                    ),
                    ..::api_core::__private::Node::EMPTY
                },
            ),
            (
                "echo",
                ::api_core::__private::Node {
                    leaves: &[
                        ::api_core::__private::Leaf::new(
                            2u16,
                            <ChatEchoCall as ::api_core::__private::Call>::ENDPOINT,
                        ),
                    ],
                    ..::api_core::__private::Node::EMPTY
                },
            ),
        ],
        ..::api_core::__private::Node::EMPTY
    };
    fn visit_calls<__V: ::api_core::__private::CallVisitor>(__visitor: &mut __V) {
        ::api_core::__private::CallVisitor::visit::<ChatRoomCall>(__visitor);
        ::api_core::__private::CallVisitor::visit::<ChatLiveCall>(__visitor);
        ::api_core::__private::CallVisitor::visit::<ChatEchoCall>(__visitor);
    }
}
#[automatically_derived]
impl<__S: Chat> ::api_core::__private::Handled<__S> for ChatRoomCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __ChatOutputOfRoom,
    > + ::core::marker::Send {
        <__S as Chat>::room(__session, self.room)
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> ::api_core::__private::Dispatch<__S> for ChatApi
where
    __S: Chat + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: ::api_core::__private::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: ::api_core::__private::ReplyForm,
        __context: &mut ::api_core::__private::Context<'_>,
        __slot: &mut ::api_core::__private::BodySlot<__B>,
        __out: &mut ::core::option::Option<
            ::api_core::__private::Response<::api_core::__private::Body>,
        >,
    ) -> ::core::result::Result<(), ::api_core::__private::Problem> {
        match __endpoint {
            0u16 => {
                ::api_core::__private::handle::<
                    _,
                    _,
                    ChatRoomCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            _ => ::core::result::Result::Err(::api_core::__private::Problem::not_found()),
        }
    }
    async fn converse<__H, __B>(
        __session: __H,
        __endpoint: u16,
        __form: ::api_core::__private::ReplyForm,
        __context: &mut ::api_core::__private::Context<'_>,
        __slot: &mut ::api_core::__private::BodySlot<__B>,
    ) -> ::core::result::Result<
        ::api_core::__private::Response<::api_core::__private::Body>,
        ::api_core::__private::Problem,
    >
    where
        __H: ::core::borrow::Borrow<__S> + ::core::marker::Send + ::core::marker::Sync
            + 'static,
        __B: ::api_core::__private::RequestBody,
    {
        match __endpoint {
            1u16 => {
                let __call = <ChatLiveCall as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                ::core::result::Result::Ok(
                    ::api_core::__private::duplex::<
                        ChatLiveCall,
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
                let _ = <ChatEchoCall as ::api_core::__private::Call>::decode(
                        __context,
                        __slot,
                    )
                    .await?;
                ::core::result::Result::Ok(
                    ::api_core::__private::handover::<
                        ChatEchoCall,
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
            _ => ::core::result::Result::Err(::api_core::__private::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: ::api_core::__private::Transport> Chat
for ::api_core::__private::Client<ChatApi, __T> {
    fn room(
        &self,
        room: RoomId,
    ) -> impl ::core::future::Future<
        Output = Result<Room, ChatError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<ChatRoomCall>(self, ChatRoomCall { room })
    }
    fn live(
        &self,
        room: RoomId,
        input: Messages<Say>,
        since: Option<u32>,
    ) -> impl ::core::future::Future<
        Output = Result<Messages<Heard>, ChatError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::duplex::<
            ChatLiveCall,
        >(self, ChatLiveCall { room, since }, input)
    }
    fn echo(
        &self,
        pending: PendingConnection,
    ) -> impl ::core::future::Future<
        Output = Result<(), ChatError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::handover::<
            ChatEchoCall,
        >(self, ChatEchoCall {}, pending)
    }
}
::api_core::__private::implement_for_pointers! {
    Chat { fn room(room : RoomId) -> Result < Room, ChatError >; fn live(room : RoomId,
    input : Messages < Say >, since : Option < u32 >) -> Result < Messages < Heard >,
    ChatError >; fn echo(pending : PendingConnection) -> Result < (), ChatError >; }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl ChatApi {
    /// The description of the API.
    pub const DESCRIPTION: &'static ::api_core::__private::Description = <Self as ::api_core::__private::Api>::DESCRIPTION;
    ///Serves one value of [`Chat`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`.
    pub fn serve<__S>(
        session: __S,
    ) -> ::api_core::__private::Served<Self, ::api_core::__private::Fixed<__S>>
    where
        __S: Chat + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::api_core::__private::serve(session)
    }
    ///Serves the [`Chat`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub fn serve_with<__F, __S>(
        sessions: __F,
    ) -> ::api_core::__private::Served<Self, __F>
    where
        __F: ::api_core::__private::SessionFunction<__S, ChatError>
            + ::core::marker::Send + ::core::marker::Sync + 'static,
        __S: Chat + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::api_core::__private::serve_with(sessions)
    }
    ///Serves the [`Chat`] that a factory opens for each request. The factory is asynchronous.
    pub fn serve_sessions<__F>(sessions: __F) -> ::api_core::__private::Served<Self, __F>
    where
        __F: ::api_core::__private::Sessions<ChatError>,
        <__F as ::api_core::__private::Sessions<ChatError>>::Session: Chat,
    {
        ::api_core::__private::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Chat`] that sends its calls over a transport.
    pub fn connect<__T: ::api_core::__private::Transport>(
        transport: __T,
    ) -> ::api_core::__private::Client<Self, __T> {
        ::api_core::__private::Client::new(transport)
    }
}
