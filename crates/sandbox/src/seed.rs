//! The demo's content: a small company whose topics have a past, and go on while one looks.
//!
//! The same on every start, except that times are relative to the start.

mod bulk;
mod company;
mod consumers;
mod feed;
mod random;
mod still;
mod text;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use self::company::{Orders, Payments};
use self::consumers::Consumers;
use self::feed::Feed;
use self::random::Random;
use crate::broker::{Broker, now};
use crate::settings::Overrides;
use crate::topic::Topic;

pub(crate) use self::bulk::fill as fill_to;

/// How far the past reaches back, in milliseconds.
const PAST: i64 = 3 * 3_600_000;
const PAST_PAYMENTS: i64 = 40_000;
const PAST_ORDERS: i64 = 9_000;
const PAST_SHIPMENTS: i64 = 4_000;
/// One payment of the past in so many ended up as a dead letter.
const DEAD_LETTERS: i64 = 700;
/// And one of the present: about one in half a minute, to have something to look at.
const LIVE_DEAD_LETTERS: u64 = 180;

const TICK: Duration = Duration::from_millis(200);
const TICKS_PER_COMMIT: u64 = 5;
/// A burst begins on average after so many ticks (50 s) and lasts so many (4 s).
const BURST_EVERY: u64 = 250;
const BURST_TICKS: u64 = 20;

/// A topic's name, partitions and settings.
type Plan = (&'static str, usize, &'static [(&'static str, &'static str)]);

/// The company's topics. The live ones bound themselves in bytes, so
/// that a demo left open does not grow for ever.
const TOPICS: [Plan; 7] = [
    (
        "payments.transactions",
        12,
        &[("retention.bytes", "4194304"), ("retention.ms", "86400000")],
    ),
    ("orders.events", 6, &[("retention.bytes", "8388608")]),
    ("shipments.updates", 3, &[("retention.bytes", "8388608")]),
    (
        "payments.transactions.dlq",
        1,
        &[("retention.ms", "2592000000")],
    ),
    (
        "customers",
        3,
        &[
            ("cleanup.policy", "compact"),
            ("min.cleanable.dirty.ratio", "0.1"),
        ],
    ),
    (
        "audit.log",
        2,
        &[
            ("max.message.bytes", "2097152"),
            ("retention.ms", "31536000000"),
        ],
    ),
    ("notifications.outbox", 1, &[]),
];

/// What goes on after the start.
#[derive(Debug)]
pub(crate) struct Demo {
    company: Company,
    consumers: Consumers,
}

/// The producing part of the company, which carries on where the past ended.
#[derive(Debug)]
struct Company {
    random: Random,
    payments: Payments,
    orders: Orders,
    payment_feed: Feed,
    order_feed: Feed,
    shipment_feed: Feed,
    dead_letter_feed: Feed,
    /// Ticks that a burst still lasts.
    burst: u64,
}

/// Creates the company's topics and writes their past.
pub(crate) fn fill(broker: &Broker) -> Demo {
    let now = now();
    let topics @ [
        payments,
        orders,
        shipments,
        dead_letters,
        customers,
        audit,
        _,
    ] = &TOPICS.map(|(name, partitions, settings)| {
        Arc::new(Topic::new(name, partitions, Overrides::of(settings)))
    });
    for topic in topics {
        broker.topics.add(Arc::clone(topic));
    }
    let (mut customers, mut audit) = (Feed::new(customers), Feed::new(audit));
    let mut company = Company {
        random: Random::new(0x6c69_7665),
        payments: Payments::new(payments.partition_count()),
        orders: Orders::new(0x6f72_6465),
        payment_feed: Feed::new(payments),
        order_feed: Feed::new(orders),
        shipment_feed: Feed::new(shipments),
        dead_letter_feed: Feed::new(dead_letters),
        burst: 0,
    };
    let Company {
        random,
        payments,
        orders,
        payment_feed,
        order_feed,
        shipment_feed,
        dead_letter_feed,
        ..
    } = &mut company;
    std::thread::scope(|threads| {
        threads.spawn(|| {
            still::push_customers(&mut customers, now);
            still::push_audit(&mut audit, now);
            for time in past(now, PAST_ORDERS) {
                orders.push_order(order_feed, time);
            }
            for time in past(now, PAST_SHIPMENTS) {
                orders.push_shipment(shipment_feed, time);
            }
        });
        for (number, time) in (1..).zip(past(now, PAST_PAYMENTS)) {
            let place = payments.push(payment_feed, time);
            if number % DEAD_LETTERS == 0 {
                let value = payments.last_value();
                still::push_dead_letter(dead_letter_feed, random, time + 40, place, value);
            }
        }
    });
    for feed in [&mut customers, &mut audit] {
        feed.flush(broker);
    }
    company.flush(broker);
    let [payments, orders, ..] = topics;
    let consumers = Consumers::found(broker, payments, orders);
    Demo { company, consumers }
}

/// So many times, evenly spread over the past.
fn past(now: i64, count: i64) -> impl Iterator<Item = i64> {
    (0..count).map(move |index| now - PAST + index * PAST / count)
}

/// Goes on producing for as long as the broker lives: about twelve messages a second, more while
/// a burst lasts.
pub(crate) async fn keep_alive(demo: Demo, broker: Arc<Broker>) {
    let Demo {
        mut company,
        mut consumers,
    } = demo;
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut commits = 0_u64..;
    loop {
        ticks.tick().await;
        company.carry_on(now());
        company.flush(&broker);
        broker.appended.notify_waiters();
        if commits
            .next()
            .is_some_and(|tick| tick % TICKS_PER_COMMIT == 0)
        {
            consumers.carry_on(&broker);
        }
    }
}

impl Company {
    /// What happens within one tick.
    fn carry_on(&mut self, now: i64) {
        if self.burst > 0 {
            self.burst -= 1;
        } else if self.random.below(BURST_EVERY) == 0 {
            self.burst = BURST_TICKS;
        }
        let most = if self.burst > 0 { 18 } else { 5 };
        for _ in 0..self.random.below(most) {
            match self.random.below(12) {
                0..6 => {
                    let place = self.payments.push(&mut self.payment_feed, now);
                    if self.random.below(LIVE_DEAD_LETTERS) == 0 {
                        let value = self.payments.last_value();
                        let feed = &mut self.dead_letter_feed;
                        still::push_dead_letter(feed, &mut self.random, now, place, value);
                    }
                }
                6..10 => self.orders.push_order(&mut self.order_feed, now),
                _ => self.orders.push_shipment(&mut self.shipment_feed, now),
            }
        }
    }

    fn flush(&mut self, broker: &Broker) {
        self.payment_feed.flush(broker);
        self.order_feed.flush(broker);
        self.shipment_feed.flush(broker);
        self.dead_letter_feed.flush(broker);
    }
}
