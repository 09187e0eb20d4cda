//! The diary of one person goes, in words; and buttons that carry a person's name.

use super::{Phrases, catalogue::Arguments, say::Teller};
use crate::domain::{
    choice::Choice,
    parting::{PartingChoice, PartingReply},
    person::{Language, PersonId},
    reply::Reply,
    settings::Manner,
};

/// What stands on a button.
pub(super) fn button(choice: PartingChoice) -> &'static str {
    match choice {
        PartingChoice::Ask(_) => "button-part",
        PartingChoice::Now(_) => "button-erase-now",
        PartingChoice::Stop(_) => "button-part-stop",
    }
}

impl Phrases {
    /// What stands on a button below this answer: where it is about one of several people, their
    /// name.
    pub fn label_below(
        &self,
        reply: &Reply,
        choice: &Choice,
        language: Language,
        manner: &Manner,
    ) -> String {
        let named = |person: PersonId| {
            let people = if let Reply::WhoseIs { people, .. } | Reply::WhoseDiary { people, .. } =
                reply.innermost()
            {
                people.as_slice()
            } else {
                return None;
            };
            people.iter().find(|whose| whose.id == person)?.name.clone()
        };
        if let Choice::Whose(person) = choice
            && let Some(name) = named(*person)
        {
            return name.as_str().to_owned();
        }
        if let Choice::Parting(PartingChoice::Ask(person)) = choice
            && let Some(name) = named(*person)
        {
            let mut arguments = Arguments::new();
            arguments.set("name", name.as_str().to_owned());
            return self.with("label-part", language, &arguments);
        }
        if let Choice::Settings(choice) = choice {
            return self.settings_label(choice, language, *manner);
        }
        self.label(choice, language)
    }
}

impl Teller<'_> {
    pub(super) fn parting(&self, reply: &PartingReply) -> String {
        match reply {
            PartingReply::Ask { name, sure: false, .. } => self.named("part-ask", name),
            PartingReply::Ask { name, sure: true, .. } => self.named("part-ask-sure", name),
            PartingReply::Leaving { name, when, new, .. } => {
                let mut arguments = Arguments::new();
                arguments.set("name", name.as_str().to_owned());
                arguments.set("when", self.instant(when));
                self.say(if *new { "part-leaving" } else { "part-leaving-still" }, &arguments)
            }
            PartingReply::Stays { name } => self.named("part-stays", name),
            PartingReply::Gone { name } => self.named("part-gone", name),
        }
    }
}
