//! Hearing without remembering.

use super::App;
use crate::{
    domain::{
        person::Door,
        utterance::{self, Intent},
    },
    store::Error,
};

impl App {
    /// What these words would mean at a speaker, provided that the diary could take them now.
    /// Nothing is kept.
    pub async fn rehearse(&self, wordings: &[String]) -> Result<Intent, Error> {
        self.writer_answers().await?;
        self.reader_answers().await?;
        Ok(utterance::hear(&self.0.grammar, &self.0.words, Door::Voice, wordings))
    }
}
