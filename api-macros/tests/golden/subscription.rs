pub(crate) trait Events {
    fn follow(
        &self,
        room: RoomId,
        last: Option<EventId>,
    ) -> impl ::core::future::Future<
        Output = Result<Subscription<RoomEvent>, RoomError>,
    > + ::core::marker::Send;
}
use ::api_core::__private as __Events_;
///The API described by [`Events`]: serves an implementation of the trait, or connects to a server.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub(crate) struct EventsApi<__T = fn() -> RoomError, const __N: u8 = 0>
where
    fn() -> RoomError: __Events_::Names<__N, Types = __T>;
type __EventsArgument0OfFollow = RoomId;
type __EventsArgument1OfFollow = Option<EventId>;
type __EventsOutputOfFollow = Result<Subscription<RoomEvent>, RoomError>;
type __EventsTypesOfFollow = fn() -> __EventsOutputOfFollow;
///The call of `follow`.
#[allow(private_bounds, private_interfaces)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub(crate) struct EventsFollowCall<__T = __EventsTypesOfFollow, const __N: u8 = 0>
where
    __EventsTypesOfFollow: __Events_::Names<__N, Types = __T>,
{
    ///The argument `room`.
    pub(crate) room: __EventsArgument0OfFollow,
    ///The argument `last`.
    pub(crate) last: __EventsArgument1OfFollow,
}
#[automatically_derived]
impl __Events_::Call for EventsFollowCall {
    type Reply = <__EventsOutputOfFollow as __Events_::Fallible>::Value;
    type Error = <__EventsOutputOfFollow as __Events_::Fallible>::Error;
    const ENDPOINT: &'static __Events_::Endpoint = &__Events_::endpoint::<
        Self,
    >(
            "follow",
            __Events_::Verb::Subscribe,
            __Events_::Path(
                &[
                    __Events_::Segment::Literal("rooms"),
                    __Events_::Segment::Capture("room"),
                    __Events_::Segment::Literal("events"),
                ],
            ),
        )
        .exchange(
            __Events_::Exchange::Subscription(__Events_::Streaming {
                resumable: true,
                resume_query: ::core::option::Option::None,
                form: __Events_::EventForm::DEFAULT,
            }),
        )
        .parameters(
            &[
                __Events_::in_path(
                    "room",
                    <__EventsArgument0OfFollow as __Events_::Argument>::SHAPE,
                ),
                __Events_::in_header(
                    "last-event-id",
                    <__EventsArgument1OfFollow as __Events_::Argument>::SHAPE,
                ),
            ],
        );
    fn encode(&self, __request: &mut __Events_::RequestWriter) -> __Events_::Encoded {
        __request.literal("/rooms");
        <__EventsArgument0OfFollow as __Events_::Argument>::write_capture(
            &self.room,
            __request,
            "room",
        )?;
        __request.literal("/events");
        <__EventsArgument1OfFollow as __Events_::Argument>::write_header(
            &self.last,
            __request,
            "last-event-id",
        )?;
        ::core::result::Result::Ok(())
    }
    fn decode<__B: __Events_::RequestBody>(
        __context: &mut __Events_::Context<'_>,
        _: &mut __Events_::BodySlot<__B>,
    ) -> impl ::core::future::Future<
        Output = __Events_::Decoded<Self>,
    > + ::core::marker::Send {
        __Events_::decode_head(__context, 0usize)
    }
}
#[automatically_derived]
impl __Events_::HeadCall for EventsFollowCall {
    fn read(
        __arguments: &mut __Events_::Arguments<'_, '_>,
    ) -> ::core::option::Option<Self> {
        let __argument_room = <__EventsArgument0OfFollow as __Events_::Argument>::path(
            __arguments,
            0usize,
            "room",
        );
        let __argument_last = <__EventsArgument1OfFollow as __Events_::Argument>::header(
            __arguments,
            "last-event-id",
        );
        ::core::option::Option::Some(Self {
            room: __argument_room?,
            last: __argument_last?,
        })
    }
}
const _: () = __Events_::assert_scalar(
    <__EventsArgument0OfFollow as __Events_::Argument>::SHAPE,
    "room",
    "follow",
);
const _: () = __Events_::assert_query_value(
    <__EventsArgument1OfFollow as __Events_::Argument>::SHAPE,
    "last",
    "follow",
);
const _: () = __Events_::assert_outputs::<EventsFollowCall>();
const _: () = {
    __Events_::is_subscription::<
        <__EventsOutputOfFollow as __Events_::Fallible>::Value,
    >();
    __Events_::assert_beside_events::<EventsFollowCall>();
};
const _: () = __Events_::assert_captures(1usize);
#[automatically_derived]
impl __Events_::Api for EventsApi {
    type Error = RoomError;
    const DESCRIPTION: &'static __Events_::Description = &__Events_::Description {
        name: "Events",
        docs: "",
        base: __Events_::Path(&[]),
        security: ::core::option::Option::None,
        endpoints: &[<EventsFollowCall as __Events_::Call>::ENDPOINT],
        errors: __Events_::api_errors::<Self>(),
    };
    const ROUTES: &'static __Events_::Node = &__Events_::Node {
        literals: &[
            (
                "rooms",
                __Events_::Node {
                    capture: ::core::option::Option::Some(
                        &__Events_::Node {
                            literals: &[
                                (
                                    "events",
                                    __Events_::Node {
                                        leaves: &[
                                            __Events_::Leaf::new(
                                                0u16,
                                                <EventsFollowCall as __Events_::Call>::ENDPOINT,
                                            ),
                                        ],
                                        ..__Events_::Node::EMPTY
                                    },
                                ),
                            ],
                            ..__Events_::Node::EMPTY
                        },
                    ),
                    ..__Events_::Node::EMPTY
                },
            ),
        ],
        ..__Events_::Node::EMPTY
    };
    fn visit_calls<__V: __Events_::CallVisitor>(__visitor: &mut __V) {
        __Events_::CallVisitor::visit::<EventsFollowCall>(__visitor);
    }
}
#[automatically_derived]
impl<__S: Events> __Events_::Handled<__S> for EventsFollowCall {
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
impl<__S> __Events_::Dispatch<__S> for EventsApi
where
    __S: Events + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    async fn dispatch<__B: __Events_::RequestBody>(
        __session: &__S,
        __endpoint: u16,
        __form: __Events_::ReplyForm,
        __context: &mut __Events_::Context<'_>,
        __slot: &mut __Events_::BodySlot<__B>,
        __out: &mut ::core::option::Option<__Events_::Response<__Events_::Body>>,
    ) -> ::core::result::Result<(), __Events_::Problem> {
        match __endpoint {
            0u16 => {
                __Events_::handle::<
                    _,
                    _,
                    EventsFollowCall,
                >(__session, __form, __context, __slot, __out)
                    .await
            }
            _ => ::core::result::Result::Err(__Events_::Problem::not_found()),
        }
    }
}
#[automatically_derived]
#[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
impl<__T: __Events_::Transport> Events for __Events_::Client<EventsApi, __T> {
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
__Events_::implement_for_pointers! {
    Events { fn follow(room : RoomId, last : Option < EventId >) -> Result < Subscription
    < RoomEvent >, RoomError >; }
}
#[automatically_derived]
#[allow(dead_code, reason = "a program need not use every function")]
impl EventsApi {
    /// The description of the API.
    pub(crate) const DESCRIPTION: &'static __Events_::Description = <Self as __Events_::Api>::DESCRIPTION;
    ///Serves one value of [`Events`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`.
    pub(crate) fn serve<__S>(
        session: __S,
    ) -> __Events_::Served<Self, __Events_::Fixed<__S>>
    where
        __S: Events + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Events_::serve(session)
    }
    ///Serves the [`Events`] that a function returns for each request. The function runs after path and method matched and before arguments are decoded.
    pub(crate) fn serve_with<__F, __S>(sessions: __F) -> __Events_::Served<Self, __F>
    where
        __F: __Events_::SessionFunction<__S, RoomError> + ::core::marker::Send
            + ::core::marker::Sync + 'static,
        __S: Events + ::core::marker::Send + ::core::marker::Sync + 'static,
    {
        __Events_::serve_with(sessions)
    }
    ///Serves the [`Events`] that a factory opens for each request. The factory is asynchronous.
    pub(crate) fn serve_sessions<__F>(sessions: __F) -> __Events_::Served<Self, __F>
    where
        __F: __Events_::Sessions<RoomError>,
        <__F as __Events_::Sessions<RoomError>>::Session: Events,
    {
        __Events_::serve_sessions(sessions)
    }
    ///Returns a client: an implementation of [`Events`] that sends its calls over a transport.
    pub(crate) fn connect<__T: __Events_::Transport>(
        transport: __T,
    ) -> __Events_::Client<Self, __T> {
        __Events_::Client::new(transport)
    }
}
