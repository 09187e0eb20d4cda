# One's own data: what is kept, the export, the consent, erasing, a tidy chat.

privacy = What is kept, and where.

    In one encrypted file on the server of this bot's owner: blood pressure, pulse, time, arm, position, the sign of an irregular heartbeat and your notes; the names of people whose diary you keep; targets, thresholds, reminders, home weeks and settings; language and time zone; the hash of a PIN, if there is one; when you agreed and when you connected speakers. It is kept until you erase it.
    Instead of your Telegram number and the numbers of speakers and messages there are fingerprints from which the number cannot be told. The number of the chat itself is kept only while I have something to write to you: a speaker, reminders, a home week, a timer, service messages, an erasing to come, a forgotten PIN that goes; the bot owner's always is.
    For a short time: a removed reading for a day, so that it can be brought back; a message you send until it is answered, an answer until it is delivered; copies of answers, so as not to answer twice, for three days; a speaker's code, wrong tries, and readings that wait for your consent for a day. If you block the bot, the fingerprint of the chat is kept until you write again.
    Who sees it: you and whoever uses your chat or your speaker. The owner of the server holds the key to the file and answers for it; reports show the owner numbers only, no names and no readings. Nothing is passed on to anybody else.
    Telegram keeps the chat, and Yandex what is said to a speaker, by their own rules; the diary has no hand in that.
    The owner's backup copies keep what was erased until newer ones replace them. A copy that the bot sends to the owner's chat, where the owner has set it so, stays in Telegram until it is deleted there; without the owner's key nobody can read it.

    Correct a reading: open it in /history. Take everything: /export. Erase everything: /forget, the diary of one person: /people. Your consent: /consent.
    .voice = Readings, times, notes, names of people, targets and reminders are kept in an encrypted file on the server of this skill's owner until you erase them. Instead of your number there is a fingerprint of it. You see them, and whoever uses this speaker or your chat. To take everything, say: export my data. To erase it, say: erase everything. The details are in Telegram. Say a reading, or say: help.
privacy-tidy = Your messages with readings are removed from the chat; one card stays, and its number is kept.
    .voice = Your messages with readings are removed from the chat.
privacy-untidy = Your messages with readings stay in the chat.
    .voice = Your messages with readings stay in the chat.
privacy-notices = Service messages from the bot's owner come.
    .voice = Service messages come.
privacy-no-notices = Service messages from the bot's owner do not come.
    .voice = Service messages do not come.

export = Everything that is kept about you and your people. The file is not encrypted: take care of it.
    .voice = The file comes in Telegram.
export-comes = The file will come in Telegram.
    .voice = The file with all readings will come in Telegram. Anything else?
privacy-in-chat = This is done in Telegram: /privacy
    .voice = This is done in Telegram, in your diary. Write there: privacy. Here you can say a reading.
privacy-no-chat = This needs Telegram: connect the speaker to a chat.
    .voice = This needs Telegram. Say: link account, and I will tell you how to connect. Or say a reading.

consents-stand = Your consents:
    { $list }

    The last one stands. You can withdraw it at any time.
    .voice = Your consents are shown in Telegram.
consents-fallen = Your consents:
    { $list }

    At the moment none stands: I save nothing and send nothing.
    .voice = Your consents are shown in Telegram.
consent-given-chat = { $when }: agreed, version { $version }, in the chat
    .voice = { $when }: agreed
consent-given-voice = { $when }: agreed, version { $version }, at a speaker
    .voice = { $when }: agreed
consent-taken-chat = { $when }: withdrawn, version { $version }, in the chat
    .voice = { $when }: withdrawn
consent-taken-voice = { $when }: withdrawn, version { $version }, at a speaker
    .voice = { $when }: withdrawn
withdrawn = Your consent is withdrawn. I save nothing more and remind you of nothing until you agree again. What was saved stays where it is: take it (/export) or erase it (/forget).
    .voice = Your consent is withdrawn. I save nothing more and remind you of nothing until you agree again. What was saved stays; to erase it, say: erase everything.

leaving = Everything will be erased: { $when }. Until then the diary is closed, and you can still change your mind: “stop erasing”.

    All that is here about you and your people goes. What stays is out of the diary's reach: the chat in Telegram until you delete it, and the server owner's backup copies until newer ones replace them (one that the bot has sent to the owner's chat: until it is deleted there).
    .voice = Everything will be erased: { $when }. Until then the diary is closed. To change your mind, say: stop erasing. What stays is outside the diary: the chat in Telegram, and backup copies until they are replaced.
leaving-still = The diary is closed: it will be erased { $when }. To keep it, write “stop erasing”.
    .voice = The diary is closed, it will be erased { $when }. To keep it, say: stop erasing.
erasing-stopped = Nothing will be erased, all is in place. Send a reading, for example 120/80 75.
    .voice = Nothing will be erased, all is in place. Say a reading.
not-leaving = Nothing is going to be erased, so there is nothing to stop.
    .voice = Nothing is going to be erased, so there is nothing to stop. Say a reading.

tidy-on = All right: I remove messages with readings as soon as they are saved, and keep one card. So little stays in Telegram's cloud.
    .voice = Messages in the chat will be removed.
tidy-off = All right: your messages stay in the chat.
    .voice = Your messages stay in the chat.
notices-on = All right: service messages from the bot's owner will come here.
    .voice = Service messages will come.
notices-off = Service messages do not come.
    .voice = Service messages do not come.

card-moved = The card is below now.

button-export = Export my data
button-consents = My consent
button-withdraw = Withdraw consent
button-erase-diary = Erase everything
button-erase-now = Erase right now
button-stop-erasing = Stop erasing
button-tidy = Remove my messages
button-untidy = Keep my messages
button-notices = Get service messages
button-no-notices = No service messages
menu-privacy = what is kept about you
menu-export = export my data
menu-forget = erase everything
