//! Lists the files of `dialogs/` for the room `phrases`: a language is a folder, and nothing in the
//! code names it.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=dialogs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut list = String::from("&[\n");
    for folder in entries(&root.join("dialogs"))?.iter().filter(|path| path.is_dir()) {
        for file in entries(folder)?.iter().filter(|path| path.is_file()) {
            let name = [folder, file].map(|path| path.file_name().unwrap_or_default());
            let name = Path::new(name[0]).join(name[1]);
            list.push_str(&format!("    ({name:?}, include_str!({file:?})),\n"));
        }
    }
    list.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("dialogs.rs"), list)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    found.sort();
    Ok(found)
}
