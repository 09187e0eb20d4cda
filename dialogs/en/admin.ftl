# To the owner: counts, invitations, announcements. Nobody's data.

overview = Accounts: { $accounts }, people: { $people }
    Readings: { $readings }
    Speakers: { $speakers }
    Strangers who knocked: { $strangers }

    Incoming that wait: { $inbox }, the oldest { $inbox-age } s
    Outgoing that wait: { $outbox }, the oldest { $outbox-age } s
    Given up: { $dead }
    File: { $kib } KiB

    Get service messages: { $addressees }
    /invite Name — invite, /announce Text — announce
    .voice = This is shown in Telegram.
invited = Invitation “{ $label }”, for one person, good until: { $until }.
    https://t.me/{ $bot }?start={ $word }
    Forward the link to the one you invite. Only a fingerprint of it is kept here.
    .voice = This is shown in Telegram.
was-invited = The invitation “{ $label }” was made.
    .voice = This is shown in Telegram.
invitations = Invitations:
    { $list }

    Who has come in already stays.
    .voice = This is shown in Telegram.
invitations-none = There are no invitations. To make one: /invite Name
    .voice = This is shown in Telegram.
invitations-too-many = There are twenty invitations already. Remove some in /admin.
    .voice = This is shown in Telegram.
invitation-open = { $number } · { $label }: waits until { $until }
    .voice = This is shown in Telegram.
invitation-used = { $number } · { $label }: accepted
    .voice = This is shown in Telegram.
invitation-over = { $number } · { $label }: ran out { $until }
    .voice = This is shown in Telegram.
how-to-invite = Write for whom: /invite Name. You get a link for one person, good for seven days.
    .voice = This is shown in Telegram.
how-to-announce = Write the text: /announce The server moves tomorrow. I show it once more before it is sent.
    .voice = This is shown in Telegram.
announcement-too-long = Too long: there is room for three thousand characters.
    .voice = This is shown in Telegram.
ask-announce = Send it? Addressees: { $addressees }.

    { $text }
    .voice = This is shown in Telegram.
announcing = Sending: { $posted } of { $addressees }.
    .voice = This is shown in Telegram.
announced = Sent: { $posted } of { $addressees }.
    .voice = This is shown in Telegram.
announcement-dropped = The announcement was not sent.
    .voice = This is shown in Telegram.
announcement-gone = This announcement was sent or dropped before.
    .voice = This is shown in Telegram.
notice = A message from the bot's owner:

    { $text }

    To get no such messages: /notices
    .voice = This is shown in Telegram.

button-refresh = Refresh
button-invitations = Invitations
button-revoke = remove
button-send = Send
button-drop = Do not send
