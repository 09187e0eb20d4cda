//! `tonolog demo` with a transcript on its standard input.

use crate::process::{BINARY, Ended, Home, ended, signal};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, Stdio},
};

fn demo(home: &Home, language: &str, input: &str) -> Ended {
    let settings = [("OPERATOR_LANGUAGE", language), ("TZ", "Europe/Moscow")];
    let ended = home.run(&["demo"], &settings, input);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(ended.err, "");
    assert!(!ended.out.contains('\u{1b}'), "no escape sequences:\n{}", ended.out);
    assert!(home.left_behind().is_empty(), "nothing is left behind: {:?}", home.left_behind());
    assert!(home.work().read_dir().unwrap().next().is_none(), "nor in the working directory");
    ended
}

/// The parts stand in the output in this order.
#[track_caller]
fn reads(out: &str, parts: &[&str]) {
    let mut rest = out;
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => panic!("no {part:?} in its place:\n{out}"),
        }
    }
}

#[test]
fn a_transcript_in_russian_is_answered_through_both_doors() {
    let lines = "120/80 75\n1\nалиса\nАлиса, да\nалиса, давление 131 на 84 пульс 70\n/last\n\
                 отмени\n1\nнет\n/link\nбелиберда\n";
    let ended = demo(&Home::new(), "ru", lines);
    reads(
        &ended.out,
        &[
            "Выход: /quit\n",
            "> 120/80 75\nбот: Здравствуйте.",
            "[1] Согласен, открыть дневник\n     [2] Подробнее\n     [3] Русский  [4] English\n",
            "> 1\nбот: Спасибо, дневник открыт.",
            "Записано: 120/80, пульс 75\n",
            "[1] Исправить числа  [2] Исправить время\n     [3] Рука, поза, заметка  [4] Отменить запись\n     [5] Ещё раз через минуту\n",
            "> алиса\nАлиса: Это дневник давления.",
            "> Алиса, да\nАлиса: Спасибо, дневник открыт.",
            "> алиса, давление 131 на 84 пульс 70\nАлиса: Записано: 131/84, пульс 70",
            "\n   (вслух: Записано: сто тридцать один на восемьдесят четыре, пульс семьдесят",
            "> /last\nбот: Последнее: 120/80, пульс 75\n",
            "> отмени\nбот: Удалить запись 120/80, пульс 75",
            "[1] Да  [2] Нет\n",
            "> 1\nбот: Удалено: 120/80, пульс 75",
            "> /link\nбот: Код для колонки: ",
            "> белиберда\nбот: ",
        ],
    );
}

#[test]
fn a_transcript_in_english_is_answered_through_both_doors() {
    let lines = "hello\n1\n128/82 64\nalice, blood pressure 131 over 84\nAlice: yes\n/help\n";
    let ended = demo(&Home::new(), "en", lines);
    reads(
        &ended.out,
        &[
            "To leave: /quit\n",
            "> hello\nbot: Hello.",
            "[1] ",
            "\n     [2] ",
            "> 1\nbot: ",
            "> 128/82 64\nbot: Saved: 128/82, pulse 64\n",
            "> alice, blood pressure 131 over 84\nAlice: ",
            "> Alice: yes\nAlice: ",
            "131/84",
            "\n   (aloud: ",
            "> /help\nbot: ",
            "/last",
        ],
    );
}

#[test]
fn without_any_input_there_is_a_welcome_and_an_end() {
    let ended = demo(&Home::new(), "en", "");
    reads(&ended.out, &["This is your diary to try"]);
}

/// A demo that was talked to and waits for more; what happens next ends it.
async fn interrupted(end: impl FnOnce(&Child, &mut ChildStdin)) {
    let home = Home::new();
    let mut command = home.command(BINARY);
    command.arg("demo").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"120/80\n").unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("[1] ")), "there is a question");
    assert_eq!(home.left_behind().len(), 1, "there is a diary");
    end(&child, &mut input);
    assert_eq!(ended(&mut child).await, Some(0));
    assert!(home.left_behind().is_empty(), "nothing is left behind: {:?}", home.left_behind());
    drop(input);
}

#[tokio::test]
async fn quit_ends_it_although_more_could_come() {
    interrupted(|_, input| input.write_all(b"/quit\n").unwrap()).await;
}

#[tokio::test]
async fn a_signal_ends_it_and_leaves_nothing_behind() {
    for name in ["INT", "TERM"] {
        interrupted(|child, _| signal(child, name)).await;
    }
}

#[test]
fn it_does_not_care_for_the_settings_of_the_folder_it_is_started_in() {
    let home = Home::new();
    std::fs::write(home.work().join(".env"), "DATABASE_KEY=\"broken\nACCESS=nobody\n").unwrap();
    let ended = home.run(&["demo"], &[], "120/80\n");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    reads(&ended.out, &["> 120/80\nbot: "]);
}
