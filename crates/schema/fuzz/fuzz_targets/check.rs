//! The checker and all that is made of what it finds. The input is a byte for the format and two texts, parted by a
//! NUL.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::{
    Direction, Format, Level, Registration, Rules, Schema, Source, Strictness, Switches, Version,
    advisories, changes, existing,
};

fuzz_target!(|input: &str| {
    let Some((first, rest)) = input.split_at_checked(1) else {
        return;
    };
    let format = match first {
        "a" => Format::Avro,
        "j" => Format::Json,
        _ => Format::Protobuf,
    };
    let Some((old, new)) = rest.split_once('\0') else {
        return;
    };
    let parse = |text| {
        let source = Source {
            format,
            text,
            ..Source::default()
        };
        Schema::parse(source, Strictness::Lenient, Rules::default())
    };
    let (Ok(held), Ok(draft)) = (parse(old), parse(new)) else {
        return;
    };
    let version = Version::new(1, &held);
    let judged = Registration::new(&draft, Rules::default()).check(&[version]);
    for level in Level::ALL {
        assert_eq!(judged.passes(level), judged.messages(level).is_empty());
    }
    for comparison in judged.report.comparisons() {
        for direction in [Direction::Backward, Direction::Forward] {
            for one in comparison.incompatibilities(direction, &draft, version) {
                assert!(!one.message.is_empty());
                let at = one.new_at.unwrap_or_default();
                assert!(new.get(at.start..at.end).is_some(), "{one:?}");
                let at = one.old_at.unwrap_or_default();
                assert!(old.get(at.start..at.end).is_some(), "{one:?}");
            }
        }
    }
    let mut switches = Switches::default();
    for rule in schema::advisory_rules() {
        switches.turn(rule.name, true);
    }
    advisories(&draft, version, &switches);
    changes(&held, &draft, Rules::default());
    existing(&draft, &[version]);
});
