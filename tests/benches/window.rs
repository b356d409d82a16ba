//! How soon a person sees something: `cargo bench -p tests --bench window`, in a release build, on a virtual display.
//!
//! - From the start of the process to the first paint, beside the same binary with an empty page: five alternating starts.
//! - From a click on a topic of a real Kafka on this machine to its first message on the screen: nine times; and the same
//!   through a link of 80 ms to the broker and back.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use tests::client::Bulk;
use tests::kafka::Kafka;
use tests::release;
use tests::steps::add_address;
use tests::window::{Options, Window, containing};

const STARTS: usize = 5;
const OPENINGS: usize = 9;
/// To a broker in a cloud and back.
const ROUND_TRIP: Duration = Duration::from_millis(80);

#[tokio::main]
async fn main() {
    let application = release::app();
    println!("load average {:.1}", release::load().unwrap_or_default());
    let (mut app, mut empty) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        app.push(first_paint(&application, None).await);
        empty.push(first_paint(&application, Some("empty.html".to_owned())).await);
    }
    let (app, empty) = (median(app), median(empty));
    println!("first paint of the app           {app:>5.0} ms, median of {STARTS}");
    println!("first paint of an empty page     {empty:>5.0} ms");
    println!(
        "ratio                            {:>5.2}     (at most 1.3)",
        app / empty
    );

    let kafka = Kafka::start().await;
    for topic in 0..OPENINGS {
        let mut bulk = Bulk::new(kafka.plaintext(), &format!("topic-{topic}"));
        for number in 0..1000 {
            bulk.send(0, None, format!("{{\"number\": {number}}}").as_bytes());
        }
        bulk.finish();
    }
    let near = first_message(&application, kafka.plaintext()).await;
    println!(
        "first message after a click      {:>5.0} ms, median of {OPENINGS} (at most 100)",
        median(near)
    );
    let distant = kafka.distant(ROUND_TRIP);
    let far = first_message(&application, distant.address()).await;
    println!(
        "the same, {} ms to the broker     {:>5.0} ms, median of {OPENINGS}, {:.0} ms at most (at most 1500)",
        ROUND_TRIP.as_millis(),
        median(far.clone()),
        far.into_iter().fold(0.0, f64::max)
    );
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// In ms from the start of the app's process.
async fn first_paint(application: &Path, page: Option<String>) -> f64 {
    let window = Window::open_with(Options {
        application: Some(application.to_owned()),
        page,
        ..Options::default()
    })
    .await;
    let painted = "const paint = performance.getEntriesByName('first-contentful-paint')[0]; return paint ? performance.timeOrigin + paint.startTime : 0";
    let mut at = 0.0;
    while at == 0.0 {
        at = window
            .script(painted, Vec::new())
            .await
            .as_f64()
            .unwrap_or(0.0);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let started = started(application);
    window.close().await;
    at - started
}

/// When the newest process of a binary was started, in ms since 1970.
fn started(application: &Path) -> f64 {
    let number = |text: &str, place: usize| {
        text.split_whitespace()
            .nth(place)
            .and_then(|word| word.parse::<f64>().ok())
    };
    let application = application.canonicalize().expect("the binary");
    let ticks = std::fs::read_dir("/proc")
        .expect("Linux")
        .filter_map(|process| {
            let process = process.ok()?.path();
            if std::fs::read_link(process.join("exe")).ok()? != application {
                return None;
            }
            let stat = std::fs::read_to_string(process.join("stat")).ok()?;
            // Field 22 of stat; the name in brackets may hold spaces. A clock tick is 10 ms.
            number(stat.rsplit_once(')')?.1, 19)
        })
        .fold(0.0, f64::max);
    let up = std::fs::read_to_string("/proc/uptime")
        .ok()
        .and_then(|text| number(&text, 0))
        .expect("the uptime");
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_secs_f64();
    (now - up) * 1000.0 + ticks * 10.0
}

async fn first_message(application: &Path, bootstrap: &str) -> Vec<f64> {
    let window = Window::open_with(Options {
        application: Some(application.to_owned()),
        ..Options::default()
    })
    .await;
    add_address(&window, "Real", bootstrap).await;
    let topics = window
        .role("tree", "Connections")
        .role("treeitem", containing("Real"));
    let mut times = Vec::new();
    for topic in 0..OPENINGS {
        topics.clone().click().await;
        let name = format!("topic-{topic}");
        window.role("row", containing(&name)).appears().await;
        // Measured in the page: a driver's questions take their time too.
        let click = "
            const [name, done] = [arguments[0]];
            const cell = [...document.querySelectorAll('[role=grid] [role=row]')].find((row) => row.textContent.includes(name)).querySelector('[role=gridcell]:nth-child(2)');
            window.__opening = { from: performance.now(), took: 0 };
            new MutationObserver((_, observer) => {
                const row = document.querySelector('[role=grid][aria-label=Messages] [role=row][aria-rowindex]:not([aria-rowindex=\"1\"])');
                if (row && row.textContent.includes('number')) {
                    observer.disconnect();
                    requestAnimationFrame(() => { window.__opening.took = performance.now() - window.__opening.from; });
                }
            }).observe(document.body, { childList: true, subtree: true, characterData: true });
            cell.click();";
        window.script(click, vec![json!(name)]).await;
        window
            .until("the first message", async || {
                window
                    .script("return window.__opening.took", Vec::new())
                    .await
                    .as_f64()
                    .unwrap_or(0.0)
                    > 0.0
            })
            .await;
        times.push(
            window
                .script("return window.__opening.took", Vec::new())
                .await
                .as_f64()
                .unwrap_or(f64::MAX),
        );
    }
    window.close().await;
    times
}
