#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rcon_shell_fuzz::escape::check(data));
