//! Values that people could have made up, by the names of the fields that hold them; the same for the same seed.

use crate::calendar;

/// A day in 2026, from 1970-01-01.
const FIRST_DAY: i64 = 20_454;

/// A source of choices (`SplitMix64`).
#[derive(Debug, Clone)]
pub(crate) struct Choices(u64);

impl Choices {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(from.len() as u64) as usize;
        from.get(at)
    }

    fn word(&mut self, words: &[&str]) -> String {
        self.pick(words).copied().unwrap_or_default().to_owned()
    }

    /// Seconds within 2026.
    pub(crate) fn moment(&mut self) -> i64 {
        FIRST_DAY * 86_400 + self.below(365 * 86_400) as i64
    }

    pub(crate) fn day(&mut self) -> i64 {
        FIRST_DAY + self.below(365) as i64
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xFFFF,
            high & 0xFFF,
            low >> 48 & 0x3FFF | 0x8000,
            low & 0xFFFF_FFFF_FFFF
        )
    }

    /// A text for a field of this name.
    pub(crate) fn text(&mut self, name: &str) -> String {
        let name = name.to_ascii_lowercase();
        let has = |part: &str| name.contains(part);
        let number = self.below(9_000) + 1_000;
        if has("email") || has("mail") {
            let who = self.word(FIRST_NAMES).to_ascii_lowercase();
            return format!("{who}.{number}@example.com");
        }
        match () {
            () if has("uuid") || has("guid") => self.uuid(),
            () if has("url") || has("uri") || has("link") => {
                format!("https://example.com/{number}")
            }
            () if has("phone") => format!("+49 30 {number}{}", self.below(90) + 10),
            () if has("currency") => self.word(&["EUR", "USD", "GBP", "CHF", "JPY"]),
            () if has("country") => self.word(&["DE", "FR", "US", "JP", "BR"]),
            () if has("language") || has("locale") => self.word(&["de", "en", "fr"]),
            () if has("city") => self.word(&["Berlin", "Lyon", "Osaka", "Porto"]),
            () if has("street") || has("address") => format!("Lindenstr. {}", number % 200),
            () if has("zip") || has("postal") => format!("1{number}"),
            () if has("first") && has("name") => self.word(FIRST_NAMES),
            () if has("last") && has("name") => self.word(LAST_NAMES),
            () if has("name") || has("customer") || has("user") => {
                format!("{} {}", self.word(FIRST_NAMES), self.word(LAST_NAMES))
            }
            () if has("status") || has("state") => self.word(&["NEW", "PAID", "SHIPPED", "CLOSED"]),
            () if has("date") || has("time") || name.ends_with("_at") => self.date_time(),
            () if has("sku") || has("code") => format!("SKU-{number}"),
            () if has("id") || has("key") => format!("{}-{number}", &self.uuid()[..8]),
            () if has("note") || has("comment") || has("description") => {
                self.word(&["Left at the door", "Call before delivery", "Second try"])
            }
            () => self.word(&["alpha", "bravo", "charlie", "delta", "echo"]),
        }
    }

    /// A whole number for a field of this name, not below zero.
    pub(crate) fn whole(&mut self, name: &str) -> i64 {
        let name = name.to_ascii_lowercase();
        let has = |part: &str| name.contains(part);
        let number = self.below(9_000) as i64;
        match () {
            () if has("year") => 2_000 + number % 26,
            () if has("age") => 18 + number % 60,
            () if has("month") => 1 + number % 12,
            () if has("count") || has("quantity") || has("retries") => 1 + number % 9,
            () if has("percent") => number % 101,
            () if has("port") => 9_092,
            () => 1_000 + number,
        }
    }

    /// A number for a field of this name.
    pub(crate) fn number(&mut self, name: &str) -> f64 {
        let name = name.to_ascii_lowercase();
        match () {
            () if name.contains("lat") => self.below(18_000) as f64 / 100.0 - 90.0,
            () if name.contains("lon") || name.contains("lng") => {
                self.below(36_000) as f64 / 100.0 - 180.0
            }
            () => self.below(100_000) as f64 / 100.0,
        }
    }

    pub(crate) fn date_time(&mut self) -> String {
        let mut out = String::new();
        let moment = i128::from(self.moment()) * 1_000;
        calendar::push_timestamp(&mut out, moment, calendar::Unit::Millis);
        out.push('Z');
        out
    }

    pub(crate) fn date(&mut self) -> String {
        let mut out = String::new();
        calendar::push_date(&mut out, self.day());
        out
    }
}

const FIRST_NAMES: &[&str] = &["Ada", "Ben", "Chiara", "Deniz", "Emil", "Fatima"];
const LAST_NAMES: &[&str] = &["Lovelace", "Meyer", "Rossi", "Tanaka", "Silva", "Novak"];
