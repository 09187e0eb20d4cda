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
fn hostile() -> Vec<(&'static str, String)> {
    let filled = |piece: &str| piece.chars().cycle().take(2048).collect::<String>();
    vec![
        ("longest", filled("слово ")),
        ("digits", filled("1")),
        ("digit words", filled("5 ")),
        ("readings", filled("120/80 ")),
        ("lines", filled("120/80\n")),
        ("separators", filled("на ")),
        ("separators and numbers", filled("на 1 ")),
        ("one letter", filled("я ")),
        ("one word", filled("щ")),
        ("number words", filled("сто ")),
        ("glued number words", filled("стодвадцать")),
        ("misspelt", filled("давлние ")),
        ("marks", filled("/.,:;-*+?!")),
        ("mixed marks", filled("1/а.2,b:")),
        ("times", filled("в 8:15 ")),
        ("ages", filled("через час ")),
        ("negations", filled("не а ")),
        ("items", filled("1) ")),
        ("quantities", filled("вес ")),
        ("signs", filled("аритмия без ")),
        ("breaks", filled("\n")),
    ]
}

criterion_group!(benches, understanding);
criterion_main!(benches);
