#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rcon_proto_fuzz::log_line::check(data));
