# The access log: what was done with somebody's data; the question to who is silent; audit and prune.

journal = What was done with your data, the newest first:
    { $list }

    The log holds no values. Its entries are kept for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
    .voice = The log is shown in Telegram.
journal-empty = There are no entries yet. They are kept for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
    .voice = There are no entries yet.
journal-line = { $when } — { $action }, { $via }
    .voice = { $when }: { $action }
journal-line-counted = { $when } — { $action } ({ $count }), { $via }
    .voice = { $when }: { $action }
via-chat = chat
via-voice = speaker
via-service = the diary itself
via-operator = the server's owner
button-journal = Access log
button-journal-older = Earlier
button-journal-newest = To the newest

audit-stored = reading saved
audit-changed = reading changed
audit-removed = reading removed
audit-restored = removed reading brought back
audit-expired = readings erased, kept as long as they may be
audit-told = readings told
audit-history = diary by days shown
audit-statistics = statistics told
audit-week = home week shown
audit-exported = everything exported
audit-person-erased = diary of one person erased
audit-person-added = diary begun for somebody else
audit-target-set = target changed
audit-settings-changed = settings changed
audit-pin-changed = PIN changed
audit-week-changed = home week changed
audit-consent-given = consent given
audit-consent-withdrawn = consent withdrawn
audit-erasing-planned = erasing planned
audit-erasing-stopped = erasing stopped
audit-erased = everything erased
audit-code-issued = speaker's code issued
audit-speaker-asked = speaker gave the right code
audit-linked = speaker connected
audit-link-refused = speaker refused
audit-unlinked = speaker disconnected
audit-silence-asked = asked whether to keep the diary
audit-became-owner = became the bot's owner
audit-overviewed = owner looked at overall counts
audit-invitation-made = invitation made
audit-invitation-revoked = invitation revoked
audit-invitation-used = invitation used
audit-announcement-drafted = announcement written
audit-announcement-dropped = announcement dropped
audit-announcement-begun = announcement being sent
audit-announcement-ended = announcement sent
audit-wrong-pin = wrong PIN
audit-wrong-code = wrong speaker's code
audit-wrong-secret = refused webhook call (secret, signature or skill)
audit-stranger = stranger without an invitation
audit-pruned = old log entries removed
audit-backup-made = backup made
audit-backup-sent = backup sent to the owner's chat
audit-backup-restored = diary brought back from a backup
audit-rekeyed = key of the database changed

privacy-retention = But readings older than { $days ->
        [one] { $days } day
       *[other] { $days } days
    } are erased.
privacy-inactive = If you write nothing and say nothing to a speaker for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }, I ask in the chat whether to keep the diary. Without an answer I remind you after 14 days and erase it 15 days later. The number of the chat is kept so that I can ask. Who cannot be asked is not erased.
privacy-journal = Access log, /audit: what was done with your data and when, without the values; kept for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }. When the diary is erased, the entries stay, but nobody can tell any more whose they were.

silent-asked = You have not recorded anything for a long time: { $days ->
        [one] { $days } day
       *[other] { $days } days
    } or more. Shall I keep the diary? Any message from you keeps it. Without an answer I will remind you in two weeks, and everything will be erased { $when }.
    .voice = You have not recorded anything for a long time. Shall I keep the diary?
silent-reminded = Two weeks ago I asked whether to keep the diary: you have not recorded anything for { $days ->
        [one] { $days } day
       *[other] { $days } days
    } or more. If you write nothing, everything will be erased: { $when }.
    .voice = You have not recorded anything for a long time. If you say nothing, the diary will be erased.
silent-planned = Tomorrow the diary will be erased: { $when }. You have not recorded anything for { $days ->
        [one] { $days } day
       *[other] { $days } days
    } or more. Any message from you keeps it.
    .voice = Tomorrow the diary will be erased. If you say anything, it stays.
diary-stays = The diary stays. Send a reading, for example 120/80 75. To take everything: /export. To erase everything: /forget.
    .voice = The diary stays. Say a reading.
button-keep-diary = Keep the diary

audit-head-told = The end of the access log, { $when }:
    { $head }

    Keep this message: with it one can see whether the log was cut off. On the server: tonolog audit verify --head { $head }
    .voice = The end of the access log is shown in the chat.

audit-counts = What was done in { $days ->
        [one] { $days } day
       *[other] { $days } days
    } (days of UTC):
audit-nothing = Nothing was done in { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
audit-day = { $day }
audit-count = {"  "}{ $count } × { $action }
audit-whole = The log is whole. Entries: { $entries }.
audit-pruned-until = Entries up to { $seq } were removed, kept as long as they may be ({ $day }).
audit-heads-found = Compared with ends of the log kept elsewhere: { $found }.
audit-heads-older = The others are older than what is still kept: { $older }.
audit-head = The end of the log: { $head }
audit-missing = The log is broken: entry { $seq } is not there, and later ones are.
audit-altered = The log is broken: entry { $seq } was changed or moved.
audit-base-altered = The log is broken: the place that it begins at was changed.
audit-truncated = The log is broken: it was cut off. Entry { $seq } and those after it are gone, and a later end was kept elsewhere.
audit-replaced = The log is broken: entry { $seq } is not the one that was kept elsewhere.
audit-bad-head = After --head goes a file made by AUDIT_HEAD_PATH, or NUMBER:CODE as tonolog audit prints it.
audit-bad-days = After --days goes a whole number of days.
pruned = Removed. Readings kept too long: { $readings }. Removed readings: { $removed }. Log entries: { $entries }. Other passing things: { $passing }.
prune-in-use = The file { $path } is open in the tonolog service, which removes old things by itself every hour. To do it now, stop the service.
