//! What reading costs, beside the floor: copying the same bytes once.
//!
//! `cargo bench -p rcon-proto`; with `--profile release --bench proto -- cvarlist`
//! the lists alone, as they are read in the program, which is built small.
//!
//! Decoding, reassembly and lists are measured at sizes a factor of ten apart:
//! where the ratio to the floor stays, cost grows no faster than the work.

mod cvarlist;
mod decoding;
mod measure;
mod reassembly;

fn main() {
    // Compiled by whoever compiles all targets, run by `cargo bench` alone.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("| what | bytes | time | GB/s | floor | ratio | allocations | target |");
    println!("| --- | --: | --: | --: | --: | --: | --: | --: |");
    if std::env::args().any(|argument| argument == "cvarlist") {
        return cvarlist::measure();
    }
    decoding::measure();
    reassembly::measure();
    cvarlist::measure();
    println!();
    decoding::measure_header();
}
