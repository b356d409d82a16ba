/// Whether a word says nothing about anybody: it is on the list, in any case, or made of words of the list as Kafka names
/// errors (`BrokerTransportFailure`, `UNKNOWN_TOPIC_OR_PART`).
pub(super) fn is_common(token: &str) -> bool {
    if !token
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
    {
        return false;
    }
    is_listed(token)
        || (token.contains('_')
            && token
                .split('_')
                .all(|word| word.is_empty() || is_listed(word)))
        || (is_camel(token) && camel(token).all(is_listed))
}

fn is_listed(word: &str) -> bool {
    WORDS
        .split_ascii_whitespace()
        .any(|listed| listed.eq_ignore_ascii_case(word))
}

fn is_camel(token: &str) -> bool {
    token.bytes().skip(1).any(|byte| byte.is_ascii_lowercase())
        && token.bytes().filter(u8::is_ascii_uppercase).count() > 1
}

/// The words of `CamelCase`.
fn camel(token: &str) -> impl Iterator<Item = &str> {
    let starts = token
        .char_indices()
        .filter(|(_, char)| char.is_ascii_uppercase())
        .map(|(place, _)| place);
    let ends = starts.clone().skip(1).chain([token.len()]);
    starts.zip(ends).map(|(start, end)| &token[start..end])
}

/// What Tributary, librdkafka, OpenSSL and Rust say about their work. No words of a business.
const WORDS: &str = "
a about abort aborted access accept acknowledged acks action after again alert all already also an and another answer
answered answers any api apiversion are as asked assert assertion at attempt attempts authentication authorization
authorized available avg back bad batch be because been before being beyond bind body bootstrap borrowed bounds broke
broken broker brokers buffer busy but by bytes ca called can cannot cert certificate chain change changed char check
cipher claimed cleared client clients close closed closing cluster code codec coming commit committed compressed
compression config configuration configured conflict connect connected connecting connection connections consumer
control coordinator corrupt corrupted could count crc created current damaged data dead decode decompress default delay
delivery denied deleted destroy details detected did disabled disconnect disconnected does done down drop dropped due
during dispatch each eagain early elapsed else empty enabled end ended enough entries entry eof epoch error errors etag
exceeded expect expected expired fail failed fails failure false fatal fault fetch fetched fetcher few field file fill
first flight for found free frame from full gave get given gone got greater group handle handshake has have header
headers heartbeat held hello host hostname id idle if illegal in inactive include index inflight info init input inside
instance int internal invalid is isolation issuer it its join joined json keep keepalive kept key keychain keys killed
known last later leader leaders leave left length less level limit line lines linger listener local log long loop lost
made many marked match max may mechanism member memory message messages metadata metrics mismatch missing mode more most
must name named names needs network never new next no node none not nothing now null number of off offset offsets old on
one only open opened operation option or order other out outcome outstanding over overflow own pack page panic panicked
parse part partition partitions password path pending per permission permitted plain plaintext poll port position
possible prefer present previous probably problem produce produced producer program property protocol purge queue
queued quit range ready reached read reader reading reason rebalance received reconnect refused refuses refresh region
register registration rejected release remove removed replica replicas reply request requested requests required reset
resolve resolution resource response restart result retention retriable retries retry retrying returned revoked right
rights role root routine rust sandbox sasl saved scan scram secret secrets seconds see seek segment self send sent
sequence server service session set setting settings setup should shut shutdown signed size skipped slow so socket some
soon source ssl stale start started starting state status stay stays still stop stopped store subscribe supported
syscall system takes task terminate terminated than that the their then there these they thread thrd this throttled
time timed timeout timestamp tls to too took topic topics total transaction transactional transport tries true
try trying truncated trust trusted two type unable unavailable unauthorized undefined unexpected unknown unreachable
unsupported until unwrap up update updated use used user using valid value values verification verify version
view views wait waited waiting warn warning was were what when where whether which while who will window with within
without wrapper write written wrong yet zone your
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_kafka_are_common_words() {
        for name in [
            "BrokerTransportFailure",
            "UnknownTopicOrPartition",
            "TOPIC_AUTHORIZATION_FAILED",
            "Timeout",
            "ERROR",
        ] {
            assert!(is_common(name), "{name}");
        }
        for name in ["AcmeOrders", "orders", "failed_payments", "x9", ""] {
            assert!(!is_common(name), "{name}");
        }
    }
}
