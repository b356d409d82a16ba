//! What to change in a draft, and records that break. The input is a byte for the format and two texts, parted by a
//! NUL.
#![no_main]

use libfuzzer_sys::fuzz_target;
use schema::{
    Direction, Fix, Format, Level, Rules, Schema, Source, Strictness, Version, advisory_fixes,
    fixes, prove,
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
    let source = |text| Source {
        format,
        text,
        ..Source::default()
    };
    let parse = |text| Schema::parse(source(text), Strictness::Lenient, Rules::default());
    let (Ok(held), Ok(draft)) = (parse(old), parse(new)) else {
        return;
    };
    let version = Version::new(1, &held);
    let check = |found: Vec<Fix>| {
        for fix in found {
            let mut text = new.to_owned();
            for edit in fix.edits.iter().rev() {
                text.replace_range(edit.at.start..edit.at.end, &edit.text);
            }
            assert_eq!(text, fix.text);
        }
    };
    check(fixes(&draft, source(new), version, Level::Full, Rules::default()));
    check(advisory_fixes(&draft, source(new), version, Level::Full, Rules::default()));
    for direction in [Direction::Backward, Direction::Forward] {
        prove(&draft, version, direction);
    }
});
