//! ammonia, from Debian's source package: bench CORPORA POLICY. Rows as in measure.h.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::{env, fs, io};

const PASSES: usize = 7;
const LEAST_PASS: f64 = 0.1; // seconds; shorter passes are repeated

/// Processor time of this process, user and system. The standard library does not tell.
fn cpu_seconds() -> f64 {
    #[repr(C)]
    struct Timespec {
        sec: std::os::raw::c_long,
        nsec: std::os::raw::c_long,
    }
    extern "C" {
        fn clock_gettime(clock: std::os::raw::c_int, t: *mut Timespec) -> std::os::raw::c_int;
    }
    const CLOCK_PROCESS_CPUTIME_ID: std::os::raw::c_int = 2;
    let mut t = Timespec { sec: 0, nsec: 0 };
    // SAFETY: the clock exists on Linux and `t` has the layout of struct timespec.
    unsafe { clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &mut t) };
    t.sec as f64 + t.nsec as f64 / 1e9
}

fn cleaner(policy: &str) -> ammonia::Builder<'_> {
    let mut tags = HashSet::new();
    let mut attributes = HashMap::new();
    let mut everywhere = HashSet::new();
    let mut schemes = HashSet::new();
    for line in policy.lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("*") => everywhere.extend(words),
            Some(":") => schemes.extend(words),
            Some(name) => {
                tags.insert(name);
                attributes.insert(name, words.collect::<HashSet<_>>());
            }
            None => {}
        }
    }
    let mut b = ammonia::Builder::new();
    b.tags(tags)
        .tag_attributes(attributes)
        .generic_attributes(everywhere)
        .url_schemes(schemes);
    b
}

/// See docs.h for the format.
fn read_corpus(path: &Path) -> io::Result<Vec<String>> {
    let bytes = fs::read(path)?;
    let mut docs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let length: usize = String::from_utf8_lossy(&bytes[at..at + digits]).parse().unwrap();
        let from = at + digits + 1;
        docs.push(String::from_utf8_lossy(&bytes[from..from + length]).into_owned());
        at = from + length + 1;
    }
    Ok(docs)
}

fn pass(cleaner: &ammonia::Builder, docs: &[String]) -> usize {
    docs.iter().map(|d| cleaner.clean(d).to_string().len()).sum()
}

/// Seconds for one pass: the middle one.
fn median(cleaner: &ammonia::Builder, docs: &[String]) -> f64 {
    let mut times: Vec<f64> = (0..PASSES)
        .map(|_| {
            let start = cpu_seconds();
            let mut rounds = 0;
            loop {
                pass(cleaner, docs);
                rounds += 1;
                let spent = cpu_seconds() - start;
                if spent >= LEAST_PASS {
                    return spent / f64::from(rounds);
                }
            }
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[PASSES / 2]
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let policy = fs::read_to_string(&arguments[2])?;
    let cleaner = cleaner(&policy);
    let mut paths: Vec<_> = fs::read_dir(&arguments[1])?
        .map(|e| e.map(|e| e.path()))
        .collect::<io::Result<_>>()?;
    paths.retain(|p| p.extension().map_or(false, |e| e == "docs"));
    paths.sort();
    for path in paths {
        let docs = read_corpus(&path)?;
        let bytes: usize = docs.iter().map(String::len).sum();
        let out = pass(&cleaner, &docs); // warms the caches
        let rate = bytes as f64 / median(&cleaner, &docs) / 1e6;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        println!("{name}\tammonia\t{rate:.2}\t{out}");
    }
    Ok(())
}
