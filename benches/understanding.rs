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
            (door, [columns[2].replace("\\n", "\n")])
        })
        .collect()
}

fn understanding(criterion: &mut Criterion) {
    let dialogs = Dialogs::load(None).unwrap();
    let mut group = criterion.benchmark_group("understanding");
    for name in ["ru", "en", "not", "more"] {
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
    let long = ["слово ".repeat(340)];
    group.throughput(Throughput::Elements(1));
    group.bench_function("longest", |bencher| {
        bencher.iter(|| black_box(hear(&dialogs.grammar, &dialogs.words, Door::Chat, &long)));
    });
    group.finish();
}

criterion_group!(benches, understanding);
criterion_main!(benches);
