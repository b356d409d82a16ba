//! A view against a model that keeps a plain list.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use messages::{Batch, Filter, FilterMode, FilterText, Overflow, View};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{cases, contains, record};

/// A record: a tag that filters look for, a key and a size.
type Tagged = (char, Option<u8>, usize);

/// What a filter asks for.
#[derive(Debug, Clone, Copy)]
enum Asked {
    /// A text that is in records with this tag, or in all.
    Text(char),
    /// A field: records with the tag `c` are not JSON.
    Field(char),
}

#[derive(Debug, Clone)]
enum Step {
    Push(Vec<Tagged>),
    PushFront(Vec<Tagged>),
    Filter(Option<Asked>),
    Distinct(bool),
    Rescan(usize),
    Slide,
}

fn step() -> impl Strategy<Value = Step> {
    let tag = || {
        prop_oneof![
            6 => Just('a'),
            2 => Just('b'),
            1 => Just('c'),
        ]
    };
    let records = move || {
        let record = |sizes| (tag(), proptest::option::weighted(0.9, 0..20_u8), sizes);
        prop_oneof![
            4 => vec(record(0..300_usize), 0..40),
            1 => vec(record(0..3000_usize), 0..40),
        ]
    };
    prop_oneof![
        10 => records().prop_map(Step::Push),
        10 => records().prop_map(Step::PushFront),
        2 => proptest::option::of(asked()).prop_map(Step::Filter),
        1 => any::<bool>().prop_map(Step::Distinct),
        6 => (0..200_usize).prop_map(Step::Rescan),
        1 => Just(Step::Slide),
    ]
}

fn asked() -> impl Strategy<Value = Asked> {
    prop_oneof![
        prop_oneof![Just("a"), Just("b"), Just("c"), Just("r"), Just("z")]
            .prop_map(|text| Asked::Text(text.as_bytes()[0].into())),
        prop_oneof![Just('a'), Just('b'), Just('c')].prop_map(Asked::Field),
    ]
}

#[derive(Debug, Clone, Copy)]
struct Kept {
    /// Its place in the stream: 0, 1 … pushed, -1, -2 … pushed in front.
    number: i64,
    tag: char,
    key: Option<u8>,
    size: usize,
    /// A newer record of its key is known.
    replaced: bool,
}

struct Model {
    view: View,
    limit: usize,
    overflow: Overflow,
    filter: Option<Asked>,
    /// How many records the filter can't tell, when all are judged.
    unclear: u64,
    /// The keys that were met, where only the latest are shown.
    met: Option<HashSet<u8>>,
    /// The records that must be in memory, from the oldest to the newest.
    kept: Vec<Kept>,
    numbers: Range<i64>,
    /// Records with a number from here on are not the rescan's.
    filter_set_at: i64,
    pushed_front_last: bool,
    /// What every row that was ever there showed.
    shown: HashMap<u64, i64>,
    gone: (u64, u64),
}

impl Model {
    fn new(limit: usize, overflow: Overflow) -> Self {
        Self {
            view: View::new(limit, overflow),
            limit,
            overflow,
            filter: None,
            unclear: 0,
            met: None,
            kept: vec![],
            numbers: 0..0,
            filter_set_at: 0,
            pushed_front_last: false,
            shown: HashMap::new(),
            gone: (0, 0),
        }
    }

    fn seen(&self) -> u64 {
        (self.numbers.end - self.numbers.start) as u64
    }

    fn is_shown(&self, record: &Kept) -> bool {
        let asked_for = match self.filter {
            None => true,
            // Every value holds an r.
            Some(Asked::Text(wanted)) => wanted == record.tag || wanted == 'r',
            Some(Asked::Field(wanted)) => wanted == record.tag && wanted != 'c',
        };
        asked_for && !self.is_replaced(record)
    }

    fn is_replaced(&self, record: &Kept) -> bool {
        self.met.is_some() && record.replaced
    }

    fn is_unclear(&self, record: &Kept) -> bool {
        let asks = matches!(self.filter, Some(Asked::Field(_)));
        asks && record.tag == 'c' && !self.is_replaced(record)
    }

    fn count_unclear(&mut self, records: &[Kept]) {
        self.unclear += records.iter().filter(|each| self.is_unclear(each)).count() as u64;
    }

    fn shows_all(&self) -> bool {
        self.filter.is_none() && self.met.is_none()
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Push(records) => self.push(records, false),
            Step::PushFront(records) => self.push(records, true),
            Step::Filter(filter) => {
                let filter_of = |text, mode| {
                    let text = FilterText {
                        text,
                        mode,
                        match_case: true,
                    };
                    Filter::parse(&text).expect("a filter")
                };
                self.view.set_filter(match filter {
                    None => None,
                    Some(Asked::Text(text)) => filter_of(text.into(), FilterMode::Text),
                    Some(Asked::Field(tag)) => filter_of(format!(".t = {tag}"), FilterMode::Where),
                });
                self.filter = filter;
                self.begin();
            }
            Step::Distinct(distinct) => {
                self.view.set_distinct(distinct);
                self.met = distinct.then(HashSet::new);
                if let Some(met) = &mut self.met {
                    for record in self.kept.iter_mut().rev() {
                        record.replaced = record.key.is_some_and(|key| !met.insert(key));
                    }
                }
                self.begin();
            }
            Step::Rescan(budget) => {
                let pending = self.view.rescan_pending();
                let more = self.view.rescan(budget);
                let left = pending.saturating_sub(budget.max(1) as u64);
                assert_eq!(self.view.rescan_pending(), left);
                assert_eq!(more, left > 0);
            }
            Step::Slide => {
                self.view.slide();
                self.overflow = Overflow::Slide;
                assert!(!self.view.is_full());
                assert!(self.view.bytes() <= self.limit);
            }
        }
        self.forget();
        self.check();
    }

    fn push(&mut self, tagged: Vec<Tagged>, front: bool) {
        let from = if front {
            self.numbers.start - tagged.len() as i64
        } else {
            self.numbers.end
        };
        let mut batch = Batch::default();
        let mut records = vec![];
        for (number, (tag, key, size)) in (from..).zip(tagged) {
            let value = match tag {
                'c' => format!("c r {}", "x".repeat(size)),
                _ => format!(r#"{{"t":"{tag}","r":"{}"}}"#, "x".repeat(size)),
            };
            let key_bytes = key.map(|key| [key]);
            let key_bytes = key_bytes.as_ref().map(|key| &key[..]);
            batch.push(record(number, key_bytes, Some(value.as_bytes())));
            records.push(Kept {
                number,
                tag,
                key,
                size: value.len(),
                replaced: false,
            });
        }
        if !records.is_empty() {
            self.pushed_front_last = front;
        }
        if let Some(met) = &mut self.met {
            let mut newest = HashSet::new();
            let met = if front { met } else { &mut newest };
            for record in records.iter_mut().rev() {
                record.replaced = record.key.is_some_and(|key| !met.insert(key));
            }
        }
        if let Some(met) = &mut self.met {
            met.extend(records.iter().filter_map(|record| record.key));
        }
        self.count_unclear(&records);
        let dropped = self.view.dropped();
        if front {
            self.numbers.start = from;
            self.kept.splice(0..0, records);
            self.view.push_front(batch);
        } else {
            self.numbers.end += records.len() as i64;
            self.kept.extend(records);
            self.view.push(batch);
        }
        if self.overflow == Overflow::Hold {
            assert_eq!(self.view.dropped(), dropped, "holds what it shows");
            assert_eq!(self.view.is_full(), self.view.bytes() > self.limit);
        } else {
            assert!(self.view.bytes() <= self.limit, "{}", self.view.bytes());
        }
    }

    /// The view begins a new numbering.
    fn begin(&mut self) {
        self.filter_set_at = self.numbers.end;
        self.gone = (self.view.dropped(), 0);
        self.unclear = 0;
        self.count_unclear(&self.kept.clone());
        assert_eq!((self.view.compacted(), self.view.unclear()), (0, 0));
        let gone = self.seen() - self.kept.len() as u64;
        if self.shows_all() {
            assert_eq!((self.view.dropped(), self.view.missed()), (gone, 0));
        } else {
            assert_eq!((self.view.dropped(), self.view.missed()), (0, gone));
            assert_eq!(self.view.rescan_pending(), self.kept.len() as u64);
        }
    }

    /// Lets go of what the view says that it let go of: of what it showed the farthest from where
    /// records came in, of what it didn't the oldest.
    fn forget(&mut self) {
        let mut dropped = self.view.dropped() - self.gone.0;
        let mut compacted = self.view.compacted() - self.gone.1;
        self.gone = (self.view.dropped(), self.view.compacted());
        let shown_went = dropped > 0;
        let (shown, hidden): (Vec<Kept>, Vec<Kept>) =
            self.kept.iter().partition(|record| self.is_shown(record));
        let (mut shown, mut hidden) = (shown, hidden);
        let take = |records: &mut Vec<Kept>, count: &mut u64, newest: bool| {
            let going = records.len().min(*count as usize);
            if newest {
                records.truncate(records.len() - going);
            } else {
                records.drain(..going);
            }
            *count -= going as u64;
        };
        take(&mut shown, &mut dropped, self.pushed_front_last);
        take(&mut hidden, &mut compacted, false);
        assert_eq!((dropped, compacted), (0, 0), "no more goes than there is");
        if shown_went && !self.shows_all() {
            assert!(hidden.is_empty(), "what is not shown goes first");
        }
        self.kept = [shown, hidden].concat();
        self.kept.sort_by_key(|record| record.number);
    }

    fn check(&mut self) {
        let view = &self.view;
        assert_eq!(view.seen(), self.seen());
        assert_eq!(view.kept(), self.kept.len() as u64);
        assert_eq!(
            view.seen(),
            view.kept() + view.dropped() + view.compacted() + view.missed()
        );
        assert_eq!(view.matched(), view.end() - view.first() + view.dropped());
        let payload: usize = self.kept.iter().map(|record| record.size + 40).sum();
        assert!(view.bytes() >= payload);

        let rows: Vec<i64> = (view.first()..view.end())
            .map(|row| view.record(row).expect("no gap").offset)
            .collect();
        let expected: Vec<i64> = self
            .kept
            .iter()
            .filter(|record| self.is_shown(record))
            .map(|record| record.number)
            .collect();
        assert!(expected.ends_with(&rows), "{rows:?} of {expected:?}");
        let found = expected.len() - rows.len();
        if view.rescan_pending() == 0 {
            assert_eq!(found, 0, "everything is judged");
            assert_eq!(view.unclear(), self.unclear);
        }
        let unjudged = &expected[..found];
        assert!(unjudged.iter().all(|&number| number < self.filter_set_at));

        for (row, number) in (view.first()..).zip(&rows) {
            let before = self.shown.insert(row, *number);
            assert!(before.is_none_or(|before| before == *number), "row {row}");
        }
        for (&row, &number) in &self.shown {
            let now = view.record(row).map(|record| record.offset);
            assert!(now.is_none_or(|now| now == number), "row {row}");
            assert!(row < 1 << 53, "JavaScript can't hold {row}");
        }
        for row in [view.end(), u64::MAX, view.first().wrapping_sub(1)] {
            assert_eq!(view.record(row), None);
        }

        let histogram = view.histogram(100);
        assert_eq!(histogram.seen.iter().sum::<u64>(), view.seen());
        assert_eq!(histogram.matched.iter().sum::<u64>(), view.matched());
        let mut seen = vec![0; histogram.seen.len()];
        for number in self.numbers.clone() {
            let time = record(number, None, None).timestamp;
            seen[((time - histogram.from_ms) / histogram.width_ms) as usize] += 1;
        }
        assert_eq!(histogram.seen, seen);
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_view_does_as_a_list_would(
        limit in prop_oneof![Just(20_000_usize), Just(64_000), Just(200_000)],
        hold in any::<bool>(),
        steps in vec(step(), 0..60),
    ) {
        let overflow = if hold { Overflow::Hold } else { Overflow::Slide };
        let mut model = Model::new(limit, overflow);
        for step in steps {
            model.take(step);
        }
    }
}

fn numbered(range: std::ops::Range<i64>, value: impl Fn(i64) -> String) -> Batch {
    let mut batch = Batch::default();
    for offset in range {
        batch.push(record(offset, None, Some(value(offset).as_bytes())));
    }
    batch
}

fn offsets(view: &View) -> Vec<i64> {
    (view.first()..view.end())
        .filter_map(|row| view.record(row))
        .map(|record| record.offset)
        .collect()
}

#[test]
fn rows_without_a_filter_are_running_numbers() {
    let mut view = View::new(1 << 20, Overflow::Slide);
    view.push(numbered(0..10, |offset| format!("{offset}")));
    view.push(Batch::default());
    view.push(numbered(10..20, |offset| format!("{offset}")));
    let first = view.first();
    assert_eq!((view.end(), view.seen()), (first + 20, 20));
    let offset = |view: &View, row| view.record(row).map(|record| record.offset);
    assert_eq!(offset(&view, first + 13), Some(13));
    view.push_front(numbered(-5..0, |offset| format!("{offset}")));
    assert_eq!((view.first(), view.end()), (first - 5, first + 20));
    assert_eq!(offset(&view, first + 13), Some(13));
    assert_eq!(offset(&view, first - 5), Some(-5));
    view.set_filter(contains("1"));
    while view.rescan(3) {}
    view.set_filter(None);
    assert_eq!((view.first(), view.end()), (first - 5, first + 20));
}

#[test]
fn a_rescan_finds_the_newest_first_and_moves_no_row() {
    let mut view = View::new(1 << 20, Overflow::Slide);
    view.push(numbered(0..100, |offset| format!("<{}>", offset % 10)));
    view.set_filter(contains("<7>"));
    assert_eq!((view.first(), view.rescan_pending()), (view.end(), 100));
    view.push(numbered(100..110, |offset| format!("<{}>", offset % 10)));
    assert_eq!(offsets(&view), [107]);
    let row = view.first();
    assert!(view.rescan(25));
    assert_eq!(offsets(&view), [77, 87, 97, 107]);
    assert_eq!(view.record(row).map(|record| record.offset), Some(107));
    assert_eq!(view.rescan_pending(), 75);
    assert!(!view.rescan(1000));
    assert_eq!(offsets(&view).len(), 11);
    assert_eq!(view.matched(), 11);
    assert!(!view.rescan(1000), "nothing is left");
}

#[test]
fn a_row_of_another_filter_is_no_row() {
    let mut view = View::new(1 << 20, Overflow::Slide);
    view.push(numbered(0..10, |offset| format!("<{}>", offset % 2)));
    let mut rows = vec![];
    for text in ["<0>", "<1>", "<0>"] {
        view.set_filter(contains(text));
        while view.rescan(100) {}
        for row in rows.drain(..) {
            assert_eq!(view.record(row), None);
        }
        rows.extend(view.first()..view.end());
        assert_eq!(rows.len(), 5);
    }
}

#[test]
fn a_filter_keeps_few_of_many_within_the_bound() {
    let limit = 1 << 20;
    let mut view = View::new(limit, Overflow::Hold);
    view.set_filter(contains("needle"));
    for batch in 0..1000 {
        view.push(numbered(batch * 100..(batch + 1) * 100, |offset| {
            let word = if offset % 1000 == 0 {
                "needle"
            } else {
                "straw"
            };
            format!("{word} {}", "x".repeat(300))
        }));
        assert!(view.bytes() <= limit);
    }
    assert_eq!((view.seen(), view.matched()), (100_000, 100));
    assert_eq!((view.dropped(), view.is_full()), (0, false));
    assert!(offsets(&view).into_iter().eq((0..100).map(|n| n * 1000)));
    assert!(view.compacted() > 90_000);

    // Running numbers have gaps now, rows have none.
    view.set_filter(None);
    assert_eq!(view.end() - view.first(), view.kept());
    assert_eq!(view.dropped(), 100_000 - view.kept());
    assert_eq!(offsets(&view).len() as u64, view.kept());
}

#[test]
fn a_bounded_read_stops_until_a_filter_makes_room_or_it_slides() {
    let limit = 1 << 20;
    let mut view = View::new(limit, Overflow::Hold);
    let mut offset = 0;
    let mut push = |view: &mut View| {
        view.push(numbered(offset..offset + 100, |offset| {
            format!("<{}>{}", offset % 10, "x".repeat(300))
        }));
        offset += 100;
    };
    while !view.is_full() {
        push(&mut view);
    }
    assert_eq!((view.dropped(), view.kept()), (0, view.seen()));
    view.set_filter(contains("<3>"));
    assert!(!view.is_full(), "what does not match can go");
    push(&mut view);
    assert!(view.bytes() <= limit);
    assert!(view.compacted() > 0);
    while !view.is_full() {
        push(&mut view);
    }
    assert_eq!(view.dropped(), 0);
    view.slide();
    assert!(view.dropped() > 0 && view.bytes() <= limit);
    push(&mut view);
    assert!(view.bytes() <= limit && !view.is_full());
}

#[test]
fn many_small_batches_cost_little_more_than_one() {
    let value = |offset| format!("{offset:0300}");
    let mut one = View::new(64 << 20, Overflow::Slide);
    one.push(numbered(0..20_000, value));
    let mut many = View::new(64 << 20, Overflow::Slide);
    for offset in 0..20_000 {
        many.push(numbered(offset..offset + 1, value));
    }
    assert_eq!(offsets(&many), offsets(&one));
    assert!(many.bytes() < one.bytes() * 5 / 4, "{}", many.bytes());
}

#[test]
fn a_record_larger_than_the_bound_is_still_shown() {
    let mut view = View::new(100_000, Overflow::Slide);
    view.push(numbered(0..100, |offset| format!("{offset}")));
    view.push(numbered(100..101, |_| "x".repeat(1_000_000)));
    assert_eq!(offsets(&view), [100]);
    view.push(numbered(101..102, |_| "small".into()));
    assert_eq!(offsets(&view), [101]);
    assert!(view.bytes() <= 100_000);
}

#[test]
fn a_batch_larger_than_the_bound_loses_its_oldest_only() {
    let mut view = View::new(100_000, Overflow::Slide);
    view.push(numbered(0..1000, |_| "x".repeat(300)));
    assert!(view.bytes() <= 100_000);
    assert!(view.kept() > 200, "{}", view.kept());
    assert_eq!(offsets(&view).last(), Some(&999));
}

#[test]
fn older_records_are_judged_at_once_or_left_to_the_rescan() {
    let mut view = View::new(1 << 20, Overflow::Hold);
    view.set_filter(contains("<7>"));
    let value = |offset: i64| format!("<{}>", offset.rem_euclid(10));
    view.push_front(numbered(90..100, value));
    view.push_front(numbered(80..90, value));
    assert_eq!(offsets(&view), [87, 97]);
    view.push(numbered(100..110, value));
    assert_eq!(offsets(&view), [87, 97, 107]);

    view.set_filter(contains("<8>"));
    view.push_front(numbered(70..80, value));
    assert_eq!((offsets(&view), view.rescan_pending()), (vec![], 40));
    assert!(view.rescan(10));
    assert_eq!(offsets(&view), [108]);
    while view.rescan(7) {}
    assert_eq!(offsets(&view), [78, 88, 98, 108]);
}

#[test]
fn reading_backwards_keeps_few_of_many_within_the_bound() {
    let limit = 1 << 20;
    let mut view = View::new(limit, Overflow::Hold);
    view.set_filter(contains("needle"));
    for batch in 1..=1000 {
        view.push_front(numbered(-batch * 100..(1 - batch) * 100, |offset| {
            let word = if offset % 1000 == 0 {
                "needle"
            } else {
                "straw"
            };
            format!("{word} {}", "x".repeat(300))
        }));
        assert!(view.bytes() <= limit);
    }
    assert_eq!((view.seen(), view.matched()), (100_000, 100));
    assert_eq!((view.dropped(), view.is_full()), (0, false));
    assert!(offsets(&view).into_iter().eq((-100..0).map(|n| n * 1000)));
}

#[test]
fn a_view_that_slides_loses_the_end_that_is_not_read() {
    let limit = 200_000;
    let value = |_| "x".repeat(300);
    let mut view = View::new(limit, Overflow::Slide);
    view.push(numbered(0..2000, value));
    assert_eq!(offsets(&view).last(), Some(&1999));
    let oldest = view.seen() - view.kept();
    assert!(view.dropped() > 0 && offsets(&view)[0] == oldest as i64);

    let rows = (view.first()..view.end()).zip(offsets(&view));
    let rows: HashMap<u64, i64> = rows.collect();
    view.push_front(numbered(-2000..0, value));
    assert_eq!(offsets(&view)[0], -2000);
    assert!(!offsets(&view).contains(&1999));
    for (row, offset) in &rows {
        let now = view.record(*row).map(|record| record.offset);
        assert!(now.is_none_or(|now| now == *offset));
    }
    view.push(numbered(2000..2001, value));
    assert_eq!(offsets(&view).last(), Some(&2000));
}

#[test]
fn many_small_batches_in_front_cost_little_more_than_one() {
    let value = |offset| format!("{offset:0300}");
    let mut one = View::new(64 << 20, Overflow::Slide);
    one.push_front(numbered(0..20_000, value));
    let mut many = View::new(64 << 20, Overflow::Slide);
    for offset in (0..20_000).rev() {
        many.push_front(numbered(offset..offset + 1, value));
    }
    assert_eq!(offsets(&many), offsets(&one));
    assert!(many.bytes() < one.bytes() * 5 / 4, "{}", many.bytes());
}

fn keyed(records: &[(i64, Option<&str>, &str)]) -> Batch {
    let mut batch = Batch::default();
    for (offset, key, value) in records {
        let key = key.map(str::as_bytes);
        batch.push(record(*offset, key, Some(value.as_bytes())));
    }
    batch
}

#[test]
fn the_latest_of_each_key_is_a_row() {
    let mut view = View::new(1 << 20, Overflow::Hold);
    view.set_distinct(true);
    view.push_front(keyed(&[
        (7, Some("a"), "old"),
        (8, None, "no key"),
        (9, Some("a"), "new"),
    ]));
    view.push_front(keyed(&[
        (4, Some("b"), "old"),
        (5, Some(""), "empty"),
        (6, None, "no key"),
    ]));
    view.push_front(keyed(&[(1, Some("b"), "older"), (2, Some("a"), "oldest")]));
    assert_eq!(offsets(&view), [4, 5, 6, 8, 9]);
    assert_eq!((view.matched(), view.seen()), (5, 8));
    assert_eq!(view.histogram(10).matched.iter().sum::<u64>(), 5);

    // The latest decides, whether the filter shows it or not.
    view.set_filter(contains("old"));
    while view.rescan(3) {}
    assert_eq!(offsets(&view), [4]);

    view.set_filter(None);
    view.set_distinct(false);
    assert_eq!(offsets(&view), [1, 2, 4, 5, 6, 7, 8, 9]);
    view.set_distinct(true);
    while view.rescan(3) {}
    assert_eq!(offsets(&view), [4, 5, 6, 8, 9]);
}

#[test]
fn a_replaced_record_stays_so_when_its_successor_is_gone() {
    let mut view = View::new(100_000, Overflow::Hold);
    view.set_distinct(true);
    view.set_filter(contains("wanted"));
    view.push_front(keyed(&[(9, Some("a"), "not this")]));
    for offset in (0..9).rev() {
        let filler = "x".repeat(30_000);
        view.push_front(keyed(&[(offset, Some("b"), &filler)]));
    }
    assert!(view.compacted() > 0);
    view.push_front(keyed(&[(-1, Some("a"), "wanted")]));
    assert_eq!(view.matched(), 0);
    view.set_filter(None);
    while view.rescan(10) {}
    assert!(!offsets(&view).contains(&-1));
}

#[test]
fn the_keys_that_are_remembered_are_bounded() {
    let mut view = View::new(1 << 20, Overflow::Slide);
    view.set_distinct(true);
    let mut key = 0_u32;
    while !view.is_distinct_full() {
        let mut batch = Batch::default();
        for _ in 0..10_000 {
            key += 1;
            batch.push(record(-i64::from(key), Some(&key.to_le_bytes()), None));
        }
        view.push_front(batch);
    }
    assert_eq!((key, view.matched()), (4_000_000, 4_000_000));
    view.push_front(keyed(&[(-5_000_000, Some("another"), "x")]));
    assert_eq!(view.matched(), 4_000_000, "it might not be the latest");
}
