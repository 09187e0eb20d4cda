# Consent: one short text with a number. When its meaning changes, change the number in every
# language, and consent is asked for again. Its meaning is what is kept, what for, by whom, for how
# long and who sees it. To name one more example of the same (a timer, a home week: the number of the
# chat is needed to write what was asked for) does not change it.

consent-version = 2

consent = Hello. This is a blood-pressure diary: it saves your readings, finds them and shows them to you.

    Readings are health data. They are kept in an encrypted file by the owner of this bot so that you can come back to them; nobody else is shown them. Do you agree?
    .voice = This is a blood-pressure diary. I keep your readings in an encrypted file with the owner of this skill and show them to nobody. Do you agree? Say yes or no.
consent-held = Hello. This is a blood-pressure diary. { $held ->
        [one] Your reading is waiting
       *[other] Your { $held } readings are waiting
    } and will be saved as soon as you agree.

    Readings are health data. They are kept in an encrypted file by the owner of this bot so that you can come back to them; nobody else is shown them. Do you agree?
    .voice = I remember the reading and will save it once you agree. I keep readings in an encrypted file with the owner of this skill and show them to nobody. Do you agree? Say yes or no.
consent-more = What is kept: blood pressure, pulse, time, arm, position, the sign of an irregular heartbeat and your notes; the names of people whose diary you will keep; targets, thresholds, reminders, home weeks and settings, language and time zone; when you agreed. Instead of your Telegram number a fingerprint of it, from which the number cannot be told. The number of the chat itself is kept only while there is something to write to you: a speaker is connected, reminders or service messages are on, a home week or a timer is running, an erasing is to come; the bot owner's always is.
    Where: in one encrypted file on the server of this bot's owner.
    Who sees it: you and whoever uses your chat or a connected speaker. The owner of the server holds the key to the file and answers for it.
    How long: until you erase it. A wrong reading is removed by the button below it or by the word “undo”, the whole diary by /forget.
    Your rights: /privacy tells what is kept, /export hands it all to you, /consent withdraws your consent.
    What we cannot do: the chat stays in Telegram until you delete it there, and the owner's backup copies are not replaced at once.
    The diary makes no diagnosis and does not replace a doctor.
    .voice = Readings, times, notes, names of people in your diary, targets, reminders, language and time zone are kept in an encrypted file with the owner of this skill. The word undo removes a wrong reading; erase everything removes it all. Do you agree? Say yes or no.
declined = All right, nothing was kept. If you change your mind, send /start
    .voice = All right, nothing was kept. If you change your mind, just say a reading.

stranger = This is a private diary; its owner invites people.
    .voice = This is a private diary; its owner invites people.

languages = Which language shall we speak?
    .voice = Which language shall we speak?
language-set = All right, we speak English.
    .voice = All right, we speak English.

button-agree = I agree, open the diary
button-read-more = Tell me more
button-yes = Yes
button-no = No
button-undo = Undo
button-accept-speaker = Yes, it is my speaker
button-refuse-speaker = No, not mine

menu-last = the last reading
menu-help = how to use it
menu-link = connect a speaker
menu-unlink = disconnect the speaker
menu-language = language · язык
stale = That question is over. Send a reading or /help
    .voice = That question is over. Say a reading.
