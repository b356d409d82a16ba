use std::{
    fmt, fs,
    panic::Location,
    time::{Duration, Instant},
};

use fantoccini::{
    actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::{Element, ElementRef},
    error::{CmdError, ErrorStatus},
};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{Name, PATIENCE, PAUSE, Window};
use crate::paths;

/// The member under which WebDriver sends an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// A way to find one thing in the window. It is looked for anew by every action, which waits until
/// exactly one is there.
#[derive(Clone, Debug)]
pub struct Locator<'w> {
    window: &'w Window,
    steps: Vec<Step>,
    /// The test's line that asked.
    at: &'static Location<'static>,
}

#[derive(Clone, Debug, Serialize)]
struct Step {
    /// None: whatever it is; found by its label.
    role: Option<String>,
    name: Name,
    nth: Option<usize>,
}

/// A movement of the mouse with its button down, from left to right over a thing.
#[derive(Clone, Copy, Debug)]
pub struct Drag {
    /// Where it begins and ends: 0 is the thing's left edge, 1 its right one.
    pub within: [f64; 2],
    /// The button stays down.
    pub held: bool,
}

impl<'w> Locator<'w> {
    pub(super) fn new(window: &'w Window, at: &'static Location<'static>) -> Locator<'w> {
        Locator {
            window,
            steps: Vec::new(),
            at,
        }
    }

    /// What has this role and name inside of this.
    #[must_use]
    pub fn role(self, role: &str, name: impl Into<Name>) -> Locator<'w> {
        self.step(Some(role.to_owned()), name.into())
    }

    /// What has this label inside of this: for inputs without a role, as for passwords.
    #[must_use]
    pub fn labelled(self, label: &str) -> Locator<'w> {
        self.step(None, label.into())
    }

    fn step(mut self, role: Option<String>, name: Name) -> Locator<'w> {
        self.steps.push(Step {
            role,
            name,
            nth: None,
        });
        self
    }

    /// The one at that place among all that match, from 0.
    #[must_use]
    pub fn nth(mut self, place: usize) -> Locator<'w> {
        if let Some(step) = self.steps.last_mut() {
            step.nth = Some(place);
        }
        self
    }

    /// Waits until it is there.
    pub async fn appears(&self) {
        self.act(async |_| Ok(())).await;
    }

    /// Waits until nothing matches any more.
    pub async fn vanishes(&self) {
        let deadline = Instant::now() + PATIENCE;
        while self.count().await > 0 {
            if Instant::now() > deadline {
                self.window
                    .fail(&format!("{}: {self} does not go away", self.at))
                    .await;
            }
            sleep(PAUSE).await;
        }
    }

    /// How many match at this moment.
    pub async fn count(&self) -> usize {
        self.find().await.len()
    }

    /// Clicks it, once it is enabled. A checkbox or a radio button is clicked on its label: the
    /// input itself is often drawn nowhere.
    pub async fn click(&self) {
        self.act_when(async |element| {
            if !element.is_enabled().await? {
                return Ok(None);
            }
            let drawn = "const [element] = arguments;
                const ticks = element.matches('input[type=checkbox], input[type=radio]');
                return (ticks && element.closest('label')) || element;";
            let client = &self.window.client;
            let drawn = client.execute(drawn, vec![json!(element)]).await?;
            let element = self.element(&drawn).unwrap_or(element);
            element.click().await.map(Some)
        })
        .await;
    }

    /// Clicks it twice.
    pub async fn double_click(&self) {
        let button = MOUSE_BUTTON_LEFT;
        self.pointer(&[
            PointerAction::Down { button },
            PointerAction::Up { button },
            PointerAction::Down { button },
            PointerAction::Up { button },
        ])
        .await;
    }

    /// Asks for its context menu, as the right button does. No real button: WebKitWebDriver never lets go of the right
    /// one, so that the page hears of no press any more.
    pub async fn right_click(&self) {
        self.act(async |element| {
            let ask = "const [element] = arguments;
                const { x, y, width, height } = element.getBoundingClientRect();
                const [clientX, clientY] = [x + width / 2, y + height / 2];
                const about = { bubbles: true, cancelable: true, button: 2, clientX, clientY };
                element.dispatchEvent(new MouseEvent('contextmenu', about));";
            let client = &self.window.client;
            client.execute(ask, vec![json!(element)]).await.map(drop)
        })
        .await;
    }

    /// Presses the left button on it, moves that far, and lets go or holds on.
    pub async fn drag(&self, drag: Drag) {
        self.act(async |element| {
            let button = MOUSE_BUTTON_LEFT;
            let [from, to] = drag.within;
            let middle = "const box = arguments[0].getBoundingClientRect(); return box.width";
            let width = self
                .window
                .client
                .execute(middle, vec![json!(element)])
                .await?;
            // From its middle.
            let x = |share: f64| (share - 0.5) * width.as_f64().unwrap_or_default();
            let move_to = |share: f64, element: &Element| PointerAction::MoveToElement {
                element: element.clone(),
                // A hand needs some frames for it.
                duration: Some(Duration::from_millis(100)),
                x: x(share),
                y: 0.0,
            };
            let mut actions = MouseActions::new("mouse".into())
                .then(move_to(from, &element))
                .then(PointerAction::Down { button })
                .then(move_to(f64::midpoint(from, to), &element))
                .then(move_to(to, &element));
            if !drag.held {
                let duration = Duration::from_millis(100);
                actions = actions
                    .then(PointerAction::Pause { duration })
                    .then(PointerAction::Up { button });
            }
            self.window.client.perform_actions(actions).await
        })
        .await;
    }

    /// Types text into it, after what stands there. No text beyond the basic plane (emoji):
    /// WebKitWebDriver loses that.
    pub async fn type_text(&self, text: &str) {
        self.act(async |element| element.send_keys(text).await)
            .await;
    }

    /// Makes this text its content, by keys.
    pub async fn fill(&self, text: &str) {
        self.click().await;
        self.window.press("Control+A").await;
        self.window.press("Backspace").await;
        if !text.is_empty() {
            self.type_text(text).await;
        }
    }

    /// The text that it shows. WebKitWebDriver's own answer leaves out what an ellipsis may cut.
    pub async fn text(&self) -> String {
        self.act(async |element| element.prop("innerText").await)
            .await
            .unwrap_or_default()
    }

    /// What stands in an input.
    pub async fn value(&self) -> String {
        self.act(async |element| element.prop("value").await)
            .await
            .unwrap_or_default()
    }

    /// An attribute, as `aria-selected`.
    pub async fn attribute(&self, name: &str) -> Option<String> {
        self.act(async |element| element.attr(name).await).await
    }

    /// Waits until its text is as wanted, and gives it.
    pub async fn text_where(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = self.text().await;
            if wanted(&text) {
                return text;
            }
            if Instant::now() > deadline {
                let why = format!("{}: {self} does not say {what}, but {text:?}", self.at);
                self.window.fail(&why).await;
            }
            sleep(PAUSE).await;
        }
    }

    /// Does something with the element, again if the page has changed under it.
    async fn act<T>(&self, action: impl AsyncFn(Element) -> Result<T, CmdError>) -> T {
        self.act_when(async |element| action(element).await.map(Some))
            .await
    }

    /// As [`Locator::act`]; the action says None if it is too early.
    async fn act_when<T>(&self, action: impl AsyncFn(Element) -> Result<Option<T>, CmdError>) -> T {
        let deadline = Instant::now() + PATIENCE;
        let mut hindrance = String::new();
        loop {
            let mut found = self.find().await;
            let count = found.len();
            match found.pop() {
                Some(element) if count == 1 => match action(element).await {
                    Ok(Some(done)) => return done,
                    Ok(None) => "it is disabled".clone_into(&mut hindrance),
                    Err(error) => {
                        hindrance = error.to_string();
                        assert!(is_passing(&error), "{}: {self}: {hindrance}", self.at);
                    }
                },
                Some(_) => hindrance = format!("{count} are there"),
                None => "there is none".clone_into(&mut hindrance),
            }
            if Instant::now() > deadline {
                self.give_up(&hindrance).await;
            }
            sleep(PAUSE).await;
        }
    }

    async fn find(&self) -> Vec<Element> {
        loop {
            let query = include_str!("query.js");
            let found = self
                .window
                .client
                .execute(query, vec![json!(self.steps)])
                .await;
            match found {
                Ok(Value::Array(found)) => {
                    return found
                        .iter()
                        .filter_map(|found| self.element(found))
                        .collect();
                }
                Ok(_no_library) => drop(self.window.script(&library(), vec![]).await),
                // What it has found went away before it was handed over.
                Err(error) if is_passing(&error) => sleep(PAUSE).await,
                Err(error) => panic!("{}: {self}: {error}\n{}", self.at, self.window.driver.log()),
            }
        }
    }

    /// An element as a script has given it.
    fn element(&self, given: &Value) -> Option<Element> {
        let id = given.get(ELEMENT)?.as_str()?.to_owned();
        let client = self.window.client.clone();
        Some(Element::from_element_id(client, ElementRef::from(id)))
    }

    async fn pointer(&self, presses: &[PointerAction]) {
        self.act(async |element| {
            let mut actions =
                MouseActions::new("mouse".into()).then(PointerAction::MoveToElement {
                    element,
                    duration: None,
                    x: 0.0,
                    y: 0.0,
                });
            for press in presses {
                actions = actions.then(press.clone());
            }
            self.window.client.perform_actions(actions).await
        })
        .await;
    }

    async fn give_up(&self, hindrance: &str) -> ! {
        let role = self
            .steps
            .last()
            .and_then(|step| step.role.as_deref())
            .unwrap_or("textbox");
        let others = self
            .window
            .script(include_str!("outline.js"), vec![json!(role)])
            .await;
        let why = format!(
            "{}: looked for {self}: {hindrance}; each {role}: {others}",
            self.at
        );
        self.window.fail(&why).await
    }
}

impl fmt::Display for Locator<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.steps.iter().enumerate() {
            let within = if place == 0 { "" } else { " > " };
            write!(
                out,
                "{within}{}",
                step.role.as_deref().unwrap_or("anything labelled")
            )?;
            match &step.name {
                Name::Exactly(name) => write!(out, " {name:?}")?,
                Name::Containing(name) => write!(out, " with {name:?}")?,
                Name::Any => (),
            }
            if let Some(nth) = step.nth {
                write!(out, " #{nth}")?;
            }
        }
        Ok(())
    }
}

/// Whether another try may go well: the page has changed under this one.
fn is_passing(error: &CmdError) -> bool {
    let CmdError::Standard(answer) = error else {
        return false;
    };
    matches!(
        answer.error,
        ErrorStatus::StaleElementReference
            | ErrorStatus::ElementClickIntercepted
            | ErrorStatus::ElementNotInteractable
    )
}

/// Testing Library as a script that sets `window.TestingLibraryDom`.
fn library() -> String {
    let file = paths::workspace()
        .join("ui/node_modules/@testing-library/dom/dist/@testing-library/dom.umd.min.js");
    let source = fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; run npm ci in ui/", file.display()));
    // A module loader in the page would otherwise be preferred to the global.
    format!("(function (define, exports, module) {{ {source} }}).call(window)")
}
