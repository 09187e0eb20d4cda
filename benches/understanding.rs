//! Microseconds per utterance over the whole corpus, and of its single kinds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::{fs, hint::black_box, path::Path};
use tonolog::{
    domain::{person::Door, utterance::hear},
    phrases::Dialogs,
};

fn corpus(name: &str) -> Vec<(Door, [String; 1])> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/utterances.{name}.tsv"));
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let door = if columns[0] == "al" { Door::Voice } else { Door::Chat };
            (door, [columns[2].replace('_', " ").replace("\\n", "\n")])
        })
        .collect()
}

fn understanding(criterion: &mut Criterion) {
    let dialogs = Dialogs::load(None).unwrap();
    let mut group = criterion.benchmark_group("understanding");
    for name in ["ru", "en", "not", "more", "fresh"] {
        let lines = corpus(name);
        group.throughput(Throughput::Elements(lines.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for (door, wording) in &lines {
                    black_box(hear(&dialogs.grammar, &dialogs.words, *door, wording));
                }
            });
        });
    }
    group.throughput(Throughput::Elements(1));
    for (name, text) in hostile() {
        let wording = [text];
        group.bench_function(name, |bencher| {
            bencher
                .iter(|| black_box(hear(&dialogs.grammar, &dialogs.words, Door::Chat, &wording)));
        });
    }
    group.finish();
}

/// Texts as long as any that is looked at, of everything that could take long.
fn hostile() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile.tsv");
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, piece)| {
            let piece = piece.replace('_', " ").replace("\\n", "\n");
            (name.to_owned(), piece.chars().cycle().take(2048).collect())
        })
        .collect()
}

criterion_group!(benches, understanding);
criterion_main!(benches);
