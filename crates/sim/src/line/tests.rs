//! A link on a clock of its own.

use super::*;

/// Runs a link on a clock of its own and notes when each write came.
struct Run {
    line: Line,
    start: Instant,
    writes: Vec<(u128, Vec<u8>)>,
    end: Option<(u128, End)>,
}

impl Run {
    fn new(faults: &[Fault]) -> Self {
        let start = Instant::now();
        let mut all = Faults::default();
        for &fault in faults {
            all.add(fault);
        }
        Self {
            line: Line::new(all, start),
            start,
            writes: Vec::new(),
            end: None,
        }
    }

    fn push(&mut self, at_ms: u64, bytes: &[u8]) {
        let now = self.start + Duration::from_millis(at_ms);
        self.line.push(bytes.to_vec(), now);
    }

    fn finish(mut self) -> Self {
        let mut now = self.start;
        loop {
            let ms = now.duration_since(self.start).as_millis();
            let mut log = Log(Vec::new());
            let flushed = self.line.flush(now, &mut log).expect("a log takes all");
            self.writes.extend(log.0.into_iter().map(|w| (ms, w)));
            match flushed {
                Flushed::Until(at) => now = at,
                Flushed::Share => {}
                Flushed::End(end) => {
                    self.end = Some((ms, end));
                    return self;
                }
                Flushed::Idle | Flushed::Blocked => return self,
            }
        }
    }

    fn sent(&self) -> Vec<u8> {
        self.writes.iter().flat_map(|(_, w)| w.clone()).collect()
    }
}

struct Log(Vec<Vec<u8>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.push(bytes.to_vec());
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn latency_is_a_delay_and_not_a_rate() {
    let mut run = Run::new(&[Fault::Latency(Duration::from_millis(100))]);
    run.push(0, b"a");
    run.push(1, b"b");
    let run = run.finish();
    assert_eq!(run.writes, [(100, b"a".to_vec()), (101, b"b".to_vec())]);
}

#[test]
fn jitter_keeps_the_order_and_is_the_same_in_every_run() {
    let times = || {
        let mut run = Run::new(&[Fault::Jitter(Duration::from_millis(50))]);
        (0..40).for_each(|n| run.push(n, &[n as u8]));
        let run = run.finish();
        assert_eq!(run.sent(), (0..40).collect::<Vec<u8>>());
        run.writes.iter().map(|(at, _)| *at).collect::<Vec<_>>()
    };
    let first = times();
    assert!(first.iter().any(|&at| at > 45) && first.is_sorted());
    assert_eq!(first, times());
}

#[test]
fn bandwidth_spreads_bytes_over_time() {
    let mut run = Run::new(&[Fault::Bandwidth(1000)]);
    run.push(0, &[7; 500]);
    let run = run.finish();
    assert_eq!(run.sent().len(), 500);
    assert_eq!(run.writes.last().map(|(at, _)| *at), Some(500));
}

#[test]
fn slices_and_batches() {
    let mut run = Run::new(&[Fault::Slice(2)]);
    run.push(0, b"abcde");
    let writes = run.finish().writes;
    assert_eq!(writes.len(), 3);
    let mut run = Run::new(&[Fault::Coalesce(Duration::from_millis(20))]);
    run.push(0, b"ab");
    run.push(10, b"cd");
    run.push(30, b"ef");
    let writes = run.finish().writes;
    assert_eq!(writes, [(20, b"abcd".to_vec()), (50, b"ef".to_vec())]);
}

#[test]
fn the_end_comes_after_exactly_so_many_bytes() {
    for (fault, end) in [
        (Fault::ResetAfter(3), End::Reset),
        (Fault::CloseAfter(3), End::Close),
    ] {
        let mut run = Run::new(&[fault, Fault::Latency(Duration::from_millis(5))]);
        run.push(0, b"ab");
        run.push(1, b"cdef");
        let run = run.finish();
        assert_eq!((run.sent(), run.end), (b"abc".to_vec(), Some((6, end))));
    }
    let run = Run::new(&[Fault::ResetAfter(0)]).finish();
    assert_eq!(run.end, Some((0, End::Reset)));
}

#[test]
fn a_stalled_link_neither_sends_nor_ends() {
    let mut run = Run::new(&[Fault::StallAfter(1)]);
    run.push(0, b"ab");
    run.line.end(End::Close, run.start);
    let run = run.finish();
    assert_eq!((run.sent(), run.end), (b"a".to_vec(), None));
}

#[test]
fn garbage_begins_where_it_was_told_to() {
    let mut run = Run::new(&[Fault::GarbageAfter(4)]);
    run.push(0, &[1; 64]);
    let sent = run.finish().sent();
    assert_eq!(sent[..4], [1; 4]);
    assert!(sent[4..].iter().any(|&b| b != 1));
    assert_eq!(sent.len(), 64);
}

#[test]
fn the_client_is_heard_up_to_a_byte() {
    let mut line = Run::new(&[Fault::ResetAfterReceived(5)]).line;
    let now = Instant::now();
    assert_eq!(line.read_limit(100), 4);
    assert_eq!(line.received(3, now), None);
    assert_eq!(line.read_limit(100), 1);
    assert_eq!(line.received(1, now), None);
    assert_eq!(line.read_limit(100), 1);
    assert_eq!(line.received(1, now), Some(End::Reset));
}

#[test]
fn the_client_is_heard_at_a_rate() {
    let run = Run::new(&[Fault::Intake(1000)]);
    let (mut line, start) = (run.line, run.start);
    assert_eq!((line.read_limit(100), line.reads_at()), (20, None));
    assert_eq!(line.received(20, start), None);
    assert_eq!(line.reads_at(), Some(start + Duration::from_millis(20)));
}
