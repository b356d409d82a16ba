use super::{At, Checker, Frame, Pair, Refusal, follow, part};
use crate::avro::model::{Field, Record, Shape};
use crate::avro::outcome::{Found, Info, Kind, Segment};
use crate::avro::writer;

/// The fields of two records.
impl<'s> Checker<'s> {
    pub(super) fn next_field(
        &mut self,
        frame: &mut Frame,
        record: &'s Record,
        other: &'s Record,
    ) -> Result<Option<(Pair, Option<Segment>)>, Refusal> {
        let Pair { reader, writer } = frame.pair;
        let mut at = frame.begun - 1;
        while let Some(field) = record.fields.get(at) {
            frame.begun = at + 1;
            let segment = Some(Segment::FieldType(at));
            let target = At::follow(field.link, reader.site);
            match self.counterpart(frame.pair, field, at, other)? {
                Some(found) => {
                    return Ok(Some((follow(frame.pair, field.link, found.link), segment)));
                }
                None if field.default.is_some() => {}
                // As Avro has it: the field's type is compared with the whole record.
                None if matches!(&self.new.get(target.id).shape, Shape::Enum(of) if of.default.is_some()) =>
                {
                    return Ok(Some((
                        Pair {
                            reader: target,
                            writer,
                        },
                        segment,
                    )));
                }
                None => {
                    let found = Found {
                        kind: Kind::ReaderFieldMissingDefaultValue,
                        location: frame.location,
                        segment: Segment::Field(at),
                        info: Info::Text(field.name.clone()),
                        old_at: part(self.old, writer, "name"),
                        new_at: self.field_name(reader, field),
                    };
                    self.outcomes.push(&mut frame.outcome, found);
                }
            }
            at += 1;
        }
        frame.begun = at + 1;
        Ok(None)
    }

    /// The writer's field that has the name of the reader's, or one of its aliases.
    fn counterpart(
        &self,
        pair: Pair,
        field: &Field,
        at: usize,
        writer: &'s Record,
    ) -> Result<Option<&'s Field>, Refusal> {
        // Mostly fields keep their places.
        let same = writer
            .fields
            .get(at)
            .filter(|other| other.name == field.name);
        if same.is_some() && field.aliases.is_empty() {
            return Ok(same);
        }
        let names = [&field.name].into_iter().chain(&field.aliases);
        let mut found = names.filter_map(|name| writer.by_name.get(name));
        let first = found.next();
        if found.next().is_some() {
            return Err(Refusal::AmbiguousField {
                message: format!(
                    "Unexpected exception during compatibility check: Reader record field {} type:{} pos:{at} matches \
                     multiple fields in writer record schema {}",
                    field.name,
                    self.new.get(field.link.to).shape.kind(),
                    writer::whole(self.old, pair.writer.id)
                ),
                old_at: part(self.old, pair.writer, "name"),
                new_at: self.field_name(pair.reader, field),
            });
        }
        Ok(first.map(|at| &writer.fields[*at]))
    }
}
