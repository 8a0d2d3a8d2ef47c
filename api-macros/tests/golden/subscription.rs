pub(crate) trait Events {
    fn follow(
        &self,
        room: RoomId,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<RoomEvent>, RoomError>,
    > + ::core::marker::Send;
}
///The API described by [`Events`]: serves an implementation of the trait, or connects to a server.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub(crate) struct EventsApi<__T = fn() -> RoomError, const __N: u8 = 0>
where
    fn() -> RoomError: ::api_core::__private::Names<__N, Types = __T>;
type __EventsArgument0OfFollow = RoomId;
type __EventsArgument1OfFollow = Option<EventId>;
type __EventsOutputOfFollow = Result<Subscription<RoomEvent>, RoomError>;
type __EventsTypesOfFollow = fn() -> __EventsOutputOfFollow;
///The call of `follow`.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub(crate) struct EventsFollowCall<__T = __EventsTypesOfFollow, const __N: u8 = 0>
where
    __EventsTypesOfFollow: ::api_core::__private::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub(crate) room: __EventsArgument0OfFollow,
    ///The argument `last`.
    pub(crate) last: __EventsArgument1OfFollow,
}
#[automatically_derived]
impl ::api_core::__private::Call for EventsFollowCall {
    type Reply = <__EventsOutputOfFollow as ::api_core::__private::Fallible>::Value;
    type Error = <__EventsOutputOfFollow as ::api_core::__private::Fallible>::Error;
    const ENDPOINT: &'static ::api_core::__private::Endpoint = &::api_core::__private::endpoint::<
        Self,
    >(
            "follow",
            ::api_core::__private::Verb::Subscribe,
            ::api_core::__private::Path(
                &[
                    ::api_core::__private::Segment::Literal("rooms"),
                    ::api_core::__private::Segment::Capture("room"),
                    ::api_core::__private::Segment::Literal("events"),
                ],
            ),
        )
        .exchange(
            ::api_core::__private::Exchange::Subscription(::api_core::__private::Streaming {
                resumable: true,
                resume_query: ::core::option::Option::None,
                form: ::api_core::__private::EventForm::DEFAULT,
            }),
        )
        .parameters(
            &[
                ::api_core::__private::in_path(
                    "room",
                    <__EventsArgument0OfFollow as ::api_core::__private::Argument>::SHAPE,
                ),
                ::api_core::__private::in_header(
                    "last-event-id",
                    <__EventsArgument1OfFollow as ::api_core::__private::Argument>::SHAPE,
                ),
            ],
        );
    fn encode(
        &self,
        __request: &mut ::api_core::__private::RequestWriter,
    ) -> ::api_core::__private::Encoded {
        __request.literal("/rooms");
        <__EventsArgument0OfFollow as ::api_core::__private::Argument>::write_capture(
            &self.room,
            __request,
            "room",
        )?;
        __request.literal("/events");
        <__EventsArgument1OfFollow as ::api_core::__private::Argument>::write_header(
            &self.last,
            __request,
            "last-event-id",
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
impl ::api_core::__private::HeadCall for EventsFollowCall {
    fn read(
        __arguments: &mut ::api_core::__private::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_room = <__EventsArgument0OfFollow as ::api_core::__private::Argument>::path(
            __arguments,
            0usize,
            "room",
        );
        let __argument_last = <__EventsArgument1OfFollow as ::api_core::__private::Argument>::header(
            __arguments,
            "last-event-id",
        );
        ::core::option::Option::Some(Self {
            room: __argument_room?,
            last: __argument_last?,
        })
    }
}
const _: () = ::api_core::__private::assert_scalar(
    <__EventsArgument0OfFollow as ::api_core::__private::Argument>::SHAPE,
    "room",
    "follow",
);
const _: () = ::api_core::__private::assert_query_value(
    <__EventsArgument1OfFollow as ::api_core::__private::Argument>::SHAPE,
    "last",
    "follow",
);
const _: () = ::api_core::__private::assert_outputs::<EventsFollowCall>();
const _: () = {
    ::api_core::__private::is_subscription::<
        <__EventsOutputOfFollow as ::api_core::__private::Fallible>::Value,
    >();
    ::api_core::__private::assert_beside_events::<EventsFollowCall>();
};
const _: () = ::api_core::__private::assert_captures(1usize);
#[automatically_derived]
impl ::api_core::__private::Api for EventsApi {
    type Error = RoomError;
    const DESCRIPTION: &'static ::api_core::__private::Description = &::api_core::__private::Description {
        name: "Events",
        docs: "",
        base: ::api_core::__private::Path(&[]),
        security: ::core::option::Option::None,
        endpoints: &[<EventsFollowCall as ::api_core::__private::Call>::ENDPOINT],
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
                                    "events",
                                    ::api_core::__private::Node {
                                        leaves: &[
                                            ::api_core::__private::Leaf::new(
                                                0u16,
                                                <EventsFollowCall as ::api_core::__private::Call>::ENDPOINT,
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
        ],
        ..::api_core::__private::Node::EMPTY
    };
    fn visit_calls<__V: ::api_core::__private::CallVisitor>(__visitor: &mut __V) {
        ::api_core::__private::CallVisitor::visit::<EventsFollowCall>(__visitor);
    }
}
#[automatically_derived]
impl<__S: Events> ::api_core::__private::Handled<__S> for EventsFollowCall {
    fn handle(
        self,
        __session: &__S,
    ) -> impl ::core::future::Future<
        Output = __EventsOutputOfFollow,
    > + ::core::marker::Send {
        <__S as Events>::follow(__session, self.room, self.last)
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
impl<__S> ::api_core::__private::Dispatch<__S> for EventsApi
where
    __S: Events + ::core::marker::Send + ::core::marker::Sync + 'static,
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
                    EventsFollowCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            _ => ::core::result::Result::Err(::api_core::__private::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: ::api_core::__private::Transport> Events
for ::api_core::__private::Client<EventsApi, __T> {
    fn follow(
        &self,
        room: RoomId,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<RoomEvent>, RoomError>,
    > + ::core::marker::Send {
        ::api_core::__private::Client::call::<
            EventsFollowCall,
        >(self, EventsFollowCall { room, last })
    }
}
::api_core::__private::implement_for_pointers! {
    Events { fn follow(room : RoomId, last : Option < EventId >) -> Result < Subscription
    < RoomEvent >, RoomError >; }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl EventsApi {
    /// The description of the API.
    pub(crate) const DESCRIPTION: &'static ::api_core::__private::Description = <Self as ::api_core::__private::Api>::DESCRIPTION;
    ///Serves one value of [`Events`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`.
    pub(crate) fn serve<__S>(
        session: __S,
    ) -> ::api_core::__private::Served<Self, ::api_core::__private::Fixed<__S>>
    where
        __S: Events + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::api_core::__private::serve(session)
    }
    ///Serves the [`Events`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub(crate) fn serve_with<__F, __S>(
        sessions: __F,
    ) -> ::api_core::__private::Served<Self, __F>
    where
        __F: ::api_core::__private::SessionFunction<__S, RoomError>
            + ::core::marker::Send + ::core::marker::Sync + 'static,
        __S: Events + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        ::api_core::__private::serve_with(sessions)
    }
    ///Serves the [`Events`] that a factory opens for each request. The factory is asynchronous.
    pub(crate) fn serve_sessions<__F>(
        sessions: __F,
    ) -> ::api_core::__private::Served<Self, __F>
    where
        __F: ::api_core::__private::Sessions<RoomError>,
        <__F as ::api_core::__private::Sessions<RoomError>>::Session: Events,
    {
        ::api_core::__private::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Events`] that sends its calls over a transport.
    pub(crate) fn connect<__T: ::api_core::__private::Transport>(
        transport: __T,
    ) -> ::api_core::__private::Client<Self, __T> {
        ::api_core::__private::Client::new(transport)
    }
}
