//! A view against a model that keeps a plain list.

use std::collections::HashMap;

use messages::{Batch, Filter, Overflow, View};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{cases, record};

#[derive(Debug, Clone)]
enum Step {
    /// Records, each a tag that filters look for and a size.
    Push(Vec<(char, usize)>),
    Filter(Option<char>),
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
    prop_oneof![
        12 => vec((tag(), 0..300_usize), 0..40).prop_map(Step::Push),
        3 => vec((tag(), 0..3000_usize), 0..40).prop_map(Step::Push),
        2 => proptest::option::of(prop_oneof![tag(), Just('r'), Just('z')]).prop_map(Step::Filter),
        6 => (0..200_usize).prop_map(Step::Rescan),
        1 => Just(Step::Slide),
    ]
}

struct Model {
    view: View,
    limit: usize,
    overflow: Overflow,
    filter: Option<char>,
    /// Running numbers, tags and sizes of the records that must be in memory.
    kept: Vec<(u64, char, usize)>,
    seen: u64,
    /// Records with a lower number are the rescan's.
    filter_set_at: u64,
    /// What every row that was ever there showed.
    shown: HashMap<u64, u64>,
    gone: (u64, u64),
}

impl Model {
    fn new(limit: usize, overflow: Overflow) -> Self {
        Self {
            view: View::new(limit, overflow),
            limit,
            overflow,
            filter: None,
            kept: vec![],
            seen: 0,
            filter_set_at: 0,
            shown: HashMap::new(),
            gone: (0, 0),
        }
    }

    fn matches(filter: Option<char>, tag: char) -> bool {
        // Every value holds an r.
        filter.is_none_or(|wanted| wanted == tag || wanted == 'r')
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Push(records) => {
                let mut batch = Batch::default();
                for (tag, size) in records {
                    let value = format!("{tag} r {}", "x".repeat(size));
                    batch.push(record(self.seen as i64, None, Some(value.as_bytes())));
                    self.kept.push((self.seen, tag, value.len()));
                    self.seen += 1;
                }
                let dropped = self.view.dropped();
                self.view.push(batch);
                if self.overflow == Overflow::Hold {
                    assert_eq!(self.view.dropped(), dropped, "holds what it shows");
                    assert_eq!(self.view.is_full(), self.view.bytes() > self.limit);
                } else {
                    assert!(self.view.bytes() <= self.limit, "{}", self.view.bytes());
                }
            }
            Step::Filter(filter) => {
                let text = filter.map(String::from).unwrap_or_default();
                self.view.set_filter(Filter::contains(&text));
                self.filter = filter;
                self.filter_set_at = self.seen;
                self.gone = (self.view.dropped(), 0);
                assert_eq!(self.view.compacted(), 0);
                let gone = self.seen - self.kept.len() as u64;
                if filter.is_some() {
                    assert_eq!((self.view.dropped(), self.view.missed()), (0, gone));
                    assert_eq!(self.view.rescan_pending(), self.kept.len() as u64);
                } else {
                    assert_eq!((self.view.dropped(), self.view.missed()), (gone, 0));
                }
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

    /// Lets go of what the view says that it let go of: the oldest that it showed, the oldest that
    /// it didn't.
    fn forget(&mut self) {
        let mut dropped = self.view.dropped() - self.gone.0;
        let mut compacted = self.view.compacted() - self.gone.1;
        self.gone = (self.view.dropped(), self.view.compacted());
        let shown_went = dropped > 0;
        let filter = self.filter;
        self.kept.retain(|&(_, tag, _)| {
            let left = if Self::matches(filter, tag) {
                &mut dropped
            } else {
                &mut compacted
            };
            let goes = *left > 0;
            *left -= u64::from(goes);
            !goes
        });
        assert_eq!((dropped, compacted), (0, 0), "no more goes than there is");
        if shown_went && filter.is_some() {
            let unmatched = self
                .kept
                .iter()
                .any(|&(_, tag, _)| !Self::matches(filter, tag));
            assert!(!unmatched, "what is not shown goes first");
        }
    }

    fn check(&mut self) {
        let view = &self.view;
        assert_eq!(view.seen(), self.seen);
        assert_eq!(view.kept(), self.kept.len() as u64);
        assert_eq!(
            view.seen(),
            view.kept() + view.dropped() + view.compacted() + view.missed()
        );
        assert_eq!(view.matched(), view.end() - view.first() + view.dropped());
        let payload: usize = self.kept.iter().map(|(_, _, size)| size + 40).sum();
        assert!(view.bytes() >= payload);

        let rows: Vec<u64> = (view.first()..view.end())
            .map(|row| view.record(row).expect("no gap").offset as u64)
            .collect();
        let expected: Vec<u64> = self
            .kept
            .iter()
            .filter(|(_, tag, _)| Self::matches(self.filter, *tag))
            .map(|(number, _, _)| *number)
            .collect();
        assert!(expected.ends_with(&rows), "{rows:?} of {expected:?}");
        let found = expected.len() - rows.len();
        if view.rescan_pending() == 0 {
            assert_eq!(found, 0, "everything is judged");
        }
        let unjudged = &expected[..found];
        assert!(unjudged.iter().all(|&number| number < self.filter_set_at));

        for (row, number) in (view.first()..).zip(&rows) {
            let before = self.shown.insert(row, *number);
            assert!(before.is_none_or(|before| before == *number), "row {row}");
        }
        for (&row, &number) in &self.shown {
            let now = view.record(row).map(|record| record.offset as u64);
            assert!(now.is_none_or(|now| now == number), "row {row}");
            assert!(row < 1 << 53, "JavaScript can't hold {row}");
        }
        if self.filter.is_none() && view.compacted() + view.missed() == 0 {
            assert!(view.end() >= view.seen());
        }
        for row in [view.end(), u64::MAX, view.first().wrapping_sub(1)] {
            assert_eq!(view.record(row), None);
        }
    }
}

proptest! {
    #![proptest_config(cases(400))]

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
    assert_eq!((view.first(), view.end(), view.seen()), (0, 20, 20));
    assert_eq!(view.record(13).map(|record| record.offset), Some(13));
    view.set_filter(Filter::contains("1"));
    while view.rescan(3) {}
    view.set_filter(None);
    assert_eq!((view.first(), view.end()), (0, 20));
}

#[test]
fn a_rescan_finds_the_newest_first_and_moves_no_row() {
    let mut view = View::new(1 << 20, Overflow::Slide);
    view.push(numbered(0..100, |offset| format!("<{}>", offset % 10)));
    view.set_filter(Filter::contains("<7>"));
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
        view.set_filter(Filter::contains(text));
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
    view.set_filter(Filter::contains("needle"));
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
    assert_eq!((view.dropped(), view.first()), (0, 0));
    view.set_filter(Filter::contains("<3>"));
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
