# The PIN of a chat, and what is told at other doors.

pin-none = There is no PIN.

    With one, looking back, statistics, the result of a home week, the export, connecting speakers, erasing and settings wait for it in this chat. Readings can be sent at any time. What already stands in the chat is not hidden by a PIN, and a speaker does not ask for it: to make one tell nothing, open /speakers.
    .voice = There is no PIN.
pin-there = There is a PIN: it is needed to look back, to export, to connect, to erase and to change settings. Once given it holds for ten minutes. Readings can be sent without it.
    .voice = There is a PIN.
pin-goes = The PIN is said to be forgotten and goes: { $when }. If that was not you, tap “Keep it” or type it.
    .voice = The PIN goes: { $when }.
pin-ask = Please type the PIN. I remove the message with it at once. A reading can be sent without it: 120/80.
    .voice = Please type the PIN in Telegram.
pin-ask-old = First type the present PIN, please. I remove the message with it at once.
    .voice = First type the present PIN in Telegram.
pin-ask-new = Choose a PIN: 4 to 8 digits. I remove the message with it at once.
    .voice = Choose a PIN and type it in Telegram.
pin-ask-again = Type this PIN once more, please.
    .voice = Type the PIN once more in Telegram.
pin-form = I am waiting for a PIN: 4 to 8 digits. To leave it, write “cancel”.
    .voice = I am waiting for a PIN in Telegram.
pin-reading = I am waiting for a PIN, and this looks like a reading: it is not saved. Send it with a slash, for example 120/80. Or type the PIN without spaces.
    .voice = I am waiting for a PIN in Telegram.
pin-wrong = The PIN is wrong. { $left ->
        [one] { $left } try is left
       *[other] { $left } tries are left
    }. A reading can be sent without it: 120/80.
    .voice = The PIN is wrong.
pin-locked = A wrong PIN was typed five times. It can be typed again: { $when }. Readings are saved as always.
    .voice = A wrong PIN was typed five times. It can be typed again: { $when }.
pin-open = The PIN is right. I will not ask for ten minutes.
    .voice = The PIN is right.
pin-closed = Closed: the PIN is needed again.
    .voice = Closed: the PIN is needed again.
pin-given-up = All right, it stays closed. A reading can be sent as it is: 120/80.
    .voice = All right, it stays closed. Say a reading.
pin-weak = Anybody would try this PIN first. Choose another one: 4 to 8 digits, not the same and not in a row.
    .voice = Anybody would try this PIN first. Choose another one.
pin-differ = They differ. Choose a PIN and type it anew: 4 to 8 digits.
    .voice = They differ. Type the PIN anew.
pin-kept = The PIN is set. In ten minutes I will ask for it when it is needed; to close before that: /pin
    .voice = The PIN is set.
pin-changed = The PIN is changed.
    .voice = The PIN is changed.
pin-removed = The PIN is removed: everything in this chat is open again.
    .voice = The PIN is removed.
pin-forgetting = The PIN goes: { $when }. The day is there so that the holder of the diary can object; until then the PIN holds. Readings can be sent.
    .voice = The PIN goes: { $when }.
pin-remembered = The PIN stays.
    .voice = The PIN stays.
pin-forgotten = The day is over: the PIN is removed, and everything in this chat is open again. To set a new one: /pin
    .voice = The PIN is removed.
pin-in-chat = A PIN is for the chat: /pin
    .voice = There can be a PIN in Telegram, here none is needed. To make the speaker tell nothing, write in the chat: speakers. Here you can say a reading.
pin-kept-back = The home week is over. Its result comes after the PIN.
    .voice = The home week is over.
pin-nothing-kept = This result was shown already.
    .voice = This result was shown already.

button-pin-set = Set a PIN
button-pin-change = Change the PIN
button-pin-remove = Remove the PIN
button-pin-close = Close now
button-pin-forgot = I do not remember it
button-pin-remember = Keep it
button-pin-cancel = Cancel
button-pin-kept = Show the result
button-set-pin = PIN
menu-pin = a PIN for this chat

# What was done at another door.
notice-linked = A speaker was connected to the diary. If that was not you: /speakers
    .voice = One more speaker was connected to the diary.
notice-unlinked = A speaker was disconnected from the diary: it was told to. To connect one again: /link
    .voice = A speaker was disconnected from the diary.
notice-exported = A copy of everything in the diary was asked for.
    .voice = A copy of everything in the diary was asked for.
notice-pin-set = A PIN was set in the chat.
    .voice = A PIN was set in the chat.
notice-pin-changed = The PIN was changed in the chat.
    .voice = The PIN was changed in the chat.
notice-pin-removed = The PIN was removed in the chat.
    .voice = The PIN was removed in the chat.
notice-pin-forgotten = Somebody in the chat asked to remove the PIN because it is forgotten.
    .voice = Somebody in the chat asked to remove the PIN because it is forgotten.
notice-pin-locked = A wrong PIN was typed five times in the chat.
    .voice = A wrong PIN was typed five times in the chat.
notice-withdrawn = The consent to keep the diary was withdrawn.
    .voice = The consent to keep the diary was withdrawn.
notice-leaving = Somebody asked to erase the diary.
    .voice = Somebody asked to erase the diary.
