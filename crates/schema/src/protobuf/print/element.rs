use crate::protobuf::tree::{
    Enum, Extend, Extensions, Field, FieldType, Group, Label, Last, Message, OneOf, Range,
    Reserved, ReservedValue, Service, Setting, Value,
};

/// A text that is printed line by line.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) text: String,
}

impl Lines {
    /// One line or several, all indented; an empty one too, as the registry does.
    pub(super) fn line(&mut self, depth: usize, text: &str) {
        for line in text.split('\n') {
            self.indent(depth);
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    pub(super) fn blank(&mut self, depth: usize) {
        self.line(depth, "");
    }

    /// Begins the next part of a block: the first one ends the line of the brace, others follow an empty line.
    pub(super) fn section(&mut self, depth: usize, follows: bool) {
        if follows {
            self.blank(depth);
        } else {
            self.text.push('\n');
        }
    }

    fn open(&mut self, depth: usize, head: &str) {
        self.indent(depth);
        self.text.push_str(head);
        self.text.push_str(" {");
    }

    fn close(&mut self, depth: usize, empty: bool) {
        if !empty {
            self.indent(depth);
        }
        self.text.push_str("}\n");
    }

    fn indent(&mut self, depth: usize) {
        self.text.extend(std::iter::repeat_n("  ", depth));
    }

    /// Prints all of a message but its nested types; whether there was nothing.
    pub(super) fn begin_message(&mut self, depth: usize, message: &Message) -> bool {
        self.open(depth, &format!("message {}", message.name.text));
        let mut follows = false;
        let inner = depth + 1;
        if !message.reserved.is_empty() {
            self.next_section(depth, &mut follows);
            self.reserved(inner, &message.reserved);
        }
        if !message.options.is_empty() {
            self.next_section(depth, &mut follows);
            self.options(inner, &message.options);
        }
        if !message.fields.is_empty() {
            self.next_section(depth, &mut follows);
            self.fields(inner, &message.fields);
        }
        if !message.oneofs.is_empty() {
            self.next_section(depth, &mut follows);
            for oneof in &message.oneofs {
                self.oneof(inner, oneof);
            }
        }
        if !message.groups.is_empty() {
            self.next_section(depth, &mut follows);
            for group in &message.groups {
                self.group(inner, group);
            }
        }
        if !message.extensions.is_empty() {
            self.next_section(depth, &mut follows);
            for extensions in &message.extensions {
                self.line(inner, &extensions_text(extensions));
            }
        }
        !follows
    }

    pub(super) fn end_message(&mut self, depth: usize, message: &Message, empty: bool) {
        if !message.extends.is_empty() {
            self.section(depth, !empty);
            for extend in &message.extends {
                self.extend(depth + 1, extend);
            }
        }
        self.close(depth, empty && message.extends.is_empty());
    }

    fn next_section(&mut self, depth: usize, follows: &mut bool) {
        self.section(depth, *follows);
        *follows = true;
    }

    fn fields(&mut self, depth: usize, fields: &[Field]) {
        for field in fields {
            self.line(depth, &field_text(field));
        }
    }

    fn oneof(&mut self, depth: usize, oneof: &OneOf) {
        self.open(depth, &format!("oneof {}", oneof.name.text));
        let mut follows = false;
        if !oneof.options.is_empty() {
            self.next_section(depth, &mut follows);
            self.options(depth + 1, &oneof.options);
        }
        if !oneof.fields.is_empty() {
            self.next_section(depth, &mut follows);
            self.fields(depth + 1, &oneof.fields);
        }
        if !oneof.groups.is_empty() {
            self.next_section(depth, &mut follows);
            for group in &oneof.groups {
                self.group(depth + 1, group);
            }
        }
        self.close(depth, !follows);
    }

    fn group(&mut self, depth: usize, group: &Group) {
        let label = group.label.map_or("", |(label, _)| label_text(label));
        self.open(
            depth,
            &format!("{label}group {} = {}", group.name.text, group.number.value),
        );
        if !group.fields.is_empty() {
            self.section(depth, false);
            self.fields(depth + 1, &group.fields);
        }
        self.close(depth, group.fields.is_empty());
    }

    pub(super) fn enumeration(&mut self, depth: usize, made: &Enum) {
        self.open(depth, &format!("enum {}", made.name.text));
        let empty =
            made.reserved.is_empty() && made.options.is_empty() && made.constants.is_empty();
        if !empty {
            self.section(depth, false);
        }
        self.reserved(depth + 1, &made.reserved);
        self.options(depth + 1, &made.options);
        for constant in &made.constants {
            let options = bracketed(&constant.options);
            self.line(
                depth + 1,
                &format!(
                    "{} = {}{options};",
                    constant.name.text, constant.number.value
                ),
            );
        }
        self.close(depth, empty);
    }

    pub(super) fn extend(&mut self, depth: usize, extend: &Extend) {
        self.open(depth, &format!("extend {}", extend.name.text));
        if !extend.fields.is_empty() {
            self.section(depth, false);
            self.fields(depth + 1, &extend.fields);
        }
        self.close(depth, extend.fields.is_empty());
    }

    pub(super) fn service(&mut self, service: &Service) {
        self.open(0, &format!("service {}", service.name.text));
        let mut follows = false;
        if !service.options.is_empty() {
            self.next_section(0, &mut follows);
            self.options(1, &service.options);
        }
        if !service.methods.is_empty() {
            self.next_section(0, &mut follows);
        }
        for method in &service.methods {
            let stream = |streams| if streams { "stream " } else { "" };
            let head = format!(
                "rpc {} ({}{}) returns ({}{})",
                method.name.text,
                stream(method.request_streams),
                method.request.text,
                stream(method.response_streams),
                method.response.text
            );
            if method.options.is_empty() {
                self.line(1, &format!("{head};"));
            } else {
                self.line(1, &format!("{head} {{"));
                self.options(2, &method.options);
                self.line(1, "};");
            }
        }
        self.close(0, !follows);
    }

    pub(super) fn options(&mut self, depth: usize, options: &[Setting]) {
        for option in options {
            self.line(depth, &format!("option {};", option_text(option)));
        }
    }

    fn reserved(&mut self, depth: usize, reserved: &[Reserved]) {
        for reserved in reserved {
            let values: Vec<String> = reserved
                .values
                .iter()
                .map(|value| match value {
                    ReservedValue::Name(name) => format!("\"{name}\""),
                    ReservedValue::Range(range) => range_text(*range),
                })
                .collect();
            self.line(depth, &format!("reserved {};", values.join(", ")));
        }
    }
}

fn field_text(field: &Field) -> String {
    let label = field.label.map_or("", |(label, _)| label_text(label));
    let kind = match &field.kind {
        FieldType::Named(kind) => kind.name.text.clone(),
        FieldType::Map { key, value, .. } => format!("map<{}, {}>", key.name.text, value.name.text),
    };
    let mut options = field.options.clone();
    // The registry's parser keeps these two apart and adds them at the end.
    options.sort_by_key(|option| match option.name.as_str() {
        "default" => 1,
        "json_name" => 2,
        _ => 0,
    });
    let options = bracketed(&options);
    format!(
        "{label}{kind} {} = {}{options};",
        field.name.text, field.number.value
    )
}

fn label_text(label: Label) -> &'static str {
    match label {
        Label::Optional => "optional ",
        Label::Required => "required ",
        Label::Repeated => "repeated ",
    }
}

fn extensions_text(extensions: &Extensions) -> String {
    let ranges: Vec<String> = extensions.ranges.iter().copied().map(range_text).collect();
    format!(
        "extensions {}{};",
        ranges.join(", "),
        bracketed(&extensions.options)
    )
}

fn range_text(range: Range) -> String {
    match range.last {
        Last::Number(last) if last == range.first => range.first.to_string(),
        Last::Number(last) => format!("{} to {last}", range.first),
        Last::Max => format!("{} to max", range.first),
    }
}

/// ` […]`; several options stand on a line each.
fn bracketed(options: &[Setting]) -> String {
    match options {
        [] => String::new(),
        [option] => format!(" [{}]", option_text(option)),
        options => {
            let options: Vec<String> = options
                .iter()
                .map(|option| indented(&option_text(option)))
                .collect();
            format!(" [\n{}\n]", options.join(",\n"))
        }
    }
}

fn option_text(option: &Setting) -> String {
    format!("{} = {}", option.name, value_text(&option.value))
}

/// Values are nested as deep as the parser lets them.
fn value_text(value: &Value) -> String {
    let block = |open: char, lines: Vec<String>, close: char| {
        if lines.is_empty() {
            format!("{open}{close}")
        } else {
            format!("{open}\n{}\n{close}", lines.join(",\n"))
        }
    };
    match value {
        Value::Text(text) => format!("\"{text}\""),
        Value::Word(word) => word.clone(),
        Value::Map(entries) => {
            let entry =
                |(key, value): &(String, Value)| indented(&format!("{key}: {}", value_text(value)));
            block('{', entries.iter().map(entry).collect(), '}')
        }
        Value::List(values) => {
            let values = values
                .iter()
                .map(|value| indented(&value_text(value)))
                .collect();
            block('[', values, ']')
        }
    }
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| format!("  {line}")).collect();
    lines.join("\n")
}
