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
use ::api_core::__private as __Chat_;
///The API described by [`Chat`]: serves an implementation of the trait, or connects to a server.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct ChatApi<__T = fn() -> ChatError, const __N: u8 = 0>
where
    fn() -> ChatError: __Chat_::Names<__N, Types = __T>;
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
__Chat_::websocket_required!();
///The call of `room`.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct ChatRoomCall<__T = __ChatTypesOfRoom, const __N: u8 = 0>
where
    __ChatTypesOfRoom: __Chat_::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub room: __ChatArgument0OfRoom,
}
#[automatically_derived]
impl __Chat_::Call for ChatRoomCall {
    type Reply = <__ChatOutputOfRoom as __Chat_::Fallible>::Value;
    type Error = <__ChatOutputOfRoom as __Chat_::Fallible>::Error;
    const ENDPOINT: &'static __Chat_::Endpoint = &__Chat_::endpoint::<
        Self,
    >(
            "room",
            __Chat_::Verb::Get,
            __Chat_::Path(
                &[
                    __Chat_::Segment::Literal("rooms"),
                    __Chat_::Segment::Capture("room"),
                    __Chat_::Segment::Literal("live"),
                ],
            ),
        )
        .parameters(
            &[
                __Chat_::in_path(
                    "room",
                    <__ChatArgument0OfRoom as __Chat_::Argument>::SHAPE,
                ),
            ],
        );
    fn encode(&self, __request: &mut __Chat_::RequestWriter) -> __Chat_::Encoded {
        __request.literal("/rooms");
        <__ChatArgument0OfRoom as __Chat_::Argument>::write_capture(
            &self.room,
            __request,
            "room",
        )?;
        __request.literal("/live");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Chat_::RequestBody>(
        __context: &mut __Chat_::Context<'_>,
        _: &mut __Chat_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Chat_::Decoded<Self>,
    > + ::core::marker::Send {
        __Chat_::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl __Chat_::HeadCall for ChatRoomCall {
    fn read(
        __arguments: &mut __Chat_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_room = <__ChatArgument0OfRoom as __Chat_::Argument>::path(
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
    __ChatTypesOfLive: __Chat_::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub room: __ChatArgument0OfLive,
    ///The argument `since`.
    pub since: __ChatArgument1OfLive,
}
#[automatically_derived]
impl __Chat_::Call for ChatLiveCall {
    type Reply = <__ChatOutputOfLive as __Chat_::Fallible>::Value;
    type Error = <__ChatOutputOfLive as __Chat_::Fallible>::Error;
    const ENDPOINT: &'static __Chat_::Endpoint = &__Chat_::endpoint::<
        Self,
    >(
            "live",
            __Chat_::Verb::Get,
            __Chat_::Path(
                &[
                    __Chat_::Segment::Literal("rooms"),
                    __Chat_::Segment::Capture("room"),
                    __Chat_::Segment::Literal("live"),
                ],
            ),
        )
        .docs("Typed messages both ways over one WebSocket.")
        .exchange(
            __Chat_::Exchange::Duplex(__Chat_::Duplex {
                input: __Chat_::input::<Self>(),
                encoding: __Chat_::MessageEncoding::Text,
                terms: __Chat_::SocketTerms {
                    subprotocols: &["chat.v1"],
                    max_message: ::core::option::Option::Some(65536),
                    max_frame: ::core::option::Option::Some(16384),
                },
            }),
        )
        .parameters(
            &[
                __Chat_::in_path(
                    "room",
                    <__ChatArgument0OfLive as __Chat_::Argument>::SHAPE,
                ),
                __Chat_::in_query(
                    "since",
                    <__ChatArgument1OfLive as __Chat_::Argument>::SHAPE,
                ),
            ],
        );
    fn encode(&self, __request: &mut __Chat_::RequestWriter) -> __Chat_::Encoded {
        __request.literal("/rooms");
        <__ChatArgument0OfLive as __Chat_::Argument>::write_capture(
            &self.room,
            __request,
            "room",
        )?;
        __request.literal("/live");
        <__ChatArgument1OfLive as __Chat_::Argument>::write_query(
            &self.since,
            __request,
            "since",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Chat_::RequestBody>(
        __context: &mut __Chat_::Context<'_>,
        _: &mut __Chat_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Chat_::Decoded<Self>,
    > + ::core::marker::Send {
        __Chat_::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl __Chat_::HeadCall for ChatLiveCall {
    fn read(
        __arguments: &mut __Chat_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_room = <__ChatArgument0OfLive as __Chat_::Argument>::path(
            __arguments,
            0usize,
            "room",
        );
        let __argument_since = <__ChatArgument1OfLive as __Chat_::Argument>::query(
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
impl __Chat_::DuplexCall for ChatLiveCall {
    type Input = __ChatInputOfLive;
}
///Full control of the WebSocket.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct ChatEchoCall<__T = __ChatTypesOfEcho, const __N: u8 = 0>
where
    __ChatTypesOfEcho: __Chat_::Names<__N, Types = __T>,
{}
#[automatically_derived]
impl __Chat_::Call for ChatEchoCall {
    type Reply = <__ChatOutputOfEcho as __Chat_::Fallible>::Value;
    type Error = <__ChatOutputOfEcho as __Chat_::Fallible>::Error;
    const ENDPOINT: &'static __Chat_::Endpoint = &__Chat_::endpoint::<
        Self,
    >("echo", __Chat_::Verb::Get, __Chat_::Path(&[__Chat_::Segment::Literal("echo")]))
        .docs("Full control of the WebSocket.")
        .exchange(
            __Chat_::Exchange::Handover(__Chat_::SocketTerms {
                subprotocols: &["v2", "v1"],
                max_message: ::core::option::Option::Some(1048576),
                max_frame: ::core::option::Option::None,
            }),
        );
    fn encode(&self, __request: &mut __Chat_::RequestWriter) -> __Chat_::Encoded {
        __request.literal("/echo");
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Chat_::RequestBody>(
        __context: &mut __Chat_::Context<'_>,
        _: &mut __Chat_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Chat_::Decoded<Self>,
    > + ::core::marker::Send {
        __Chat_::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl __Chat_::HeadCall for ChatEchoCall {
    fn read(_: &mut __Chat_::Arguments<'_, '_>) -> ::core::option::Option<Self> {
        ::core::option::Option::Some(Self {})
    }
}
#[automatically_derived]
impl __Chat_::HandoverCall for ChatEchoCall {
    type Pending = __ChatInputOfEcho;
}
const _: () = __Chat_::assert_scalar(
    <__ChatArgument0OfRoom as __Chat_::Argument>::SHAPE,
    "room",
    "room",
);
const _: () = __Chat_::assert_answers_once::<ChatRoomCall>();
const _: () = __Chat_::assert_scalar(
    <__ChatArgument0OfLive as __Chat_::Argument>::SHAPE,
    "room",
    "live",
);
const _: () = __Chat_::assert_query(
    <__ChatArgument1OfLive as __Chat_::Argument>::SHAPE,
    "since",
    "live",
);
const _: () = __Chat_::assert_input::<ChatLiveCall>();
const _: () = __Chat_::assert_outputs::<ChatLiveCall>();
const _: () = __Chat_::assert_outputs::<ChatEchoCall>();
const _: () = __Chat_::assert_captures(1usize);
#[automatically_derived]
impl __Chat_::Api for ChatApi {
    type Error = ChatError;
    const DESCRIPTION: &'static __Chat_::Description = &__Chat_::Description {
        name: "Chat",
        docs: "",
        base: __Chat_::Path(&[]),
        security: ::core::option::Option::None,
        endpoints: &[
            <ChatRoomCall as __Chat_::Call>::ENDPOINT,
            <ChatLiveCall as __Chat_::Call>::ENDPOINT,
            <ChatEchoCall as __Chat_::Call>::ENDPOINT,
        ],
        errors: __Chat_::api_errors::<Self>(),
    };
    const ROUTES: &'static __Chat_::Node = &__Chat_::Node {
        literals: &[
            (
                "rooms",
                __Chat_::Node {
                    capture: ::core::option::Option::Some(
                        &__Chat_::Node {
                            literals: &[
                                (
                                    "live",
                                    __Chat_::Node {
                                        leaves: &[
                                            __Chat_::Leaf::new(
                                                0u16,
                                                <ChatRoomCall as __Chat_::Call>::ENDPOINT,
                                            ),
                                            __Chat_::Leaf::new(
                                                1u16,
                                                <ChatLiveCall as __Chat_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Chat_::Node::EMPTY
                                    },
                                ),
                            ],
                            ..__Chat_::Node::EMPTY
                        },
                    ),
                    ..__Chat_::Node::EMPTY
                },
            ),
            (
                "echo",
                __Chat_::Node {
                    leaves: &[
                        __Chat_::Leaf::new(
                            2u16,
                            <ChatEchoCall as __Chat_::Call>::ENDPOINT,
                        ),
                    ],
                    ..__Chat_::Node::EMPTY
                },
            ),
        ],
        ..__Chat_::Node::EMPTY
    };
    fn visit_calls<__V: __Chat_::CallVisitor>(__visitor: &mut __V) {
        __Chat_::CallVisitor::visit::<ChatRoomCall>(__visitor);
        __Chat_::CallVisitor::visit::<ChatLiveCall>(__visitor);
        __Chat_::CallVisitor::visit::<ChatEchoCall>(__visitor);
    }
}
#[automatically_derived]
impl<__S: Chat> __Chat_::Handled<__S> for ChatRoomCall {
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
impl<__S> __Chat_::Dispatch<__S> for ChatApi
where
    __S: Chat + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: __Chat_::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: __Chat_::ReplyForm,
        __context: &mut __Chat_::Context<'_>,
        __slot: &mut __Chat_::BodySlot<__B>,
        __out: &mut ::core::option::Option<__Chat_::Response<__Chat_::Body>>,
    ) -> ::core::result::Result<(), __Chat_::Problem> {
        match __endpoint {
            0u16 => {
                __Chat_::handle::<
                    _,
                    _,
                    ChatRoomCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            _ => ::core::result::Result::Err(__Chat_::Problem::not_found()),
        }
    }
    async fn converse<__H, __B>(
        __session: __H,
        __endpoint: u16,
        __form: __Chat_::ReplyForm,
        __context: &mut __Chat_::Context<'_>,
        __slot: &mut __Chat_::BodySlot<__B>,
    ) -> ::core::result::Result<__Chat_::Response<__Chat_::Body>, __Chat_::Problem>
    where
        __H: ::core::borrow::Borrow<__S> + ::core::marker::Send + ::core::marker::Sync
            + 'static,
        __B: __Chat_::RequestBody,
    {
        match __endpoint {
            1u16 => {
                let __call = <ChatLiveCall as __Chat_::Call>::decode(__context, __slot)
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
                let _ = <ChatEchoCall as __Chat_::Call>::decode(__context, __slot)
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
            _ => ::core::result::Result::Err(__Chat_::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: __Chat_::Transport> Chat for __Chat_::Client<ChatApi, __T> {
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
__Chat_::implement_for_pointers! {
    Chat { fn room(room : RoomId) -> Result < Room, ChatError >; fn live(room : RoomId,
    input : Messages < Say >, since : Option < u32 >) -> Result < Messages < Heard >,
    ChatError >; fn echo(pending : PendingConnection) -> Result < (), ChatError >; }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl ChatApi {
    /// The description of the API.
    pub const DESCRIPTION: &'static __Chat_::Description = <Self as __Chat_::Api>::DESCRIPTION;
    ///Serves one value of [`Chat`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`.
    pub fn serve<__S>(session: __S) -> __Chat_::Served<Self, __Chat_::Fixed<__S>>
    where
        __S: Chat + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Chat_::serve(session)
    }
    ///Serves the [`Chat`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub fn serve_with<__F, __S>(sessions: __F) -> __Chat_::Served<Self, __F>
    where
        __F: __Chat_::SessionFunction<__S, ChatError> + ::core::marker::Send
            + ::core::marker::Sync + 'static,
        __S: Chat + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Chat_::serve_with(sessions)
    }
    ///Serves the [`Chat`] that a factory opens for each request. The factory is asynchronous.
    pub fn serve_sessions<__F>(sessions: __F) -> __Chat_::Served<Self, __F>
    where
        __F: __Chat_::Sessions<ChatError>,
        <__F as __Chat_::Sessions<ChatError>>::Session: Chat,
    {
        __Chat_::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Chat`] that sends its calls over a transport.
    pub fn connect<__T: __Chat_::Transport>(
        transport: __T,
    ) -> __Chat_::Client<Self, __T> {
        __Chat_::Client::new(transport)
    }
}
