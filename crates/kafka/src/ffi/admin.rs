//! The one way in which an administrative request is made: a queue of its own, options with a time limit, submit, poll,
//! look for an error, convert. All of it in a thread that may block, so no pointer is ever held across an `.await`.

use std::ffi::c_void;
use std::time::{Duration, Instant};

use rdkafka::bindings as rd;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::types::RDKafkaErrorCode;

use super::native::{Owned, error_outcome, invalid, outcome, with_text};
use crate::context::Context;
use crate::isolation::Isolation;
use crate::refusal::Refusal;

/// Requests of one call that are on their way at the same time, at most: a small broker must not be flooded.
const AT_ONCE: usize = 16;
/// librdkafka ends other requests than those to a coordinator itself; this is for a late timer.
const LENIENCE: Duration = Duration::from_secs(1);
/// The most that librdkafka takes as a time limit.
const ENDLESS: Duration = Duration::from_secs(3600);

/// A client that administers.
pub(crate) type Native = BaseConsumer<Context>;

/// What a request may be told besides its contents. Each operation takes only some of these.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) limit: Duration,
    pub(super) target: Target,
    /// The broker has as long to carry it out.
    pub(super) carry_out: bool,
    pub(super) validate_only: bool,
    pub(super) authorized_operations: bool,
    pub(super) isolation: Option<Isolation>,
}

/// Who answers a request.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Any broker, each of them, or the controller.
    #[default]
    Brokers,
    /// A group's coordinator: see [`Settings::to_coordinator`].
    Coordinator,
}

impl Settings {
    pub(super) fn within(limit: Duration) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// For what a group's coordinator answers. librdkafka must not end such a request by itself: where it has ended one
    /// while the coordinator was away, it uses freed memory when the coordinator is back, and ends the process (2.12.1,
    /// `rd_kafka_admin_coord_request` and then `rd_kafka_admin_coord_response_parse`). One without an answer in time is
    /// abandoned with its client.
    pub(super) fn to_coordinator(limit: Duration) -> Self {
        Self {
            target: Target::Coordinator,
            ..Self::within(limit)
        }
    }
}

/// Where a request goes to. The pointers are good until the submit function returns.
pub(super) struct Call {
    pub(super) client: *mut rd::rd_kafka_t,
    pub(super) options: *const rd::rd_kafka_AdminOptions_t,
    pub(super) queue: *mut rd::rd_kafka_queue_t,
}

pub(super) type Event = *mut rd::rd_kafka_event_t;

/// Makes one request. `submit` hands it to librdkafka, `read` converts an answer without an error.
pub(super) fn one<T>(
    client: &Native,
    kind: rd::rd_kafka_admin_op_t,
    settings: &Settings,
    submit: impl Fn(&Call) -> Result<(), Refusal>,
    read: impl Fn(Event) -> T,
) -> Result<T, Refusal> {
    each(
        client,
        kind,
        settings,
        &[()],
        |call, ()| submit(call),
        |event, ()| read(event),
    )
    .pop()
    .unwrap_or_else(|| Err(Refusal::timed_out()))
}

/// Makes a request for each of `requests`, some at a time, all within the time limit; the answers are in their order.
pub(super) fn each<R, T>(
    client: &Native,
    kind: rd::rd_kafka_admin_op_t,
    settings: &Settings,
    requests: &[R],
    submit: impl Fn(&Call, &R) -> Result<(), Refusal>,
    read: impl Fn(Event, &R) -> T,
) -> Vec<Result<T, Refusal>> {
    let deadline = Instant::now() + settings.limit;
    let native = client.client().native_ptr();
    // SAFETY: the client lives as long as `client`; the queue is ours. A request whose answer is not waited for any
    // more keeps its own reference to the queue.
    let queue = unsafe { Owned::new(rd::rd_kafka_queue_new(native), rd::rd_kafka_queue_destroy) };
    let mut answers: Vec<Option<Result<T, Refusal>>> = requests.iter().map(|_| None).collect();
    let mut waiting = requests.iter().enumerate();
    let mut running = 0;
    while let Some(queue) = &queue {
        let left = deadline.saturating_duration_since(Instant::now());
        while running < AT_ONCE
            && !left.is_zero()
            && let Some((index, request)) = waiting.next()
        {
            let submitted = options(native, kind, settings, left, index).and_then(|options| {
                let call = Call {
                    client: native,
                    options: options.pointer(),
                    queue: queue.pointer(),
                };
                submit(&call, request)
            });
            match submitted {
                Ok(()) => running += 1,
                Err(refusal) => answers[index] = Some(Err(refusal)),
            }
        }
        if running == 0 {
            break;
        }
        let lenience = if settings.target == Target::Coordinator {
            Duration::ZERO
        } else {
            LENIENCE
        };
        let patience = (left + lenience).as_millis() as i32;
        // SAFETY: our queue; the event is ours, and null when the time is up.
        let event = unsafe {
            Owned::new(
                rd::rd_kafka_queue_poll(queue.pointer(), patience),
                rd::rd_kafka_event_destroy,
            )
        };
        let Some(event) = event else { break };
        running -= 1;
        // SAFETY: an event of ours, with the number that the request's options were given.
        let index = unsafe { rd::rd_kafka_event_opaque(event.pointer()) } as usize;
        if let (Some(answer), Some(request)) = (answers.get_mut(index), requests.get(index)) {
            // SAFETY: as above; the text is the event's own.
            let failed = unsafe {
                outcome(
                    rd::rd_kafka_event_error,
                    rd::rd_kafka_event_error_string,
                    event.pointer(),
                )
            };
            *answer = Some(failed.map(|()| read(event.pointer(), request)));
        }
    }
    if settings.target == Target::Coordinator && running > 0 {
        client.context().abandon();
    }
    answers
        .into_iter()
        .map(|answer| answer.unwrap_or_else(|| Err(Refusal::timed_out())))
        .collect()
}

/// The options of one request; `index` comes back with its answer.
fn options(
    client: *mut rd::rd_kafka_t,
    kind: rd::rd_kafka_admin_op_t,
    settings: &Settings,
    left: Duration,
    index: usize,
) -> Result<Owned<rd::rd_kafka_AdminOptions_t>, Refusal> {
    // SAFETY: a living client; the options are ours.
    let options = unsafe {
        Owned::new(
            rd::rd_kafka_AdminOptions_new(client, kind),
            rd::rd_kafka_AdminOptions_destroy,
        )
    }
    .ok_or_else(|| invalid("librdkafka does not know this operation"))?;
    let pointer = options.pointer();
    let ends = if settings.target == Target::Coordinator {
        ENDLESS
    } else {
        left.clamp(Duration::from_millis(1), ENDLESS)
    };
    let millis = ends.as_millis() as i32;
    // SAFETY: living options, and a buffer with its length for the text of an error; the same for the calls below.
    with_text(|text, size| unsafe {
        rd::rd_kafka_AdminOptions_set_request_timeout(pointer, millis, text, size)
    })?;
    if settings.carry_out {
        // SAFETY: as above.
        with_text(|text, size| unsafe {
            rd::rd_kafka_AdminOptions_set_operation_timeout(pointer, millis, text, size)
        })?;
    }
    if settings.validate_only {
        // SAFETY: as above.
        with_text(|text, size| unsafe {
            rd::rd_kafka_AdminOptions_set_validate_only(pointer, 1, text, size)
        })?;
    }
    if settings.authorized_operations {
        // SAFETY: living options.
        taken(unsafe { rd::rd_kafka_AdminOptions_set_include_authorized_operations(pointer, 1) })?;
    }
    if let Some(isolation) = settings.isolation {
        use rd::rd_kafka_IsolationLevel_t as Level;
        let level = match isolation {
            Isolation::ReadCommitted => Level::RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED,
            Isolation::ReadUncommitted => Level::RD_KAFKA_ISOLATION_LEVEL_READ_UNCOMMITTED,
        };
        // SAFETY: living options.
        taken(unsafe { rd::rd_kafka_AdminOptions_set_isolation_level(pointer, level) })?;
    }
    // SAFETY: living options; the number is never used as a pointer.
    unsafe { rd::rd_kafka_AdminOptions_set_opaque(pointer, index as *mut c_void) };
    Ok(options)
}

/// The outcome of a call that answers with an error of ours to give back, or null.
fn taken(error: *mut rd::rd_kafka_error_t) -> Result<(), Refusal> {
    // SAFETY: the error is ours.
    let Some(error) = (unsafe { Owned::new(error, rd::rd_kafka_error_destroy) }) else {
        return Ok(());
    };
    // SAFETY: it lives until the end of this function.
    unsafe { error_outcome(error.pointer()) }
}

/// A named answer, as most operations on many things give.
pub(super) type Named<T> = Vec<(String, Result<T, Refusal>)>;

/// Those of `names` that an answer leaves out are answered for too: a page must not lose a row.
pub(super) fn in_order<T>(names: &[String], mut answers: Named<T>) -> Named<T> {
    names
        .iter()
        .map(|name| {
            let found = answers.iter().position(|(answered, _)| answered == name);
            match found {
                Some(at) => answers.swap_remove(at),
                None => (
                    name.clone(),
                    Err(Refusal::new(RDKafkaErrorCode::Unknown, "no answer for it")),
                ),
            }
        })
        .collect()
}
