use crate::protobuf::field_kind::Scalar;
use crate::protobuf::schema::Schema;
use crate::protobuf::tree::{
    Constant, Extend, Field, File, Name, Reserved, ReservedValue, Setting, Value,
};

/// The file as `normalize=true` makes it.
pub(super) fn normal(schema: &Schema) -> File {
    let mut file = schema.main().clone();
    if file
        .syntax
        .as_ref()
        .is_some_and(|syntax| syntax.text == "proto2")
    {
        file.syntax = None;
    }
    file.imports
        .sort_by(|one, other| (one.kind, &one.path.text).cmp(&(other.kind, &other.path.text)));
    file.imports
        .dedup_by(|one, other| one.kind == other.kind && one.path.text == other.path.text);
    sort_options(&mut file.options);
    for id in 0..file.messages.len() {
        let scope = Some(id);
        let message = &mut file.messages[id];
        sort_options(&mut message.options);
        sort_fields(schema, scope, &mut message.fields);
        for oneof in &mut message.oneofs {
            sort_options(&mut oneof.options);
            sort_fields(schema, scope, &mut oneof.fields);
        }
        message
            .oneofs
            .sort_by_key(|oneof| oneof.fields.first().map(|field| field.number.value));
        for group in &mut message.groups {
            sort_fields(schema, scope, &mut group.fields);
        }
        message.reserved = split(&message.reserved);
        for extend in &mut message.extends {
            sort_extend(schema, scope, extend);
        }
    }
    for made in &mut file.enums {
        sort_options(&mut made.options);
        made.constants
            .sort_by_key(|constant: &Constant| constant.number.value);
        made.reserved = split(&made.reserved);
        for constant in &mut made.constants {
            sort_options(&mut constant.options);
        }
    }
    for extend in &mut file.extends {
        sort_extend(schema, None, extend);
    }
    for service in &mut file.services {
        sort_options(&mut service.options);
        for method in &mut service.methods {
            sort_options(&mut method.options);
            absolute(schema, None, &mut method.request);
            absolute(schema, None, &mut method.response);
        }
    }
    file
}

fn sort_extend(schema: &Schema, scope: Option<usize>, extend: &mut Extend) {
    absolute(schema, scope, &mut extend.name);
    sort_fields(schema, scope, &mut extend.fields);
}

fn sort_fields(schema: &Schema, scope: Option<usize>, fields: &mut [Field]) {
    fields.sort_by_key(|field| field.number.value);
    for field in fields {
        sort_options(&mut field.options);
        for kind in field.kind.names_mut() {
            absolute(schema, scope, &mut kind.name);
        }
    }
}

/// A name that means nothing stays as it is.
fn absolute(schema: &Schema, scope: Option<usize>, name: &mut Name) {
    if Scalar::of(&name.text).is_none()
        && let Some(place) = schema.find(scope, &name.text)
    {
        name.text = schema.absolute_name(place);
    }
}

fn sort_options(options: &mut Vec<Setting>) {
    options.sort_by(|one, other| one.name.cmp(&other.name));
    options.dedup_by(|one, other| one.name == other.name && one.value == other.value);
    for option in options {
        sort_value(&mut option.value);
    }
}

/// Values are nested as deep as the parser lets them.
fn sort_value(value: &mut Value) {
    match value {
        Value::Map(entries) => {
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            for (_, value) in entries {
                sort_value(value);
            }
        }
        Value::List(values) => values.iter_mut().for_each(sort_value),
        Value::Text(_) | Value::Word(_) => {}
    }
}

/// A statement for each value: numbers first, in their order, then names.
fn split(reserved: &[Reserved]) -> Vec<Reserved> {
    let mut values: Vec<ReservedValue> = reserved
        .iter()
        .flat_map(|reserved| reserved.values.clone())
        .collect();
    values.sort_by_key(|value| match value {
        ReservedValue::Range(range) => (0, range.first, String::new()),
        ReservedValue::Name(name) => (1, 0, name.clone()),
    });
    values.dedup();
    values
        .into_iter()
        .map(|value| Reserved {
            values: vec![value],
        })
        .collect()
}
