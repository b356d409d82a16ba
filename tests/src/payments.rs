//! Messages as a payment system writes them: JSON of some 300 bytes, always the same sequence.

/// Partition and value of one after another, without an end.
#[derive(Clone, Debug)]
pub struct Payments {
    partitions: u64,
    number: u64,
    random: u64,
}

impl Payments {
    /// Spread over that many partitions.
    pub fn new(partitions: i32) -> Payments {
        Payments {
            partitions: partitions as u64,
            number: 0,
            random: 0x2545_f491_4f6c_dd1d,
        }
    }
}

impl Iterator for Payments {
    type Item = (i32, String);

    fn next(&mut self) -> Option<(i32, String)> {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let payment = payment(self.number, self.random);
        self.number += 1;
        Some(((self.random % self.partitions) as i32, payment))
    }
}

fn payment(number: u64, random: u64) -> String {
    let status =
        ["AUTHORIZED", "CAPTURED", "SETTLED", "REFUNDED", "FAILED"][(random >> 8) as usize % 5];
    let cents = (random >> 16) % 100_000;
    format!(
        "{{\"payment_id\":\"pay_{random:016x}\",\"amount\":{}.{:02},\"currency\":\"EUR\",\"status\":\"{status}\",\"customer_id\":\"c-{}\",\
         \"merchant\":{{\"id\":\"m-{}\",\"country\":\"DE\",\"category\":\"books\"}},\"created_at\":\"2026-11-24T10:{:02}:{:02}.{:03}Z\",\
         \"attempts\":{},\"tags\":[\"web\",\"3ds\"],\"reference\":\"order {number} of the autumn sale\"}}",
        cents / 100,
        cents % 100,
        random % 9000 + 1000,
        random % 500,
        random % 60,
        (random >> 6) % 60,
        number % 1000,
        random % 4,
    )
}
