/// Rooms.
pub trait Rooms {
    /// Finds a room.
    fn room(
        &self,
        id: u32,
        verbose: Option<bool>,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send;
    fn create(
        &self,
        room: NewRoom,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send;
}
#[allow(unused_imports, reason = "an API with errors may need nothing of it")]
use ::api_core::__private as __Rooms;
///The API described by [`Rooms`]: serves an implementation of the trait, or connects to a server.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct RoomsApi<__T = fn() -> RoomError, const __N: u8 = 0>
where
    fn() -> RoomError: __Rooms::Names<__N, Types = __T>;
type __RoomsArgument0OfRoom = u32;
type __RoomsArgument1OfRoom = Option<bool>;
type __RoomsOutputOfRoom = Result<Room, RoomError>;
type __RoomsTypesOfRoom = fn() -> __RoomsOutputOfRoom;
type __RoomsArgument0OfCreate = NewRoom;
type __RoomsOutputOfCreate = Result<Room, RoomError>;
type __RoomsTypesOfCreate = fn() -> __RoomsOutputOfCreate;
///Finds a room.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct RoomsRoomCall<__T = __RoomsTypesOfRoom, const __N: u8 = 0>
where
    __RoomsTypesOfRoom: __Rooms::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __RoomsArgument0OfRoom,
    ///The argument `verbose`.
    pub verbose: __RoomsArgument1OfRoom,
}
#[automatically_derived]
impl __Rooms::Call for RoomsRoomCall {
    type Reply = <__RoomsOutputOfRoom as __Rooms::Fallible>::Value;
    type Error = <__RoomsOutputOfRoom as __Rooms::Fallible>::Error;
    const ENDPOINT: &'static __Rooms::Endpoint = &__Rooms::endpoint::<
        Self,
    >(
            "room",
            __Rooms::Verb::Get,
            __Rooms::Path(
                &[__Rooms::Segment::Literal("rooms"), __Rooms::Segment::Capture("id")],
            ),
        )
        .docs("Finds a room.")
        .parameters(
            &[
                __Rooms::in_path(
                    "id",
                    <__RoomsArgument0OfRoom as __Rooms::Argument>::SHAPE,
                ),
                __Rooms::in_query(
                    "verbose",
                    <__RoomsArgument1OfRoom as __Rooms::Argument>::SHAPE,
                ),
            ],
        )
        .security(__Rooms::Security::Bearer);
    fn encode(&self, __request: &mut __Rooms::RequestWriter) -> __Rooms::Encoded {
        __request.literal("/rooms");
        <__RoomsArgument0OfRoom as __Rooms::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        <__RoomsArgument1OfRoom as __Rooms::Argument>::write_query(
            &self.verbose,
            __request,
            "verbose",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Rooms::RequestBody>(
        __context: &mut __Rooms::Context<'_>,
        _: &mut __Rooms::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Rooms::Decoded<Self>,
    > + ::core::marker::Send {
        __Rooms::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl __Rooms::HeadCall for RoomsRoomCall {
    fn read(
        __arguments: &mut __Rooms::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__RoomsArgument0OfRoom as __Rooms::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        let __argument_verbose = <__RoomsArgument1OfRoom as __Rooms::Argument>::query(
            __arguments,
            "verbose",
        );
        ::core::option::Option::Some(Self {
            id: __argument_id?,
            verbose: __argument_verbose?,
        })
    }
}
///The call of `create`.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct RoomsCreateCall<__T = __RoomsTypesOfCreate, const __N: u8 = 0>
where
    __RoomsTypesOfCreate: __Rooms::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub room: __RoomsArgument0OfCreate,
}
#[automatically_derived]
impl __Rooms::Call for RoomsCreateCall {
    type Reply = <__RoomsOutputOfCreate as __Rooms::Fallible>::Value;
    type Error = <__RoomsOutputOfCreate as __Rooms::Fallible>::Error;
    const ENDPOINT: &'static __Rooms::Endpoint = &__Rooms::endpoint::<
        Self,
    >(
            "create",
            __Rooms::Verb::Post,
            __Rooms::Path(&[__Rooms::Segment::Literal("rooms")]),
        )
        .body(
            __Rooms::BodyDescription::new(
                    __Rooms::BodyEncoding::Json,
                    <__RoomsArgument0OfCreate as __Rooms::Argument>::SHAPE,
                )
                .limit(4096),
        )
        .outputs(__Rooms::output_with_status::<Self, 201>())
        .security(__Rooms::Security::Bearer);
    fn encode(&self, __request: &mut __Rooms::RequestWriter) -> __Rooms::Encoded {
        __request.literal("/rooms");
        <__RoomsArgument0OfCreate as __Rooms::Argument>::write_body(
            &self.room,
            __request,
            <Self as __Rooms::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: __Rooms::RequestBody>(
        __context: &mut __Rooms::Context<'_>,
        __slot: &mut __Rooms::BodySlot<__B>,
    ) -> __Rooms::Decoded<Self> {
        __Rooms::Arguments::new(__context, 0usize).finish()?;
        ::core::result::Result::Ok(Self {
            room: <__RoomsArgument0OfCreate as __Rooms::Argument>::body(
                    __context,
                    __slot,
                    <Self as __Rooms::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
const _: () = __Rooms::assert_scalar(
    <__RoomsArgument0OfRoom as __Rooms::Argument>::SHAPE,
    "id",
    "room",
);
const _: () = __Rooms::assert_query(
    <__RoomsArgument1OfRoom as __Rooms::Argument>::SHAPE,
    "verbose",
    "room",
);
const _: () = __Rooms::assert_answers_once::<RoomsRoomCall>();
const _: () = <__RoomsArgument0OfCreate as __Rooms::Argument>::SHAPE.assert_distinct();
const _: () = __Rooms::assert_answers_once::<RoomsCreateCall>();
const _: () = __Rooms::assert_one_output::<RoomsCreateCall>("create");
const _: () = __Rooms::assert_captures(1usize);
#[automatically_derived]
impl __Rooms::Api for RoomsApi {
    type Error = RoomError;
    const DESCRIPTION: &'static __Rooms::Description = &__Rooms::Description {
        name: "Rooms",
        docs: "Rooms.",
        base: __Rooms::Path(&[__Rooms::Segment::Literal("v1")]),
        security: ::core::option::Option::Some(__Rooms::Security::Bearer),
        endpoints: &[
            <RoomsRoomCall as __Rooms::Call>::ENDPOINT,
            <RoomsCreateCall as __Rooms::Call>::ENDPOINT,
        ],
        errors: __Rooms::api_errors::<Self>(),
    };
    const ROUTES: &'static __Rooms::Node = &__Rooms::Node {
        literals: &[
            (
                "v1",
                __Rooms::Node {
                    literals: &[
                        (
                            "rooms",
                            __Rooms::Node {
                                capture: ::core::option::Option::Some(
                                    &__Rooms::Node {
                                        leaves: &[
                                            __Rooms::Leaf::new(
                                                0u16,
                                                <RoomsRoomCall as __Rooms::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Rooms::Node::EMPTY
                                    },
                                ),
                                leaves: &[
                                    __Rooms::Leaf::new(
                                        1u16,
                                        <RoomsCreateCall as __Rooms::Call>::ENDPOINT,
                                    ),
                                ],
                                ..__Rooms::Node::EMPTY
                            },
                        ),
                    ],
                    ..__Rooms::Node::EMPTY
                },
            ),
        ],
        ..__Rooms::Node::EMPTY
    };
    fn visit_calls<__V: __Rooms::CallVisitor>(__visitor: &mut __V) {
        __Rooms::CallVisitor::visit::<RoomsRoomCall>(__visitor);
        __Rooms::CallVisitor::visit::<RoomsCreateCall>(__visitor);
    }
}
#[automatically_derived]
impl<__S: Rooms> __Rooms::Handled<__S> for RoomsRoomCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __RoomsOutputOfRoom,
    > + ::core::marker::Send {
        <__S as Rooms>::room(__session, self.id, self.verbose)
    }
}
#[automatically_derived]
impl<__S: Rooms> __Rooms::Handled<__S> for RoomsCreateCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __RoomsOutputOfCreate,
    > + ::core::marker::Send {
        <__S as Rooms>::create(__session, self.room)
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> __Rooms::Dispatch<__S> for RoomsApi
where
    __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: __Rooms::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: __Rooms::ReplyForm,
        __context: &mut __Rooms::Context<'_>,
        __slot: &mut __Rooms::BodySlot<__B>,
        __out: &mut ::core::option::Option<__Rooms::Response<__Rooms::Body>>,
    ) -> ::core::result::Result<(), __Rooms::Problem> {
        match __endpoint {
            0u16 => {
                __Rooms::handle::<
                    _,
                    _,
                    RoomsRoomCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            1u16 => {
                __Rooms::handle::<
                    _,
                    _,
                    RoomsCreateCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            _ => ::core::result::Result::Err(__Rooms::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: __Rooms::Transport> Rooms for __Rooms::Client<RoomsApi, __T> {
    fn room(
        &self,
        id: u32,
        verbose: Option<bool>,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send {
        __Rooms::Client::call::<RoomsRoomCall>(self, RoomsRoomCall { id, verbose })
    }
    fn create(
        &self,
        room: NewRoom,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send {
        __Rooms::Client::call::<RoomsCreateCall>(self, RoomsCreateCall { room })
    }
}
__Rooms::implement_for_pointers! {
    Rooms { fn room(id : u32, verbose : Option < bool >) -> Result < Room, RoomError >;
    fn create(room : NewRoom) -> Result < Room, RoomError >; }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl RoomsApi {
    /// The description of the API.
    pub const DESCRIPTION: &'static __Rooms::Description = <Self as __Rooms::Api>::DESCRIPTION;
    ///Serves one value of [`Rooms`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`.
    pub fn serve<__S>(session: __S) -> __Rooms::Served<Self, __Rooms::Fixed<__S>>
    where
        __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Rooms::serve(session)
    }
    ///Serves the [`Rooms`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub fn serve_with<__F, __S>(sessions: __F) -> __Rooms::Served<Self, __F>
    where
        __F: __Rooms::SessionFunction<__S, RoomError> + ::core::marker::Send
            + ::core::marker::Sync + 'static,
        __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Rooms::serve_with(sessions)
    }
    ///Serves the [`Rooms`] that a factory opens for each request. The factory is asynchronous.
    pub fn serve_sessions<__F>(sessions: __F) -> __Rooms::Served<Self, __F>
    where
        __F: __Rooms::Sessions<RoomError>,
        <__F as __Rooms::Sessions<RoomError>>::Session: Rooms,
    {
        __Rooms::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Rooms`] that sends its calls over a transport.
    pub fn connect<__T: __Rooms::Transport>(
        transport: __T,
    ) -> __Rooms::Client<Self, __T> {
        __Rooms::Client::new(transport)
    }
}
