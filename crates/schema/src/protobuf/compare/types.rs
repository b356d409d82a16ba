use super::path::Path;
use super::report::{Kind, Spot};
use super::{At, Scope, Task, Walk};
use crate::protobuf::java_order::{map_order, union_order};
use crate::protobuf::schema::{Place, Schema};
use crate::protobuf::tree::{Constant, Declared, Enum, Message, Name};
use std::collections::HashMap;

/// The messages and enums of a scope by name; of one name the last counts.
struct Declarations<'a> {
    /// With their index among messages.
    messages: HashMap<&'a str, (usize, usize)>,
    message_names: Vec<&'a str>,
    enums: HashMap<&'a str, usize>,
    enum_names: Vec<&'a str>,
}

impl<'a> Declarations<'a> {
    fn of(schema: &'a Schema, scope: Scope) -> Self {
        let mut messages = HashMap::new();
        let mut enums = HashMap::new();
        let (mut message_names, mut enum_names) = (Vec::new(), Vec::new());
        let mut index = 0;
        for declared in scope.types(schema) {
            match *declared {
                Declared::Message(id) => {
                    let message: &Message = scope.message_of(schema, id);
                    if message.is_map_entry() {
                        continue;
                    }
                    messages.insert(message.name.text.as_str(), (id, index));
                    message_names.push(message.name.text.as_str());
                    index += 1;
                }
                Declared::Enum(id) => {
                    let name = scope.enum_of(schema, id).name.text.as_str();
                    enums.insert(name, id);
                    enum_names.push(name);
                }
            }
        }
        Self {
            messages,
            message_names: map_order(message_names.into_iter()),
            enums,
            enum_names: map_order(enum_names.into_iter()),
        }
    }
}

impl Walk<'_> {
    pub(super) fn types(&mut self, old: Scope, new: Scope, at: &At) {
        if old.types(self.old).is_empty() && new.types(self.new).is_empty() {
            return;
        }
        let old_types = Declarations::of(self.old, old);
        let new_types = Declarations::of(self.new, new);
        let mut tasks = Vec::new();
        for name in union_order(&old_types.message_names, &new_types.message_names) {
            let path = at.path.to(name);
            let (was, is) = (old_types.messages.get(name), new_types.messages.get(name));
            let spot = |schema, scope: Scope, there: Option<&(usize, usize)>| {
                let declared = there.map(|(id, _)| &scope.message_of(schema, *id).name);
                spot(schema, scope, declared)
            };
            let (old_spot, new_spot) = (spot(self.old, old, was), spot(self.new, new, is));
            let found = |kind, path: &Path| Task::Found(at.ways.difference(kind, path.text(), old_spot, new_spot));
            match (was, is) {
                (None, _) => tasks.push(found(Kind::MESSAGE_ADDED, &path)),
                (_, None) => tasks.push(found(Kind::MESSAGE_REMOVED, &path)),
                (Some((old_id, old_index)), Some((new_id, new_index))) => {
                    let moved = (old_index != new_index).then(|| found(Kind::MESSAGE_MOVED, &path));
                    let ways = at.ways;
                    tasks.push(Task::Message {
                        old: Place { file: old.file, id: *old_id },
                        new: Place { file: new.file, id: *new_id },
                        at: At { path, ways },
                    });
                    tasks.extend(moved);
                }
            }
        }
        for name in union_order(&old_types.enum_names, &new_types.enum_names) {
            let (was, is) = (old_types.enums.get(name), new_types.enums.get(name));
            let was = was.map(|id| old.enum_of(self.old, *id));
            let is = is.map(|id| new.enum_of(self.new, *id));
            let old_spot = spot(self.old, old, was.map(|made| &made.name));
            let new_spot = spot(self.new, new, is.map(|made| &made.name));
            let found = |kind| Task::Found(at.ways.difference(kind, at.path.text_to(&[name]), old_spot, new_spot));
            match (was, is) {
                (None, _) => tasks.push(found(Kind::ENUM_ADDED)),
                (_, None) => tasks.push(found(Kind::enum_removed(self.profile))),
                (Some(was), Some(is)) => constants((was, old_spot), (is, new_spot), &at.path.to(name), at, &mut tasks),
            }
        }
        self.then(tasks);
    }
}

/// The name of what is there, else the scope's own.
fn spot(schema: &Schema, scope: Scope, there: Option<&Name>) -> Spot {
    Spot {
        file: scope.file,
        span: there.map_or_else(|| scope.span(schema), |name| name.span),
    }
}

fn constants(old: (&Enum, Spot), new: (&Enum, Spot), path: &Path, at: &At, tasks: &mut Vec<Task<'_>>) {
    let by_number = |made: &Enum| -> Vec<i32> { map_order(made.constants.iter().map(|constant| constant.number.value)) };
    let last = |made: &Enum| -> HashMap<i32, usize> {
        let numbered = made.constants.iter().enumerate();
        numbered.map(|(index, constant)| (constant.number.value, index)).collect()
    };
    let (old_numbers, new_numbers) = (last(old.0), last(new.0));
    for number in union_order(&by_number(old.0), &by_number(new.0)) {
        let constant = |made: &(&Enum, Spot), numbers: &HashMap<i32, usize>| -> Option<Constant> {
            numbers.get(&number).map(|index| made.0.constants[*index].clone())
        };
        let (was, is) = (constant(&old, &old_numbers), constant(&new, &new_numbers));
        let kind = match (&was, &is) {
            (None, _) => Kind::ENUM_CONST_ADDED,
            (_, None) => Kind::ENUM_CONST_REMOVED,
            (Some(was), Some(is)) if was.name.text != is.name.text => Kind::ENUM_CONST_CHANGED,
            _ => continue,
        };
        let place = |constant: Option<Constant>, spot: Spot| Spot {
            span: constant.map_or(spot.span, |constant| constant.name.span),
            ..spot
        };
        let path = path.text_to(&[&number.to_string()]);
        let (old_spot, new_spot) = (place(was, old.1), place(is, new.1));
        tasks.push(Task::Found(at.ways.difference(kind, path, old_spot, new_spot)));
    }
}
