//! Times and days as people write them for reminders, and what is no such thing.

use tonolog::{
    domain::{reminder::Weekdays, utterance::schedule},
    phrases::Dialogs,
};

fn told(wording: &str) -> Option<String> {
    let grammar = Dialogs::load(None).unwrap().grammar;
    let found = schedule(&grammar, wording)?;
    let times: Vec<String> = found
        .times
        .iter()
        .map(|time| format!("{}:{:02}", time.clock().0, time.clock().1))
        .collect();
    let days = match found.days {
        Weekdays::ALL => String::new(),
        some => format!(" {:07b}", some.bits()),
    };
    let marks = [(found.stretch, " stretch"), (found.asks, " asks")];
    let marks: String = marks.iter().filter(|(there, _)| *there).map(|(_, mark)| *mark).collect();
    Some(format!("{}{days}{marks}", times.join(" ")))
}

#[test]
fn times_and_days_are_understood_as_people_write_them() {
    for (wording, expected) in [
        ("в 7:30 по будням", "7:30 0011111"),
        ("7.30", "7:30"),
        ("в 8 и в 20", "8:00 20:00"),
        ("8, 20", "8:00 20:00"),
        ("утром и вечером", "8:00 20:00"),
        ("в 8 вечера по пятницам и субботам", "20:00 0110000"),
        ("в 7 утра", "7:00"),
        ("в 12 ночи", "0:00"),
        ("в 12 дня", "12:00"),
        ("в семь тридцать", "7:30"),
        ("каждый день в 9 часов", "9:00"),
        ("в выходные в 10", "10:00 1100000"),
        ("по средам в 6:05", "6:05 0000100"),
        ("Напоминай мне в 13:15 по воскресеньям", "13:15 1000000 asks"),
        ("с 22 до 7", "22:00 7:00 stretch"),
        ("22:00–7:00", "22:00 7:00 stretch"),
        ("at 7:30 pm on weekdays", "19:30 0011111"),
        ("remind me at 9 am on mondays", "9:00 0000001 asks"),
        ("12 am", "0:00"),
        ("from 22 to 7", "22:00 7:00 stretch"),
    ] {
        assert_eq!(told(wording).as_deref(), Some(expected), "{wording}");
    }
}

#[test]
fn what_says_anything_else_is_no_schedule() {
    for wording in [
        "",
        "120/80 75",
        "120 на 80",
        "давление",
        "в 25:00",
        "в 7:75",
        "напоминай мне о хорошем в 7",
        "утром было 130/80",
        "по будням",
        "13 pm мама",
        // More digits than any time has.
        "89161234567",
        "12 99999999",
        "включи напоминания",
        "hello",
    ] {
        assert_eq!(told(wording), None, "{wording}");
    }
}
