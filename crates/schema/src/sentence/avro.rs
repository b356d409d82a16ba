use super::Scene;
use crate::avro::Schema;

/// The end of the sentence for a difference of Apache Avro's `SchemaCompatibility`.
pub(super) fn tail(scene: &Scene<'_>, reader: &Schema, writer: &Schema) -> String {
    let [r, w] = scene.names;
    let difference = scene.difference;
    let info = difference.info.as_deref().unwrap_or_default();
    let field = match reader.field_name(&difference.path) {
        Some(name) => format!("`{name}`"),
        None => match reader.full_name().or(writer.full_name()) {
            Some(name) => format!("`{name}`"),
            None => "the value".to_owned(),
        },
    };
    match difference.kind {
        "READER_FIELD_MISSING_DEFAULT_VALUE" => {
            format!("finds no value for {field}, and {r} gives no default.")
        }
        "TYPE_MISMATCH" => {
            let types = info
                .strip_prefix("reader type: ")
                .and_then(|info| info.split_once(" not compatible with writer type: "));
            let (expects, writes) = types.unwrap_or_default();
            let (expects, writes) = (lower(expects), lower(writes));
            format!("cannot read {field}: {w} writes {writes}, {r} expects {expects}.")
        }
        "MISSING_UNION_BRANCH" => {
            let branch = info.strip_prefix("reader union lacking writer type: ");
            let branch = lower(branch.unwrap_or_default());
            format!(
                "fails where {field} holds {branch}: {w} may write that, and the union of {r} has no branch for it."
            )
        }
        "MISSING_ENUM_SYMBOLS" => {
            let symbols = info.trim_matches(['[', ']']);
            format!(
                "fails where {field} is one of {symbols}: {w} may write that, and the enum of {r} has no such symbol \
                 and no default."
            )
        }
        "FIXED_SIZE_MISMATCH" => {
            let sizes = info.strip_prefix("expected: ");
            let sizes = sizes.and_then(|info| info.split_once(", found: "));
            let (writes, expects) = sizes.unwrap_or_default();
            format!("cannot read {field}: {w} writes {writes} bytes, {r} expects {expects}.")
        }
        // NAME_MISMATCH
        _ => {
            let written = info.strip_prefix("expected: ").unwrap_or(info);
            let [expected, _] = scene.excerpts();
            format!(
                "cannot take {field} for what it expects: {w} calls the type `{written}`, {r} calls it {expected} and \
                 names no alias."
            )
        }
    }
}

fn lower(kind: &str) -> String {
    let kind = kind.to_ascii_lowercase();
    let article = match kind.as_str() {
        "bytes" | "null" => "",
        "int" | "enum" | "array" => "an ",
        _ => "a ",
    };
    format!("{article}{kind}")
}
