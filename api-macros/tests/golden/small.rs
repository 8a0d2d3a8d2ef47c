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
///The API described by [`Rooms`]: serves an implementation of the trait, or connects to a server.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct RoomsApi<__T = fn() -> RoomError, const __N: u8 = 0>
where
    fn() -> RoomError: ::api_core::__private::Names<__N, Types = __T>;
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
    __RoomsTypesOfRoom: ::api_core::__private::Names<__N, Types = __T>,
{
    ///The argument `id`.
    pub id: __RoomsArgument0OfRoom,
    ///The argument `verbose`.
    pub verbose: __RoomsArgument1OfRoom,
}
#[automatically_derived]
impl ::api_core::__private::Call for RoomsRoomCall {
    type Reply = <__RoomsOutputOfRoom as ::api_core::__private::Fallible>::Value;
    type Error = <__RoomsOutputOfRoom as ::api_core::__private::Fallible>::Error;
    const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
        Self,
    >(
            "room",
            ::api_core::__private::Verb::Get,
            ::api_core::__private::Path(
                &[
                    ::api_core::__private::Segment::Literal("rooms"),
                    ::api_core::__private::Segment::Capture("id"),
                ],
            ),
        )
        .docs("Finds a room.")
        .parameters(
            &[
                ::api_core::__private::in_path(
                    "id",
                    <__RoomsArgument0OfRoom as ::api_core::__private::Argument>::SHAPE,
                ),
                ::api_core::__private::in_query(
                    "verbose",
                    <__RoomsArgument1OfRoom as ::api_core::__private::Argument>::SHAPE,
                ),
            ],
        )
        .security(::api_core::__private::Security::Bearer);
    fn encode(
        &self,
        __request: &mut ::api_core::__private::RequestWriter,
    ) -> ::api_core::__private::Encoded {
        __request.literal("/rooms");
        <__RoomsArgument0OfRoom as ::api_core::__private::Argument>::write_capture(
            &self.id,
            __request,
            "id",
        )?;
        <__RoomsArgument1OfRoom as ::api_core::__private::Argument>::write_query(
            &self.verbose,
            __request,
            "verbose",
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
impl ::api_core::__private::HeadCall for RoomsRoomCall {
    fn read(
        __arguments: &mut ::api_core::__private::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_id = <__RoomsArgument0OfRoom as ::api_core::__private::Argument>::path(
            __arguments,
            0usize,
            "id",
        );
        let __argument_verbose = <__RoomsArgument1OfRoom as ::api_core::__private::Argument>::query(
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
    __RoomsTypesOfCreate: ::api_core::__private::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub room: __RoomsArgument0OfCreate,
}
#[automatically_derived]
impl ::api_core::__private::Call for RoomsCreateCall {
    type Reply = <__RoomsOutputOfCreate as ::api_core::__private::Fallible>::Value;
    type Error = <__RoomsOutputOfCreate as ::api_core::__private::Fallible>::Error;
    const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
        Self,
    >(
            "create",
            ::api_core::__private::Verb::Post,
            ::api_core::__private::Path(
                &[::api_core::__private::Segment::Literal("rooms")],
            ),
        )
        .body(
            ::api_core::__private::BodyDescription::new(
                    ::api_core::__private::BodyEncoding::Json,
                    <__RoomsArgument0OfCreate as ::api_core::__private::Argument>::SHAPE,
                )
                .limit(4096),
        )
        .outputs(::api_core::__private::output_with_status::<Self, 201>())
        .security(::api_core::__private::Security::Bearer);
    fn encode(
        &self,
        __request: &mut ::api_core::__private::RequestWriter,
    ) -> ::api_core::__private::Encoded {
        __request.literal("/rooms");
        <__RoomsArgument0OfCreate as ::api_core::__private::Argument>::write_body(
            &self.room,
            __request,
            <Self as ::api_core::__private::Call>::ENDPOINT,
        )?;
        ::core::result::Result::Ok(())
    }
    async fn decode<__B: ::api_core::__private::RequestBody>(
        __context: &mut ::api_core::__private::Context<'_>,
        __slot: &mut ::api_core::__private::BodySlot<__B>,
    ) -> ::api_core::__private::Decoded<Self> {
        ::api_core::__private::Arguments::new(__context, 0usize).finish()?;
        ::core::result::Result::Ok(Self {
            room: <__RoomsArgument0OfCreate as ::api_core::__private::Argument>::body(
                    __context,
                    __slot,
                    <Self as ::api_core::__private::Call>::ENDPOINT,
                )
                .await?,
        })
    }
}
const _: () = ::api_core::__private::assert_scalar(
    <__RoomsArgument0OfRoom as ::api_core::__private::Argument>::SHAPE,
    "id",
    "room",
);
const _: () = ::api_core::__private::assert_query(
    <__RoomsArgument1OfRoom as ::api_core::__private::Argument>::SHAPE,
    "verbose",
    "room",
);
const _: () = ::api_core::__private::assert_answers_once::<RoomsRoomCall>();
const _: () = <__RoomsArgument0OfCreate as ::api_core::__private::Argument>::SHAPE
    .assert_distinct();
const _: () = ::api_core::__private::assert_answers_once::<RoomsCreateCall>();
const _: () = ::api_core::__private::assert_one_output::<RoomsCreateCall>("create");
const _: () = ::api_core::__private::assert_captures(1usize);
#[automatically_derived]
impl ::api_core::__private::Api for RoomsApi {
    type Error = RoomError;
    const DESCRIPTION: &'static ::api_core::__private::Description = &::api_core::__private::Description {
        name: "Rooms",
        docs: "Rooms.",
        base: ::api_core::__private::Path(
            &[::api_core::__private::Segment::Literal("v1")],
        ),
        security: ::core::option::Option::Some(::api_core::__private::Security::Bearer),
        endpoints: &[
            <RoomsRoomCall as ::api_core::__private::Call>::ENDPOINT,
            <RoomsCreateCall as ::api_core::__private::Call>::ENDPOINT,
        ],
        errors: ::api_core::__private::api_errors::<Self>(),
    };
    const ROUTES: &'static ::api_core::__private::Node = &::api_core::__private::Node {
        literals: &[
            (
                "v1",
                ::api_core::__private::Node {
                    literals: &[
                        (
                            "rooms",
                            ::api_core::__private::Node {
                                capture: ::core::option::Option::Some(
                                    &::api_core::__private::Node {
                                        leaves: &[
                                            ::api_core::__private::Leaf::new(
                                                0u16,
                                                <RoomsRoomCall as ::api_core::__private::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..::api_core::__private::Node::EMPTY
                                    },
                                ),
                                leaves: &[
                                    ::api_core::__private::Leaf::new(
                                        1u16,
                                        <RoomsCreateCall as ::api_core::__private::Call>::ENDPOINT,
                                    ),
                                ],
                                ..::api_core::__private::Node::EMPTY
                            },
                        ),
                    ],
                    ..::api_core::__private::Node::EMPTY
                },
            ),
        ],
        ..::api_core::__private::Node::EMPTY
    };
    fn visit_calls<__V: ::api_core::__private::CallVisitor>(__visitor: &mut __V) {
        ::api_core::__private::CallVisitor::visit::<RoomsRoomCall>(__visitor);
        ::api_core::__private::CallVisitor::visit::<RoomsCreateCall>(__visitor);
    }
}
#[automatically_derived]
impl<__S: Rooms> ::api_core::__private::Handled<__S> for RoomsRoomCall {
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
impl<__S: Rooms> ::api_core::__private::Handled<__S> for RoomsCreateCall {
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
impl<__S> ::api_core::__private::Dispatch<__S> for RoomsApi
where
    __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
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
                    RoomsRoomCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            1u16 => {
                ::api_core::__private::handle::<
                    _,
                    _,
                    RoomsCreateCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            _ => ::core::result::Result::Err(::api_core::__private::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: ::api_core::__private::Transport> Rooms
for ::api_core::__private::Client<RoomsApi, __T> {
    fn room(
        &self,
        id: u32,
        verbose: Option<bool>,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            RoomsRoomCall,
        >(self, RoomsRoomCall { id, verbose })
    }
    fn create(
        &self,
        room: NewRoom,
    ) -> impl ::core::future::Future<
        Output = Result<Room, RoomError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            RoomsCreateCall,
        >(self, RoomsCreateCall { room })
    }
}
::api_core::__private::implement_for_pointers! {
    Rooms { fn room(id : u32, verbose : Option < bool >) -> Result < Room, RoomError >;
    fn create(room : NewRoom) -> Result < Room, RoomError >; }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl RoomsApi {
    /// The description of the API.
    pub const DESCRIPTION: &'static ::api_core::__private::Description = <Self as ::api_core::__private::Api>::DESCRIPTION;
    ///Serves one value of [`Rooms`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`.
    pub fn serve<__S>(
        session: __S,
    ) -> ::api_core::__private::Served<Self, ::api_core::__private::Fixed<__S>>
    where
        __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::api_core::__private::serve(session)
    }
    ///Serves the [`Rooms`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub fn serve_with<__F, __S>(
        sessions: __F,
    ) -> ::api_core::__private::Served<Self, __F>
    where
        __F: ::api_core::__private::SessionFunction<__S, RoomError>
            + ::core::marker::Send + ::core::marker::Sync + 'static,
        __S: Rooms + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::api_core::__private::serve_with(sessions)
    }
    ///Serves the [`Rooms`] that a factory opens for each request. The factory is asynchronous.
    pub fn serve_sessions<__F>(sessions: __F) -> ::api_core::__private::Served<Self, __F>
    where
        __F: ::api_core::__private::Sessions<RoomError>,
        <__F as ::api_core::__private::Sessions<RoomError>>::Session: Rooms,
    {
        ::api_core::__private::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Rooms`] that sends its calls over a transport.
    pub fn connect<__T: ::api_core::__private::Transport>(
        transport: __T,
    ) -> ::api_core::__private::Client<Self, __T> {
        ::api_core::__private::Client::new(transport)
    }
}
