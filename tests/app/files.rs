//! Messages to files and back, as jobs.

use std::{fs, path::Path};

use tests::{
    client::{Bulk, Outgoing, new_topic, write},
    kafka::Kafka,
    steps::{
        add_cluster, messages_are, open_drawer, open_topic, read_from_earliest, read_range, says,
    },
    window::{Window, containing},
};

#[tokio::test]
async fn an_export_is_produced_again_with_the_same_bytes() {
    let kafka = Kafka::shared().await;
    let from = new_topic(&kafka, "exported", 2).await;
    let to = new_topic(&kafka, "imported", 2).await;
    let messages = (0..500_usize).map(|number| Outgoing {
        partition: Some((number % 2) as i32),
        key: (number % 5 != 0).then(|| format!("key-{number}").into()),
        value: match number % 7 {
            0 => None,
            // No UTF-8.
            1 => Some(vec![0xff, 0x00, number as u8]),
            _ => Some(format!("{{\"n\": {number},\t\"text\":\"größer\"}}\n").into()),
        },
        headers: vec![("trace", "1"), ("trace", "2")],
        ..Outgoing::default()
    });
    write(&kafka, &from, messages).await;
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &from).await;
    let first = window.home().join("first.jsonl");
    export_all(&window, &first).await;
    let text = fs::read_to_string(&first).expect("the file is there");
    assert_eq!(text.lines().count(), 500);

    window
        .role("treeitem", containing("local"))
        .nth(0)
        .click()
        .await;
    open_topic(&window, &to).await;
    let drawer = open_drawer(&window).await;
    drawer
        .clone()
        .role("tab", containing("From a file"))
        .click()
        .await;
    let file = drawer.clone().role("textbox", "File");
    file.fill(&first.display().to_string()).await;
    drawer.clone().role("button", "Check").click().await;
    says(&window, "500 messages").await;
    says(&window, "every line is right.").await;
    drawer
        .clone()
        .role("button", "Send 500 messages")
        .click()
        .await;
    messages_are(&window, 500).await;
    drawer.role("button", "Close").click().await;

    let second = window.home().join("second.jsonl");
    export_all(&window, &second).await;
    assert_eq!(
        fs::read(&second).expect("the file is there"),
        text.as_bytes()
    );
    window.close().await;
}

#[tokio::test]
async fn an_export_to_csv_holds_what_matches_with_columns_by_path() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "csv", 1).await;
    let messages = (0..20).map(|number| {
        let value = format!(r#"{{"n":{number},"text":"a, \"quoted\" one"}}"#);
        Outgoing::keyed(format!("key-{number}"), value)
    });
    write(&kafka, &topic, messages).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    window.role("textbox", "Filter").fill(".n >= 18").await;
    messages_are(&window, 2).await;
    let file = window.home().join("some.csv");
    window.press("Control+E").await;
    let dialog = window.role("dialog", containing("Export "));
    dialog.clone().role("radio", "CSV").click().await;
    let columns = dialog.clone().role("textbox", "More columns");
    columns.fill(".n").await;
    start(&window, &file).await;
    done(&window).await;
    let text = fs::read_to_string(&file).expect("the file is there");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("partition,offset,timestamp,key,value,headers"));
    let value = r#""{""n"":18,""text"":""a, \""quoted\"" one""}""#;
    assert!(lines.iter().any(|line| line.contains(value)), "{text}");
    assert!(
        lines[1..]
            .iter()
            .all(|line| line.ends_with(",18") || line.ends_with(",19"))
    );
    window.close().await;
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_only_when_that_is_said() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "conflict", 1).await;
    write(&kafka, &topic, [Outgoing::keyed("k", "1")].into_iter()).await;
    let window = Window::open().await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    messages_are(&window, 1).await;
    let file = window.home().join("mine.jsonl");
    fs::write(&file, "mine").expect("the home folder can be written");
    window.press("Control+E").await;
    start(&window, &file).await;
    let replace = window.role("checkbox", "Replace it");
    replace.appears().await;
    assert_eq!(fs::read(&file).expect("the file is there"), b"mine");
    replace.click().await;
    window.role("button", "Replace and export").click().await;
    done(&window).await;
    let text = fs::read_to_string(&file).expect("the file is there");
    assert!(text.contains(r#""value":"1""#), "{text}");
    window.press("Escape").await;

    // Where nothing can be written.
    window.press("Control+E").await;
    start(&window, Path::new("/no/such/folder/mine.jsonl")).await;
    says(&window, "There is no folder “/no/such/folder”").await;
    window.close().await;
}

#[tokio::test]
async fn a_job_goes_on_while_one_works_elsewhere_and_a_stopped_one_leaves_no_file() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "job", 2).await;
    let other = new_topic(&kafka, "elsewhere", 1).await;
    write(&kafka, &other, [Outgoing::keyed("k", "1")].into_iter()).await;
    let mut bulk = Bulk::new(kafka.plaintext(), &topic);
    for number in 0..600_000 {
        bulk.send(number % 2, None, b"-");
    }
    bulk.finish();
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    read_from_earliest(&window).await;
    let [whole, part] = ["whole", "part"].map(|name| window.home().join(format!("{name}.jsonl")));
    for file in [&part, &whole] {
        window.press("Control+E").await;
        start(&window, file).await;
        let jobs = window.role("dialog", "Jobs");
        jobs.appears().await;
        if file == &part {
            jobs.role("button", "Stop").nth(0).click().await;
        }
        window.press("Escape").await;
    }
    window
        .role("treeitem", containing("local"))
        .nth(0)
        .click()
        .await;
    open_topic(&window, &other).await;
    messages_are(&window, 1).await;
    window.role("button", containing("Jobs: ")).click().await;
    let jobs = window.role("dialog", "Jobs");
    // The one that was started last.
    let job = jobs.role("listitem", containing("Export")).nth(0);
    job.text_where("that it is done", |text| {
        text.contains("messages were written to “whole.jsonl”")
    })
    .await;
    let text = fs::read_to_string(&whole).expect("the file is there");
    assert_eq!(text.lines().count(), 600_000);
    assert!(!part.exists(), "half a file stands under the final name");
    window.close().await;
}

#[tokio::test]
async fn a_file_with_errors_is_not_sent_at_all() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "checked", 1).await;
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    let file = window.home().join("lines.jsonl");
    fs::write(
        &file,
        "{\"key\":\"a\",\"value\":1}\nno JSON\n{\"value\":2}\n",
    )
    .expect("written");
    let drawer = open_drawer(&window).await;
    drawer
        .clone()
        .role("tab", containing("From a file"))
        .click()
        .await;
    let path = drawer.clone().role("textbox", "File");
    path.fill(&file.display().to_string()).await;
    drawer.clone().role("button", "Check").click().await;
    says(&window, "1 line can't be read.").await;
    says(&window, "Line 2").await;
    let send = drawer.clone().role("button", "Send");
    assert_eq!(send.attribute("disabled").await.as_deref(), Some("true"));
    says(&window, "Nothing was ever written to this topic").await;

    // Pasted, with a separator.
    drawer.clone().role("radio", "Pasted text").click().await;
    drawer.clone().role("radio", "key:value").click().await;
    drawer
        .clone()
        .role("textbox", "Lines")
        .fill("a:first")
        .await;
    drawer.role("button", "Send 1 message").click().await;
    messages_are(&window, 1).await;
    window.close().await;
}

#[tokio::test]
async fn a_message_is_sent_many_times_with_a_running_number_and_kept_to_be_sent_again() {
    let kafka = Kafka::shared().await;
    let topic = new_topic(&kafka, "numbered", 1).await;
    let window = Window::open().await;
    window.resize(1440, 900).await;
    add_cluster(&window, "local", &kafka).await;
    open_topic(&window, &topic).await;
    let drawer = open_drawer(&window).await;
    let field = |name: &str| drawer.clone().role("textbox", name);
    field("Key").fill("order-{{n}}").await;
    field("Value").fill(r#""the {{n}}th""#).await;
    field("How often").fill("25").await;
    drawer
        .clone()
        .role("button", "Send 25 messages")
        .click()
        .await;
    messages_are(&window, 25).await;
    let grid = window.role("grid", "Messages");
    grid.role("row", containing("order-25")).appears().await;

    field("Key").fill("once").await;
    field("Value").fill("1").await;
    field("How often").fill("1").await;
    drawer.clone().role("button", "Send").click().await;
    says(&window, "Written to partition 0 at offset 25.").await;
    drawer.clone().role("tab", "Last sent").click().await;
    let again = "Load partition 0, offset 25";
    drawer.clone().role("button", again).click().await;
    window
        .until("the message to be there again", async || {
            field("Key").value().await == "once"
        })
        .await;
    drawer.clone().role("button", "Send").click().await;
    says(&window, "Written to partition 0 at offset 26.").await;
    window.close().await;
}

/// Exports the topic that is shown from its first message to its end.
async fn export_all(window: &Window, file: &Path) {
    read_range(window, async |range| {
        range.role("radio", "Earliest").click().await;
    })
    .await;
    window.role("button", "Export…").click().await;
    start(window, file).await;
    done(window).await;
    // The list of jobs lies over the window.
    let jobs = window.role("dialog", "Jobs");
    let dismiss = jobs.role("button", containing("Dismiss "));
    dismiss.nth(0).click().await;
    window.press("Escape").await;
}

/// Starts the export that the dialog describes.
async fn start(window: &Window, file: &Path) {
    let dialog = window.role("dialog", containing("Export "));
    let path = dialog.clone().role("textbox", "File");
    path.fill(&file.display().to_string()).await;
    dialog.role("button", "Export").click().await;
}

/// Waits until a job is done, with the list of jobs open.
async fn done(window: &Window) {
    let jobs = window.role("dialog", "Jobs");
    let job = jobs.role("listitem", containing("xport"));
    job.role("button", containing("Dismiss ")).appears().await;
}
