//! The dispatching tree: by kind of update, and no further. Transitions never happen here.

use super::{desk::Desk, heard::Kind};
use std::{convert::Infallible, sync::Arc};
use teloxide::{
    dispatching::{UpdateFilterExt, UpdateHandler},
    dptree,
    types::Update,
};

/// The tree. It expects an `Arc<Desk>` among its dependencies.
pub(super) fn tree() -> UpdateHandler<Infallible> {
    dptree::entry()
        .branch(Update::filter_message().endpoint(|desk, update| to(desk, update, Kind::Message)))
        .branch(
            Update::filter_edited_message()
                .endpoint(|desk, update| to(desk, update, Kind::EditedMessage)),
        )
        .branch(
            Update::filter_callback_query()
                .endpoint(|desk, update| to(desk, update, Kind::Callback)),
        )
        .branch(
            Update::filter_my_chat_member()
                .endpoint(|desk, update| to(desk, update, Kind::Membership)),
        )
        .branch(dptree::endpoint(|desk, update| to(desk, update, Kind::Other)))
}

async fn to(desk: Arc<Desk>, update: Update, kind: Kind) -> Result<(), Infallible> {
    desk.routed(update.id.0, kind).await;
    Ok(())
}
