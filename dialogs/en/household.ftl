# Several people, a speaker they share, the end of a diary.

of-person = { $name }. { $text }
whose-is-of = { $list }. { $question }
whose-is = Whose reading is it: mine, { $names }?
    .voice = Whose reading is it? Say mine, or a name: { $names }.
one-by-one = Please ask about one person at a time.
    .voice = Please say it for one person at a time.
one-each = These are readings of several people, and I have saved nothing. Please send them one by one, each with its name.
    .voice = These are readings of several people, and I have saved nothing. Please tell me them one by one, each with its name.
remember-offer = Keep saving here?
    .voice = Shall I keep saving here while we talk?
remembered = All right, until we are done I save here: { $name }.
remembered-mine = All right, until we are done I save for you.
ask-add = There is no such diary yet: { $name }. Begin it?
    .voice = There is no such diary yet: { $name }. Begin it?
ask-add-with = There is no diary called { $name } yet. Begin it and save { $reading } there?
    .voice = There is no such diary yet: { $name }. Begin it and save { $reading } there?
added = Done, now there is a diary: { $name }. To save there, say the name with the reading.
too-many-people = There are as many diaries as there can be: eight people.
    .voice = There are eight diaries already, no more can be begun. Say a reading.
whose-linked = This is your diary, shared with Telegram.
    .voice = This is your diary, shared with Telegram.
whose-alone = This is your diary.
    .voice = This is your diary; it is on this speaker only.
whose-people = Besides you: { $names }.
write-only = This speaker only saves readings.
    .voice = This speaker only saves readings and reads nothing out. Say a reading.
speakers = Your speakers:
    { $list }

    A speaker that only saves reads nothing out.
    .voice = Speakers are set up in Telegram.
speaker-open = { $number }. Connected { $since }
speaker-hushed = { $number }. Connected { $since }, only saves

confirm-erase = Erase the whole diary: all readings, all people and the connected speakers?
    .voice = Erase the whole diary, all readings and all people?
confirm-erase-sure = Really erase everything? “Yes” — after 24 hours, until then you can change your mind. “Now” — at once, and it cannot be brought back.
    .voice = Really erase everything? If yes, I erase it after a day, and until then you can change your mind. To erase at once, say: now.
erase-in-chat = Please confirm in Telegram.
    .voice = I have asked in Telegram. Confirm there, and everything will be erased. Until then all is in place, and you can say a reading.
erase-asked = A speaker asks to erase the whole diary: all readings, all people and the connected speakers. “Yes” — after 24 hours, until then you can change your mind. Erase?
    .voice = Please confirm in Telegram.
erased = The diary is erased. Nothing about you is kept here any more. What is out of the diary's reach stays: this chat in Telegram until you delete it, and the server owner's backup copies until newer ones replace them (one in the owner's chat: until it is deleted there). To begin again: /start
    .voice = The diary is erased, nothing about you is kept here any more. To begin again, say a reading.

care = I only keep a diary of blood pressure and cannot help otherwise. If you feel unwell, call { $emergency }.
    .voice = I only keep a diary of blood pressure and cannot help otherwise. If you feel unwell, call { $emergency }.
noted = Noted. { $question }
please = Please answer with one word. { $question }
    .voice = I did not hear the answer. { $question } Just yes or no will do.

button-mine = Mine
button-hush = Let it only save
button-unhush = Let it read out too
button-erase = Yes, erase all
button-keep = No, keep it
menu-speakers = my speakers
menu-erase = erase the whole diary

part-ask = Erase the diary “{ $name }”: all its readings, its target and settings? The other diaries stay.
part-ask-sure = Erase the diary “{ $name }” for certain? “Yes” — in 24 hours, until then you can change your mind. “Now” — at once, it cannot be brought back.
part-leaving = The diary “{ $name }” will be erased: { $when }. Until then it is closed, and you can still change your mind. The other diaries stay.

    What stays is out of the diary's reach: the chat in Telegram until you delete it, and the backup copies of the server's owner until they are replaced by new ones (one that the bot has sent to the owner's chat: until it is deleted there).
    .voice = The diary { $name } will be erased: { $when }. Until then it is closed. You can change your mind in Telegram.
part-leaving-still = The diary “{ $name }” is closed: it will be erased { $when }.
    .voice = The diary { $name } is closed: it will be erased { $when }. You can keep it in Telegram. Say a reading for somebody else, or say: help.
part-stays = The diary “{ $name }” stays, everything is in its place.
    .voice = The diary { $name } stays, everything is in its place. Say a reading.
part-gone = The diary “{ $name }” is erased. It stays in the backup copies of the server's owner until they are replaced, and in the chat until you delete it there.

button-part = Erase the diary
label-part = Erase the diary: { $name }
button-part-stop = Keep the diary
