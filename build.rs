//! Makes sure that the folder of the built portal exists, so that cargo can watch it: the program embeds whatever lies there, and without Node nothing does.

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all("web/dist")?;
    println!("cargo::rerun-if-changed=web/dist");
    Ok(())
}
