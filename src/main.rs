//! The doormat: hands the arguments in, hands the exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    tonolog::cli::main(std::env::args_os().skip(1))
}
