//! The demo company: customers pay, orders move on, parcels travel, some things fail.

use super::feed::{Feed, partition_of};
use super::random::Random;
use super::text::{Calendar, put, put_cents, put_hex, put_number, put_padded};
use crate::batch::Message;

/// The first customer's number lies beyond 2^53, where floating point loses count.
const FIRST_CUSTOMER: u64 = 9_007_199_254_740_993;
/// Number of customers.
pub(super) const CUSTOMERS: u64 = 1_200;

const CURRENCIES: &[&str] = &[
    "EUR", "EUR", "EUR", "USD", "USD", "GBP", "CHF", "JPY", "SEK",
];
const METHODS: &[&str] = &[
    "card",
    "card",
    "card",
    "sepa_debit",
    "wallet",
    "bank_transfer",
];
const MERCHANTS: &[&str] = &[
    r#"{"id":"mer_0017","name":"Bücher & Töchter","category":5942}"#,
    r#"{"id":"mer_0102","name":"Northwind Tea","category":5499}"#,
    r#"{"id":"mer_0311","name":"Lumen Lighting","category":5719}"#,
    r#"{"id":"mer_0450","name":"Keys/Caps Ltd","category":5732}"#,
];
const TAGS: &[&str] = &[
    r#"["web"]"#,
    r#"["web","recurring"]"#,
    r#"["mobile","ios"]"#,
    r#"["mobile","android"]"#,
    r#"["pos","store-041"]"#,
    r#"["web","first-purchase","promo:SPRING"]"#,
    "[]",
];
const FAILURES: &[&str] = &[
    r#"{"code":"insufficient_funds","message":"The account balance is too low","retryable":true}"#,
    r#"{"code":"card_expired","message":"The card expired","retryable":false}"#,
    r#"{"code":"do_not_honor","message":"The issuer declined without a reason","retryable":true}"#,
    r#"{"code":"fraud_suspected","message":"Held by rule 17: velocity","retryable":false,"score":0.93}"#,
    r#"{"code":"gateway_timeout","message":"No answer within 8000 ms","retryable":true,"attempts":3}"#,
];
const SOURCES: &[&str] = &["checkout-web", "checkout-mobile", "billing", "pos-gateway"];
const STATES: &[&str] = &[
    "PLACED",
    "PAID",
    "PACKED",
    "SHIPPED",
    "DELIVERED",
    "CANCELLED",
];
const ITEMS: &[&str] = &[
    r#"{"sku":"KB-0172","name":"Mechanical keyboard","quantity":1,"unit_price":129.00}"#,
    r#"{"sku":"TE-2210","name":"Sencha, 250 g","quantity":2,"unit_price":14.50}"#,
    r#"{"sku":"BK-9041","name":"Atlas of Rivers","quantity":1,"unit_price":48.90}"#,
    r#"{"sku":"LP-0007","name":"Desk lamp \"Otto\"","quantity":1,"unit_price":79.95}"#,
    r#"{"sku":"CB-3300","name":"USB-C cable, 2 m","quantity":3,"unit_price":9.99}"#,
];
const PLACES: &[&str] = &[
    r#"{"country":"DE","city":"Leipzig","postcode":"04109"}"#,
    r#"{"country":"FR","city":"Nîmes","postcode":"30000"}"#,
    r#"{"country":"SE","city":"Malmö","postcode":"211 20"}"#,
    r#"{"country":"JP","city":"横浜市","postcode":"220-0011"}"#,
    r#"{"country":"US","city":"Tacoma","postcode":"98402"}"#,
];
const CARRIERS: &[&str] = &["DHL", "UPS", "PostNord", "Yamato", "GLS"];
const TRAVELS: &[&str] = &[
    "LABEL_CREATED",
    "PICKED_UP",
    "IN_TRANSIT",
    "OUT_FOR_DELIVERY",
    "DELIVERED",
];

/// A payment and where it stands, for whoever has to report on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Partition.
    pub(super) partition: usize,
    /// Offset.
    pub(super) offset: i64,
}

/// Makes up payments, each with the next number.
#[derive(Debug)]
pub(super) struct Payments {
    random: Random,
    calendar: Calendar,
    keys: Vec<(Vec<u8>, usize)>,
    next: u64,
    value: Vec<u8>,
    trace: Vec<u8>,
}

impl Payments {
    /// Payments for a topic with so many partitions.
    pub(super) fn new(partitions: usize) -> Self {
        let keys = (0..CUSTOMERS).map(|index| {
            let key = customer(index).to_string().into_bytes();
            let partition = partition_of(&key, partitions);
            (key, partition)
        });
        Self {
            random: Random::new(0x7061_796d),
            calendar: Calendar::default(),
            keys: keys.collect(),
            next: 4_815_162,
            value: Vec::with_capacity(512),
            trace: Vec::with_capacity(32),
        }
    }

    /// Makes up the payment of this time, keyed by customer.
    pub(super) fn push(&mut self, feed: &mut Feed, time: i64) -> Place {
        let random = &mut self.random;
        let index = random.below(CUSTOMERS);
        let dice = random.below(100);
        let cents = 199 + random.below(400) * random.below(120);
        let out = &mut self.value;
        out.clear();
        put(out, r#"{"payment_id":"pay_"#);
        put_padded(out, self.next, 10);
        put(out, r#"","amount":"#);
        put_cents(out, cents);
        put(out, r#","currency":""#);
        put(out, random.pick(CURRENCIES));
        put(out, r#"","status":""#);
        put(
            out,
            if dice < 5 {
                "FAILED"
            } else if dice < 30 {
                "AUTHORIZED"
            } else {
                "CAPTURED"
            },
        );
        put(out, r#"","customer_id":"#);
        put_number(out, customer(index));
        put(out, r#","order_id":"ord_"#);
        put_padded(out, self.next % 900_000, 7);
        put(out, r#"","merchant":"#);
        put(out, random.pick(MERCHANTS));
        put(out, r#","method":""#);
        put(out, random.pick(METHODS));
        if dice < 5 {
            put(out, r#"","failure":"#);
            put(out, random.pick(FAILURES));
            put(out, r#","created_at":""#);
        } else {
            put(out, r#"","created_at":""#);
        }
        self.calendar.put(out, time);
        put(out, r#"","tags":"#);
        put(out, random.pick(TAGS));
        out.push(b'}');
        self.trace.clear();
        put_hex(&mut self.trace, random.next());
        self.next += 1;
        let (key, partition) = &self.keys[index as usize];
        let headers: [(&str, Option<&[u8]>); 2] = [
            ("trace-id", Some(&self.trace)),
            ("source", Some(random.pick(SOURCES).as_bytes())),
        ];
        let message = Message {
            timestamp: time,
            key: Some(key),
            value: Some(out),
            headers: &headers,
        };
        Place {
            partition: *partition,
            offset: feed.push(*partition, &message),
        }
    }

    /// The payment that was made up last, as it was written.
    pub(super) fn last_value(&self) -> &[u8] {
        &self.value
    }
}

/// Makes up what happens to orders and their parcels.
#[derive(Debug)]
pub(super) struct Orders {
    random: Random,
    calendar: Calendar,
    value: Vec<u8>,
    key: Vec<u8>,
}

impl Orders {
    /// A story of its own for each seed.
    pub(super) fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            calendar: Calendar::default(),
            value: Vec::with_capacity(512),
            key: Vec::with_capacity(32),
        }
    }

    /// Moves an order on, keyed by order.
    pub(super) fn push_order(&mut self, feed: &mut Feed, time: i64) {
        self.choose_order();
        let random = &mut self.random;
        let out = &mut self.value;
        put(out, r#","customer_id":"#);
        put_number(out, customer(random.below(CUSTOMERS)));
        put(out, r#","state":""#);
        put(out, random.pick(STATES));
        put(out, r#"","items":["#);
        put(out, random.pick(ITEMS));
        if random.chance(40) {
            out.push(b',');
            put(out, random.pick(ITEMS));
        }
        put(out, r#"],"total":"#);
        put_cents(out, 999 + random.below(60_000));
        put(out, r#","express":"#);
        put(out, if random.chance(20) { "true" } else { "false" });
        put(out, r#","coupon":null,"ship_to":"#);
        put(out, random.pick(PLACES));
        self.close_and_push(feed, time, &[("event-type", Some(b"order.updated"))]);
    }

    /// Moves a parcel on, keyed by order.
    pub(super) fn push_shipment(&mut self, feed: &mut Feed, time: i64) {
        self.choose_order();
        let random = &mut self.random;
        let out = &mut self.value;
        put(out, r#","tracking":"JJD"#);
        put_padded(out, random.below(10_000_000_000), 12);
        put(out, r#"","carrier":""#);
        put(out, random.pick(CARRIERS));
        put(out, r#"","status":""#);
        put(out, random.pick(TRAVELS));
        put(out, r#"","weight_kg":"#);
        put_cents(out, 20 + random.below(1_800));
        put(out, r#","position":{"lat":"#);
        put_cents(out, 4_600 + random.below(900));
        put(out, r#","lon":"#);
        put_cents(out, 200 + random.below(1_400));
        out.push(b'}');
        self.close_and_push(feed, time, &[]);
    }

    fn choose_order(&mut self) {
        self.key.clear();
        put(&mut self.key, "ord_");
        put_padded(&mut self.key, self.random.below(900_000), 7);
        self.value.clear();
        put(&mut self.value, r#"{"order_id":""#);
        self.value.extend_from_slice(&self.key);
        self.value.push(b'"');
    }

    fn close_and_push(&mut self, feed: &mut Feed, time: i64, headers: &[(&str, Option<&[u8]>)]) {
        put(&mut self.value, r#","updated_at":""#);
        self.calendar.put(&mut self.value, time);
        put(&mut self.value, r#""}"#);
        let partition = partition_of(&self.key, feed.partition_count());
        let message = Message {
            timestamp: time,
            key: Some(&self.key),
            value: Some(&self.value),
            headers,
        };
        feed.push(partition, &message);
    }
}

/// The number of a customer.
pub(super) fn customer(index: u64) -> u64 {
    FIRST_CUSTOMER + index * 7
}
