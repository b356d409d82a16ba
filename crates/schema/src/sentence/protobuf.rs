use super::Scene;
use crate::protobuf::Schema;

/// The end of the sentence for a difference of the registry's Protobuf checker.
pub(super) fn tail(scene: &Scene<'_>, reader: &Schema, writer: &Schema) -> String {
    let path = &scene.difference.path;
    let named = reader.described(path).or_else(|| writer.described(path));
    let it = named.unwrap_or_else(|| format!("`{}`", path.trim_start_matches("#/")));
    types(scene, &it)
        .or_else(|| oneofs(scene, &it))
        .unwrap_or_else(|| fields(scene, &it, [reader, writer]))
}

fn types(scene: &Scene<'_>, it: &str) -> Option<String> {
    let [r, w] = scene.names;
    let [reads, writes] = scene.excerpts();
    Some(match scene.difference.kind {
        "PACKAGE_CHANGED" => format!(
            "knows its messages by other full names, which `Any`, gRPC and generated code go by: {w} has {writes}, \
             {r} has {reads}."
        ),
        "MESSAGE_ADDED" | "ENUM_ADDED" | "ENUM_CONST_ADDED" => {
            format!("never meets {it}: {r} declares it, {w} does not.")
        }
        "MESSAGE_REMOVED" => {
            format!("has nothing to read {it} with: {w} declares it, {r} does not.")
        }
        "MESSAGE_MOVED" => format!(
            "finds {it} all the same: its place in {r} is another than in {w}, and each record says the place that it \
             has in {w}."
        ),
        "ENUM_REMOVED" => {
            format!("reads {it} as numbers, if at all: {w} declares it, {r} does not.")
        }
        "ENUM_CONST_CHANGED" => {
            format!("sees the number that is {writes} in {w} as {reads}, its name in {r}: {it}.")
        }
        "ENUM_CONST_REMOVED" => {
            format!("sees {it} as a number without a name: {w} declares it, {r} does not.")
        }
        _ => return None,
    })
}

fn oneofs(scene: &Scene<'_>, it: &str) -> Option<String> {
    let [r, w] = scene.names;
    Some(match scene.difference.kind {
        "ONEOF_ADDED" => {
            format!("takes the fields of {it} one at a time: {r} has that oneof, {w} does not.")
        }
        "ONEOF_REMOVED" => {
            format!("takes the fields of {it} each by itself: {w} has that oneof, {r} does not.")
        }
        "ONEOF_FIELD_ADDED" => {
            format!("never finds {it} set: {r} has it in a oneof, {w} does not have it.")
        }
        "ONEOF_FIELD_REMOVED" => format!(
            "finds nothing set in the oneof where {w} set {it}: {r} does not have that field, and cannot tell this \
             from nothing at all."
        ),
        "ONEOF_FIELD_MOVED_TO_TOP_LEVEL" => {
            format!("reads {it} as before: {w} has it in a oneof, {r} outside of it.")
        }
        "MULTIPLE_FIELDS_MOVED_TO_ONEOF" => format!(
            "keeps only the last of several fields of {it}: {w} may set them together, in {r} they are one oneof."
        ),
        "FIELD_MOVED_TO_EXISTING_ONEOF" => format!(
            "loses one of two fields of {it} that {w} may set together: in {r} they are in one oneof."
        ),
        _ => return None,
    })
}

fn fields(scene: &Scene<'_>, it: &str, schemas: [&Schema; 2]) -> String {
    let [r, w] = scene.names;
    let [reads, writes] = scene.excerpts();
    match scene.difference.kind {
        "FIELD_ADDED" => {
            format!("finds no {it} and takes its default: {r} has the field, {w} does not.")
        }
        "FIELD_REMOVED" => {
            format!("keeps {it} as an unknown field: {w} has the field, {r} does not.")
        }
        "REQUIRED_FIELD_ADDED" => {
            format!(
                "refuses it, for there is no {it}: {r} requires the field, {w} does not have it."
            )
        }
        "REQUIRED_FIELD_REMOVED" => format!(
            "does not know {it}, which {w} requires: what it writes itself, consumers on {w} refuse ({r} lacks the \
             field)."
        ),
        "FIELD_NAME_CHANGED" => {
            let [reads, writes] = schemas.map(|schema| schema.field_name(&scene.difference.path));
            let name = |name: Option<&str>| format!("`{}`", name.unwrap_or_default());
            format!(
                "finds {it} by its number; in JSON and in code it is {} in {w} and {} in {r}.",
                name(writes),
                name(reads)
            )
        }
        "FIELD_KIND_CHANGED" => {
            format!("cannot make sense of {it}: {w} writes {writes}, {r} expects {reads}.")
        }
        "FIELD_SCALAR_KIND_CHANGED" => format!(
            "gets other values from {it}, or none: {w} encodes {writes}, {r} decodes {reads}."
        ),
        "FIELD_NAMED_TYPE_CHANGED" => format!(
            "reads one message as another in {it}: {w} writes {writes}, {r} expects {reads}."
        ),
        "FIELD_NUMERIC_LABEL_CHANGED" => format!(
            "may lose numbers of {it}, or find none: {w} has it {writes}, {r} has it {reads}, and several numbers are \
             encoded otherwise than one."
        ),
        // FIELD_STRING_OR_BYTES_LABEL_CHANGED
        _ => format!(
            "takes the last of several values of {it}, or a list of one: {w} has it {writes}, {r} has it {reads}."
        ),
    }
}
