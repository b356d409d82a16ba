//! Exports and productions.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::Duration;

use session::{
    About, Code, ExportDraft, ExportFormat, FileDraft, FileFormat, Job, JobState, LogLine, Order,
    Payload, PayloadForm, ProduceDraft, ProduceHeader, Result, Start, ViewSpec,
};
use tempfile::TempDir;
use tokio::sync::mpsc;

use crate::fixture::{App, filter, spec, text};

/// How long a test waits for a job.
const PATIENCE: Duration = Duration::from_secs(60);

impl App {
    /// Waits until a job is as it should be.
    async fn job(&self, id: u32, is_it: impl Fn(&Job) -> bool) -> Job {
        let (sender, mut told) = mpsc::channel(1000);
        self.session
            .watch_jobs(move |jobs| sender.try_send(jobs).is_ok());
        let waiting = async {
            loop {
                let jobs = told.recv().await.expect("it goes on");
                let job = jobs.into_iter().find(|job| job.id == id).expect("the job");
                if is_it(&job) {
                    return job;
                }
            }
        };
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .expect("it comes")
    }

    async fn over(&self, id: u32) -> Job {
        self.job(id, |job| job.state != JobState::Running).await
    }

    pub(super) async fn done(&self, started: Result<u32>) -> Job {
        let job = self.over(started.expect("started")).await;
        assert!(
            matches!(&job.state, JobState::Done { .. }),
            "{:?}",
            job.state
        );
        job
    }

    async fn failed(&self, started: Result<u32>) -> session::Failure {
        match self.over(started.expect("started")).await.state {
            JobState::Failed { failure } => failure,
            other => panic!("{other:?}"),
        }
    }

    async fn export(&self, spec: ViewSpec, file: &Path) -> (Job, String) {
        let draft = lines_to(file);
        let started = self.session.start_export(&self.connection, spec, &draft);
        let job = self.done(started.await).await;
        (job, std::fs::read_to_string(file).expect("the file"))
    }

    async fn send(&self, topic: &str, file: FileDraft) -> Result<u32> {
        self.session
            .start_production(&self.connection, topic, file, None)
            .await
    }

    async fn many(&self, topic: &str, value: &str, times: u32) -> Result<u32> {
        let draft = ProduceDraft {
            key: Some(text("key {{n}}")),
            value: Some(text(value)),
            headers: vec![ProduceHeader {
                name: "{{n}}".to_owned(),
                value: Some(text("{{n}}/{{n}}")),
            }],
            partition: None,
        };
        self.session
            .produce_many(&self.connection, topic, draft, times, None)
            .await
    }
}

fn lines_to(file: &Path) -> ExportDraft {
    ExportDraft {
        format: ExportFormat::JsonLines,
        path: file.display().to_string(),
        replace: false,
        columns: Vec::new(),
    }
}

fn from_file(file: &Path) -> FileDraft {
    FileDraft {
        path: Some(file.display().to_string()),
        text: None,
        format: FileFormat::JsonLines,
        separator: String::new(),
    }
}

fn from_text(text: &str, format: FileFormat) -> FileDraft {
    FileDraft {
        path: None,
        text: Some(text.to_owned()),
        format,
        separator: ":".to_owned(),
    }
}

fn all(topic: &str) -> ViewSpec {
    spec(topic, Start::Earliest)
}

fn a_folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("messages.jsonl");
    (folder, path)
}

fn files(folder: &TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

pub(crate) async fn what_was_exported_and_produced_again_exports_the_same(app: App) {
    let (from, to) = (app.topic(3).await, app.topic(3).await);
    let odd = |form, text: &str| {
        Some(Payload {
            form,
            text: text.to_owned(),
        })
    };
    for number in 0..60 {
        let draft = ProduceDraft {
            key: match number % 3 {
                0 => None,
                1 => odd(PayloadForm::Hex, "00ff"),
                _ => odd(PayloadForm::Text, "é \"quoted\"\n"),
            },
            value: match number % 4 {
                0 => None,
                1 => odd(PayloadForm::Text, ""),
                2 => odd(PayloadForm::Hex, "c328fe"),
                _ => odd(
                    PayloadForm::Text,
                    "{\"id\": 9223372036854775807,  \"a\\u00e9\": [1.10]}",
                ),
            },
            headers: vec![
                ProduceHeader {
                    name: "trace".to_owned(),
                    value: odd(PayloadForm::Hex, "fe"),
                },
                ProduceHeader {
                    name: "trace".to_owned(),
                    value: None,
                },
            ],
            partition: Some(number % 3),
        };
        app.session
            .produce(&app.connection, &from, &draft, None)
            .await
            .expect("produced");
    }
    let (folder, first) = a_folder();
    let second = folder.path().join("again.jsonl");
    let (job, before) = app.export(all(&from), &first).await;
    assert_eq!(
        (job.done, job.total, job.found, job.bytes),
        (60, Some(60), 60, before.len() as u64)
    );
    assert_eq!(before.lines().count(), 60);
    let job = app.done(app.send(&to, from_file(&first)).await).await;
    assert_eq!((job.done, job.total, job.found), (60, Some(60), 60));
    let (_, after) = app.export(all(&to), &second).await;
    assert_eq!(before, after, "timestamps, partitions and offsets included");
    assert_eq!(files(&folder), ["again.jsonl", "messages.jsonl"]);
}

pub(crate) async fn an_export_holds_what_matches_in_the_order_of_each_partition(app: App) {
    let topic = app.topic(2).await;
    for number in 0..40 {
        let value = format!(
            "{{\"n\": {number}, \"state\": \"{}\"}}",
            if number % 4 == 0 { "FAILED" } else { "fine" }
        );
        app.produce(&topic, number % 2, &value).await;
    }
    let (folder, file) = a_folder();
    let matching = ViewSpec {
        filter: filter("FAILED"),
        order: Order::Newest,
        ..all(&topic)
    };
    let (job, text) = app.export(matching.clone(), &file).await;
    assert_eq!((job.done, job.total, job.found), (40, Some(40), 10));
    let numbers = |text: &str| -> Vec<u32> {
        text.lines()
            .map(|line| {
                let (_, rest) = line.split_once("\\\"n\\\": ").expect("a number");
                let digits = rest.chars().take_while(char::is_ascii_digit);
                digits.collect::<String>().parse().expect("a number")
            })
            .collect()
    };
    assert_eq!(
        numbers(&text),
        (0..10).map(|number| number * 4).collect::<Vec<_>>()
    );
    // So many, the newest or the first.
    for (order, expected) in [(Order::Newest, [28, 32, 36]), (Order::Oldest, [0, 4, 8])] {
        let file = folder.path().join(format!("{order:?}.jsonl"));
        let some = ViewSpec {
            limit: Some(3),
            order,
            ..matching.clone()
        };
        let (job, text) = app.export(some, &file).await;
        assert_eq!((job.found, numbers(&text)), (3, expected.to_vec()));
    }
    let file = folder.path().join("a.csv");
    let csv = ExportDraft {
        format: ExportFormat::Csv,
        columns: vec![".n".to_owned()],
        ..lines_to(&file)
    };
    let started = app
        .session
        .start_export(&app.connection, matching.clone(), &csv);
    app.done(started.await).await;
    let text = std::fs::read_to_string(&file).expect("the file");
    assert_eq!(text.lines().count(), 11, "a head, and what matches: {text}");
    let wrong = ExportDraft {
        columns: vec![".n[".to_owned()],
        path: folder.path().join("b.csv").display().to_string(),
        ..csv
    };
    let refused = app.session.start_export(&app.connection, matching, &wrong);
    assert_eq!(refused.await.expect_err("no path").code, Code::Invalid);
}

pub(crate) async fn only_the_newest_message_of_each_key_is_exported(app: App) {
    let topic = app.topic(2).await;
    let lines: Vec<String> = (0..50)
        .map(|number| {
            format!(
                "{{\"key\": \"k{}\", \"value\": \"v{number}\"}}\n",
                number % 7
            )
        })
        .collect();
    let lines = lines.concat();
    app.done(
        app.send(&topic, from_text(&lines, FileFormat::JsonLines))
            .await,
    )
    .await;
    let (_folder, file) = a_folder();
    let latest = ViewSpec {
        latest_per_key: true,
        ..all(&topic)
    };
    let (job, text) = app.export(latest, &file).await;
    assert_eq!((job.found, job.done, job.total), (7, 100, Some(100)));
    for number in 43..50 {
        let pair = format!("\"k{}\"", number % 7);
        let line = text.lines().find(|line| line.contains(&pair));
        assert!(
            line.expect("the key").contains(&format!("\"v{number}\"")),
            "{text}"
        );
    }
}

pub(crate) async fn a_file_that_is_there_stays(app: App) {
    let topic = app.topic(1).await;
    app.produce(&topic, 0, "new").await;
    let (folder, file) = a_folder();
    std::fs::write(&file, "old").expect("written");
    let refused = app
        .session
        .start_export(&app.connection, all(&topic), &lines_to(&file))
        .await
        .expect_err("it is there");
    assert_eq!(refused.code, Code::Conflict);
    let nowhere = lines_to(&folder.path().join("nowhere/a.jsonl"));
    let refused = app
        .session
        .start_export(&app.connection, all(&topic), &nowhere)
        .await
        .expect_err("no such folder");
    assert!(
        refused.message.starts_with("There is no folder"),
        "{refused:?}"
    );
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), "old");
    let replace = ExportDraft {
        replace: true,
        ..lines_to(&file)
    };
    let started = app
        .session
        .start_export(&app.connection, all(&topic), &replace);
    app.done(started.await).await;
    let text = std::fs::read_to_string(&file).expect("the file");
    assert!(text.contains("\"new\""), "{text}");
    assert_eq!(files(&folder), ["messages.jsonl"]);
}

pub(crate) async fn a_stopped_export_leaves_nothing(app: App) {
    let topic = app.topic(2).await;
    let value = "x".repeat(500);
    app.done(app.many(&topic, &value, 60_000).await).await;
    let (folder, file) = a_folder();
    let export = app
        .session
        .start_export(&app.connection, all(&topic), &lines_to(&file))
        .await
        .expect("started");
    app.session.stop_job(export).expect("stopped");
    let job = app.over(export).await;
    assert!(
        matches!(&job.state, JobState::Stopped { message } if message.contains("messages.jsonl")),
        "{:?}",
        job.state
    );
    // A connection that is closed stops its jobs too.
    let export = app
        .session
        .start_export(&app.connection, all(&topic), &lines_to(&file))
        .await
        .expect("started");
    app.session.close_connection(&app.connection);
    let job = app.over(export).await;
    assert!(
        matches!(job.state, JobState::Stopped { .. }),
        "{:?}",
        job.state
    );
    assert_eq!(files(&folder), [""; 0]);
}

pub(crate) async fn a_topic_that_vanishes_fails_its_export(app: App) {
    let topic = app.topic(1).await;
    app.produce(&topic, 0, "x").await;
    app.session
        .open_connection(&app.connection)
        .await
        .expect("open");
    app.delete_topic(&topic).await;
    let (folder, file) = a_folder();
    let failure = app
        .session
        .start_export(&app.connection, all(&topic), &lines_to(&file))
        .await
        .expect_err("it is gone");
    assert_eq!(failure.code, Code::NotFound);
    assert_eq!(files(&folder), [""; 0]);
}

pub(crate) async fn nothing_is_sent_of_a_file_with_a_fault(app: App) {
    let topic = app.topic(1).await;
    let mut lines: Vec<String> = (0..300)
        .map(|number| format!("{{\"value\": {number}}}"))
        .collect();
    "{\"value\": }".clone_into(&mut lines[16]);
    for line in lines.iter_mut().skip(100).take(150) {
        "no JSON".clone_into(line);
    }
    let draft = from_text(&lines.join("\n"), FileFormat::JsonLines);
    let check = async |draft: &FileDraft| {
        let draft = draft.clone();
        app.session
            .check_production(&app.connection, &topic, draft)
            .await
    };
    let report = check(&draft).await.expect("a report");
    assert_eq!(
        (report.messages, report.problem_count, report.problems.len()),
        (149, 151, 100)
    );
    assert_eq!(
        (report.problems[0].line, report.problems[1].line),
        (17, 101)
    );
    assert_eq!(report.first.as_deref(), Some("0"));
    let failure = app.failed(app.send(&topic, draft).await).await;
    assert!(
        failure.message.contains("nothing was sent. Line 17: "),
        "{}",
        failure.message
    );
    let (_, tick) = app.read(all(&topic)).await;
    assert_eq!(tick.total, Some(0));

    let large = format!("{{\"value\": \"{}\"}}", "x".repeat(2_000_000));
    let draft = from_text(&format!("{{\"value\": 1}}\n{large}"), FileFormat::JsonLines);
    let report = check(&draft).await.expect("a report");
    assert_eq!(
        (report.messages, report.problem_count),
        (1, 1),
        "max.message.bytes"
    );
    assert!(
        report.problems[0].message.contains("the topic takes"),
        "{report:?}"
    );
    let elsewhere = from_text("{\"value\": 1, \"partition\": 77}", FileFormat::JsonLines);
    let note = check(&elsewhere).await.expect("a report").note;
    assert!(note.is_some_and(|note| note.starts_with("1 line names a partition")));

    let missing = from_file(Path::new("/nowhere/at/all.jsonl"));
    let failure = check(&missing).await.expect_err("missing");
    assert!(
        failure.message.starts_with("There is no file"),
        "{failure:?}"
    );
    let failure = app
        .send(
            &tests::unique("nowhere"),
            from_text("{\"value\": 1}", FileFormat::JsonLines),
        )
        .await
        .expect_err("no such topic");
    assert_eq!(failure.code, Code::NotFound);
}

pub(crate) async fn many_are_sent_in_the_order_of_each_partition(app: App) {
    let topic = app.topic(3).await;
    let lines: Vec<String> = (0..5000)
        .map(|number| format!("{}:{number}\n", number % 11))
        .collect();
    let lines = lines.concat();
    let job = app
        .done(
            app.send(&topic, from_text(&lines, FileFormat::KeyValue))
                .await,
        )
        .await;
    assert_eq!((job.done, job.found, job.total), (5000, 5000, Some(5000)));
    let (view, tick) = app.read(all(&topic)).await;
    assert_eq!(tick.seen, 5000);
    let mut last: BTreeMap<u32, u32> = BTreeMap::new();
    for value in view.values(&tick) {
        let number: u32 = value.parse().expect("a number");
        let before = last.insert(number % 11, number);
        assert!(
            before.is_none_or(|before| before + 11 == number),
            "{number} after {before:?}"
        );
    }
    // A line may name its partition; the key chooses where there is none such.
    let lines = "{\"key\":\"a\",\"value\":\"1\",\"partition\":2,\"timestamp\":1700000000000}\n\n{\"key\":\"a\",\"value\":\"2\",\"partition\":9}\r\n";
    let job = app
        .done(
            app.send(&topic, from_text(lines, FileFormat::JsonLines))
                .await,
        )
        .await;
    let JobState::Done { message } = &job.state else {
        unreachable!("it was waited for")
    };
    assert!(
        message
            .ends_with("1 line named a partition that the topic does not have: the key chose one."),
        "{message}"
    );
    let (view, tick) = app
        .read(ViewSpec {
            partitions: Some(vec![2]),
            start: Start::Last { count: 1 },
            ..all(&topic)
        })
        .await;
    let detail = app
        .session
        .message_detail(view.view, tick.first)
        .expect("a message");
    assert_eq!(
        (view.value(tick.first).as_str(), detail.timestamp.as_deref()),
        ("1", Some("1700000000000"))
    );
}

pub(crate) async fn a_message_is_sent_many_times_and_kept(app: App) {
    let topic = app.topic(1).await;
    let job = app
        .done(app.many(&topic, "{\"n\": {{n}}, \"{{x}}\": 1}", 30).await)
        .await;
    assert_eq!((job.found, job.total), (30, Some(30)));
    let (view, tick) = app.read(all(&topic)).await;
    let values = view.values(&tick);
    assert_eq!(
        (values.len(), values[0].as_str(), values[29].as_str()),
        (30, "{\"n\": 1, \"{{x}}\": 1}", "{\"n\": 30, \"{{x}}\": 1}")
    );
    let detail = app
        .session
        .message_detail(view.view, tick.end - 1)
        .expect("a message");
    assert_eq!(
        (
            detail.headers[0].name.as_str(),
            detail.headers[0].value.as_deref()
        ),
        ("{{n}}", Some("30/30"))
    );
    for times in [0, 1_000_001] {
        let refused = app.many(&topic, "x", times).await.expect_err("refused");
        assert_eq!(refused.code, Code::Invalid);
    }
    app.produce(&topic, 0, "by hand").await;
    // Keeping is not waited for by whoever sends.
    let sent = loop {
        let sent = app.session.sent_messages(&app.connection, &topic);
        if sent.len() == 2 {
            break sent;
        }
        tokio::task::yield_now().await;
    };
    let offsets: Vec<&str> = sent.iter().map(|message| message.offset.as_str()).collect();
    assert_eq!(offsets, ["30", "29"]);
    assert_eq!(sent[0].draft.value, Some(text("by hand")));
    app.session
        .delete_connection(&app.connection)
        .await
        .expect("deleted");
    assert_eq!(app.session.sent_messages(&app.connection, &topic), []);
}

pub(crate) async fn a_message_that_cannot_be_written_ends_a_production(app: App) {
    // Kafka's max.message.bytes is 1,048,588 by default.
    let topic = app.topic(1).await;
    let large = format!("{{\"value\": \"{}\"}}", "x".repeat(2_000_000));
    let lines = [
        "{\"value\": 1}",
        "",
        "{\"value\": 2}",
        &large,
        "{\"value\": 3}",
    ]
    .join("\n");
    let failure = app
        .failed(
            app.send(&topic, from_text(&lines, FileFormat::JsonLines))
                .await,
        )
        .await;
    assert_eq!(failure.code, Code::Invalid);
    assert!(
        failure.message.contains("Line 4: 2,000,070 bytes"),
        "{failure:?}"
    );
    let (_, tick) = app.read(all(&topic)).await;
    assert_eq!(tick.total, Some(0));
    // What is made up while it is sent: from number 10 on it is too large, and those before are written.
    let value = format!("{}{}", "{{n}}".repeat(100_000), "x".repeat(900_000));
    let failure = app.failed(app.many(&topic, &value, 12).await).await;
    assert_eq!(failure.code, Code::Invalid);
    let (_, tick) = app.read(all(&topic)).await;
    let expected = format!(
        "The message is larger than “{topic}” takes. {} messages were written.",
        tick.seen
    );
    assert!(failure.message.ends_with(&expected), "{failure:?}");
    assert_eq!(tick.seen, 9);
}

pub(crate) async fn a_read_only_connection_sends_nothing_more(app: App) {
    let topic = app.topic(2).await;
    let running = app.many(&topic, "x", 1_000_000).await.expect("started");
    app.job(running, |job| job.found > 0).await;
    app.session
        .set_read_only(&app.connection, true)
        .expect("switched");
    let job = app.over(running).await;
    let JobState::Stopped { message } = &job.state else {
        panic!("{:?}", job.state)
    };
    let (_, tick) = app.read(all(&topic)).await;
    assert_eq!(
        (tick.total, job.found < 1_000_000),
        (Some(job.found), true),
        "{message}"
    );
    for refused in [
        app.many(&topic, "x", 2).await,
        app.send(&topic, from_text("{\"value\": 1}", FileFormat::JsonLines))
            .await,
    ] {
        assert_eq!(refused.expect_err("refused").code, Code::ReadOnly);
    }
}

pub(crate) async fn names_of_open_connections_are_found(app: App) {
    let topic = app.topic(1).await;
    // What is not known yet is asked for meanwhile.
    let hits = loop {
        let hits = app.session.search_names(&topic, 5);
        if !hits.is_empty() {
            break hits;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(
        (hits[0].name.as_str(), hits[0].connection.as_str()),
        (topic.as_str(), app.connection.as_str())
    );
    assert_eq!(
        hits[0].positions,
        (0..topic.len() as u32).collect::<Vec<_>>()
    );
    assert_eq!(app.session.search_names("", 5), []);
    app.session.close_connection(&app.connection);
    assert_eq!(app.session.search_names(&topic, 5), []);
}

pub(crate) async fn diagnostics_name_nobody(app: App) {
    let topic = app.topic(1).await;
    while app.session.search_names(&topic, 1).is_empty() {
        tokio::task::yield_now().await;
    }
    let about = About {
        version: "1.2.3".to_owned(),
        system: "Linux".to_owned(),
        web_view: None,
    };
    let (host, port) = app.bootstrap().rsplit_once(':').expect("an address");
    let line = |text: String| LogLine {
        at_ms: 0,
        level: "WARN",
        target: "librdkafka",
        text,
    };
    let log = [
        line(format!("{host}:{port}/1: timed out")),
        line(format!(
            "produced connection={} topic={topic} outcome=partition 0",
            app.connection
        )),
        line("topic customer-of-another-cluster is unknown".to_owned()),
    ];
    let report = app.session.diagnostics(&about, &log);
    for part in [
        "Tributary 1.2.3",
        "librdkafka ",
        "PLAINTEXT, 1 bootstrap server",
        "broker-1:",
        "topic=topic-",
    ] {
        assert!(report.contains(part), "{part} is missing in\n{report}");
    }
    for name in [host, &topic, &app.connection, "customer", "Test"] {
        assert!(!report.contains(name), "{name} stands in\n{report}");
    }
}

/// `cargo nextest run -p session --run-ignored only --no-capture a_million`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes 1.3 GB and takes a minute or more"]
#[expect(clippy::print_stderr, reason = "what it takes is what one runs it for")]
async fn a_million_messages_come_back_the_same() {
    const MILLION: u64 = 1_000_000;
    let kafka = tests::kafka::Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let (from, to) = (app.topic(6).await, app.topic(6).await);
    let value = format!(
        "{{\"number\": {{{{n}}}}, \"text\": \"{}\"}}",
        "é".repeat(100)
    );
    let (folder, first) = a_folder();
    let second = folder.path().join("again.jsonl");
    let mut started = std::time::Instant::now();
    let mut took = |what: &str| {
        let seconds = started.elapsed().as_secs_f64();
        started = std::time::Instant::now();
        eprintln!(
            "{what}: {seconds:.1} s, {:.0} a second",
            MILLION as f64 / seconds
        );
    };
    let made = app.done(app.many(&from, &value, 1_000_000).await).await;
    assert_eq!(made.found, MILLION);
    took("made");
    for (topic, file) in [(&from, &first), (&to, &second)] {
        let draft = lines_to(file);
        let export = app
            .session
            .start_export(&app.connection, all(topic), &draft);
        let job = app.done(export.await).await;
        assert_eq!(
            (job.done, job.total, job.found),
            (MILLION, Some(MILLION), MILLION)
        );
        took("exported");
        if topic == &from {
            let job = app.done(app.send(&to, from_file(file)).await).await;
            assert_eq!((job.found, job.total), (MILLION, Some(MILLION)));
            took("checked and sent");
        }
    }
    let [mut first, mut second] = [first, second].map(|file| {
        let file = std::fs::File::open(file).expect("the file");
        std::io::BufReader::with_capacity(1 << 20, file)
    });
    loop {
        let (one, other) = (
            first.fill_buf().expect("read"),
            second.fill_buf().expect("read"),
        );
        let size = one.len().min(other.len());
        assert!(
            one[..size] == other[..size],
            "both exports are the same bytes"
        );
        if size == 0 {
            assert_eq!(one.len(), other.len(), "and as many");
            break;
        }
        first.consume(size);
        second.consume(size);
    }
}
