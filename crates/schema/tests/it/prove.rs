//! Records that break, and what readers see.

use apache_avro::reader::datum::GenericDatumReader;
use prost_reflect::prost::Message as _;
use prost_reflect::{
    DescriptorPool, DynamicMessage, MessageDescriptor, ReflectMessage as _, Value,
};
use schema::{
    Codec, Direction, Format, Outcome, Proof, Rules, Schema, Source, Strictness, Style, Version,
    check, prove,
};

use crate::cases::{Cases, text};

fn parse(format: Format, text: &str) -> Option<Schema> {
    let source = Source {
        format,
        text,
        ..Source::default()
    };
    Schema::parse(source, Strictness::Lenient, Rules::default()).ok()
}

fn read_as(writer: &str, reader: &str, json: &str) -> Result<String, String> {
    let codec = |text| Codec::new(&parse(Format::Avro, text).unwrap(), &[0]).unwrap();
    let (writer, reader) = (codec(writer), codec(reader));
    let payload = writer.encode(json, Style::Plain).unwrap();
    let mut out = String::new();
    let read = writer.decode_as(&reader, &payload, &mut out);
    read.map(|()| out).map_err(|fault| fault.to_string())
}

#[test]
fn a_reader_sees_data_by_its_own_schema() {
    let old = r#"{"type":"record","name":"R","fields":[{"name":"gone","type":"string"},{"name":"a","type":"int"},
        {"name":"e","type":{"type":"enum","name":"E","symbols":["X","Y"]}},{"name":"list","type":{"type":"array","items":"int"}}]}"#;
    let new = r#"{"type":"record","name":"R","fields":[{"name":"list","type":{"type":"array","items":["null","double"]}},
        {"name":"b","aliases":["a"],"type":"long"},{"name":"e","type":{"type":"enum","name":"E","symbols":["X"],"default":"X"}},
        {"name":"more","type":["null","bytes"],"default":null}]}"#;
    let json = r#"{"gone":"x","a":7,"e":"Y","list":[1,2]}"#;
    assert_eq!(
        read_as(old, new, json).unwrap(),
        r#"{"list":[1.0,2.0],"b":7,"e":"X","more":null}"#
    );
    let back = read_as(new, old, r#"{"list":[null],"b":1,"e":"X","more":null}"#);
    assert!(back.unwrap_err().contains("`list`"), "it has no double");
}

/// Where the checker says that data breaks, a record shows it, and apache-avro does not read that record either, unless
/// it is for names of types and sizes of decimals, which it does not heed, or numbers that fit a narrower type. Where the checker says that nothing breaks,
/// none is found.
#[test]
fn what_is_incompatible_in_avro_is_proven_by_a_record() {
    let cases = Cases::of_crate("generated_avro.jsonl");
    let (mut proven, mut broken) = (0, 0);
    for (number, case) in cases.all().enumerate().step_by(2) {
        let side = |name| case.get(name).unwrap().text();
        let (old, new) = (side("old"), side("new"));
        let (Some(held), Some(draft)) = (parse(Format::Avro, old), parse(Format::Avro, new)) else {
            continue;
        };
        let direction = [Direction::Backward, Direction::Forward][number / 2 % 2];
        let (writer, reader) = match direction {
            Direction::Backward => (old, new),
            Direction::Forward => (new, old),
        };
        let version = Version::new(1, &held);
        let report = check(&draft, &[version], Rules::default());
        let outcome = report.comparisons()[0].outcome(direction);
        let proof = prove(&draft, version, direction);
        if outcome.passes() {
            // To the checker bytes read as text are fine; not all of them are text.
            let known = |told: &Result<String, String>| {
                told.as_ref().is_err_and(|why| why.contains("UTF-8"))
            };
            let only = proof.as_ref().is_none_or(|proof| known(&proof.read));
            assert!(only, "{proof:?}\n{old}\n{new}");
            continue;
        }
        broken += 1;
        let Some(proof) = proof else {
            continue;
        };
        proven += 1;
        let schemas = [writer, reader].map(apache_avro::Schema::parse_str);
        let [Ok(writer), Ok(reader)] = schemas else {
            continue;
        };
        let theirs = GenericDatumReader::builder(&writer)
            .reader_schema(&reader)
            .build();
        let theirs = theirs.and_then(|read| read.read_value(&mut proof.payload.as_slice()));
        let mut breaking = outcome.differences().iter().filter(|one| !one.compatible);
        let unheeded = breaking.any(|one| {
            let info = one.info.as_deref().unwrap_or_default();
            let narrower = [
                "reader type: INT not compatible with writer type: LONG",
                "reader type: FLOAT not compatible with writer type: DOUBLE",
            ];
            one.kind == "NAME_MISMATCH"
                || one.kind == "FIXED_SIZE_MISMATCH"
                || one.kind == "MISSING_UNION_BRANCH"
                || narrower.contains(&info)
        });
        assert!(
            theirs.is_err() || unheeded,
            "{theirs:?}\n{proof:?}\n{old}\n{new}\n{outcome:?}"
        );
    }
    assert!(
        broken > 100 && proven * 10 >= broken * 8,
        "{proven} of {broken}"
    );
}

/// The messages of a file, as prost-reflect has them.
fn messages(proto: &str) -> Option<DescriptorPool> {
    let file = protox::file::File::from_source("main.proto", proto).ok()?;
    let mut pool = DescriptorPool::new();
    let added = pool.add_file_descriptor_proto(file.file_descriptor_proto().clone());
    added.ok().map(|()| pool)
}

/// The message at a place: for each level its number among the messages there.
fn message(pool: &DescriptorPool, index: &[i32]) -> Option<MessageDescriptor> {
    let (first, rest) = index.split_first()?;
    let file = pool.files().next()?;
    let mut found = file.messages().nth(usize::try_from(*first).ok()?)?;
    for number in rest {
        let inner = found.child_messages().filter(|one| !one.is_map_entry());
        let inner: Vec<MessageDescriptor> = inner.collect();
        found = inner.get(usize::try_from(*number).ok()?)?.clone();
    }
    Some(found)
}

/// Whether to prost-reflect, as a reader, a message is what its writer wrote: it has all that is required, what both
/// know has the same values, and written again it is the same.
fn is_read(written: &DynamicMessage, reader: &MessageDescriptor, payload: &[u8]) -> bool {
    let Ok(read) = DynamicMessage::decode(reader.clone(), payload) else {
        return false;
    };
    if !is_complete(&read) || !is_same(written, &read) {
        return false;
    }
    // What the reader does not know it would keep, and so would be no loss.
    let known = serde_json::to_value(&read).unwrap();
    let again = DynamicMessage::deserialize(reader.clone(), known).unwrap();
    let writer = written.descriptor();
    let back = DynamicMessage::decode(writer, again.encode_to_vec().as_slice());
    back.is_ok_and(|back| back == *written)
}

fn is_complete(message: &DynamicMessage) -> bool {
    let required = message.descriptor().fields().all(|field| {
        field.cardinality() != prost_reflect::Cardinality::Required || message.has_field(&field)
    });
    required
        && message
            .fields()
            .all(|(_, value)| inner(value).into_iter().all(is_complete))
}

/// The messages in a value.
fn inner(value: &Value) -> Vec<&DynamicMessage> {
    match value {
        Value::Message(message) => vec![message],
        Value::List(items) => items.iter().flat_map(inner).collect(),
        Value::Map(entries) => entries.values().flat_map(inner).collect(),
        _ => Vec::new(),
    }
}

/// Whether the fields that both have are the same values.
fn is_same(written: &DynamicMessage, read: &DynamicMessage) -> bool {
    written.fields().all(|(field, value)| {
        let other = read.descriptor().get_field(field.number());
        other.is_none_or(|other| same(value, &read.get_field(&other)))
    })
}

fn same(one: &Value, other: &Value) -> bool {
    let whole = |value: &Value| match value {
        Value::Bool(value) => Some(i128::from(*value)),
        Value::I32(value) | Value::EnumNumber(value) => Some(i128::from(*value)),
        Value::I64(value) => Some(i128::from(*value)),
        Value::U32(value) => Some(i128::from(*value)),
        Value::U64(value) => Some(i128::from(*value)),
        _ => None,
    };
    match (one, other) {
        (Value::Message(one), Value::Message(other)) => is_same(one, other),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => one.len() == other.len(),
        (Value::String(one), Value::Bytes(other)) => one.as_bytes() == *other,
        (Value::Bytes(one), Value::String(other)) => *one == other.as_bytes(),
        // One of several, or several of one, is told by writing it again.
        (Value::List(_), _) | (_, Value::List(_)) => true,
        _ if whole(one).is_some() => whole(one) == whole(other),
        _ => one == other,
    }
}

/// Where the checker says that data breaks, a message shows it, and so it does to prost-reflect. The rest is what no
/// data shows: another package, a label that changes nothing on the wire.
#[test]
fn what_is_incompatible_in_protobuf_is_proven_by_a_message() {
    let cases = Cases::of_crate("generated_protobuf.jsonl");
    let (mut proven, mut broken) = (0, 0);
    for case in cases.all().step_by(8) {
        let (old, new) = (text(case, "old").unwrap(), text(case, "new").unwrap());
        let Some((false, proof)) = judged(Format::Protobuf, old, new) else {
            continue;
        };
        let (Some(written_by), Some(read_by)) = (messages(old), messages(new)) else {
            continue;
        };
        broken += 1;
        let Some(proof) = proof else {
            continue;
        };
        proven += 1;
        let writer = message(&written_by, &proof.message_index).unwrap();
        let written = DynamicMessage::decode(writer.clone(), proof.payload.as_slice()).unwrap();
        let reader = read_by.get_message_by_name(writer.full_name());
        let read = reader.is_some_and(|reader| is_read(&written, &reader, &proof.payload));
        assert!(!read, "{proof:?}\n{old}\n{new}");
    }
    assert!(
        broken > 40 && proven * 10 >= broken * 8,
        "{proven} of {broken}"
    );
}

/// Where the checker says that data breaks, a value shows it, and so it does to another validator. The rest is mostly what
/// no value shows: a shortest length that a pattern asks for already, an `anyOf` that loses `false`.
#[test]
fn what_is_incompatible_in_json_is_proven_by_a_value() {
    let cases = Cases::of_crate("generated_json_typed.jsonl");
    let (mut proven, mut broken) = (0, 0);
    for case in cases.all().step_by(24) {
        let side = |name| case.get(name).unwrap().text();
        let (old, new) = (side("old"), side("new"));
        let Some((passes, proof)) = judged(Format::Json, old, new) else {
            continue;
        };
        broken += usize::from(!passes);
        let Some(proof) = proof else {
            continue;
        };
        proven += usize::from(!passes);
        let [old, new, value] = [old, new, &proof.json]
            .map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
        assert!(validator(&old).is_valid(&value), "{proof:?}\n{old}");
        assert!(!validator(&new).is_valid(&value), "{proof:?}\n{new}");
    }
    assert!(
        broken > 20 && proven * 3 >= broken * 2,
        "{proven} of {broken}"
    );
}

/// Whether a draft passes backward, and the proof that it does not.
fn judged(format: Format, old: &str, new: &str) -> Option<(bool, Option<Proof>)> {
    let (held, draft) = (parse(format, old)?, parse(format, new)?);
    let version = Version::new(1, &held);
    let report = check(&draft, &[version], Rules::default());
    let passes = Outcome::passes(&report.comparisons()[0].backward);
    let proof = prove(&draft, version, Direction::Backward);
    Some((passes, proof))
}

/// A validator of the draft that a schema names, else of draft 7, as the registry has it.
pub(crate) fn validator(schema: &serde_json::Value) -> jsonschema::Validator {
    let options = jsonschema::options().should_validate_formats(false);
    let options = match schema.get("$schema") {
        Some(_) => options,
        None => options.with_draft(jsonschema::Draft::Draft7),
    };
    options.build(schema).unwrap()
}
