# The speaker and the chat: one diary.

link-first = Please connect the speaker to a diary first.
    .voice = This is a private diary, and I do not know you yet. Open the bot in Telegram, send the command link, and tell me the code: a word and three digits.
how-to-link = The code is to be said to the speaker: ask Alice to open the skill and say the word and the three digits. A new code: /link
    .voice = Open the bot in Telegram, send the command link, and tell me the code: a word and three digits.
code = Code for the speaker: { $word } { $digits }

    Open the skill with Alice and say: “код { $word } { $digits }”. The code is good for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. Then I will ask here whether the speaker is yours.
    .voice = The code is in Telegram.
code-too-soon = The code is above. You can have another one in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
    .voice = The code is in Telegram already.
code-taken = The code is right. Please confirm in Telegram.
    .voice = The code is right. Now confirm in Telegram that this is your speaker, and say a reading.
code-wrong = That code does not fit.
    .voice = There is no such code, or it has run out. Send the bot the command link and tell me the new code: a word and three digits.
code-locked = Too many wrong codes. Please try later.
    .voice = Too many wrong codes. Please try again later.
already-linked = This speaker belongs to your diary already.
    .voice = This speaker belongs to your diary already.
linked-elsewhere = This speaker belongs to another diary. Disconnect it there first.
    .voice = This speaker belongs to another diary. Say unlink first.
speaker-asks = A speaker gave your code and asks to join your diary: to save readings and to read the last ones aloud. Is it your speaker?
    .voice = Please confirm in Telegram.
linked = Done, the speaker is connected. The diary is shared now.
    .voice = Done, the speaker is connected.
linked-moved = Done, the speaker is connected. The diary is shared now: { $moved ->
        [one] { $moved } reading
       *[other] { $moved } readings
    } came with it.
    .voice = Done, the speaker is connected.
linked-waits = Not everything that the speaker was told is clear, though: open the skill, and it will ask.
    .voice = Not everything that the speaker was told is clear, though: it will ask.
link-refused = All right, the speaker is not connected. The code is no longer good.
    .voice = All right, the speaker is not connected.
link-gone = This connection no longer waits for an answer. A new code: /link
    .voice = This connection no longer waits for an answer.
confirm-unlink = { $speakers ->
        [one] Disconnect the speaker?
       *[other] Disconnect { $speakers } speakers?
    } The readings stay here.
    .voice = Disconnect this speaker? The readings stay in Telegram. Say yes or no.
unlinked = The speaker is disconnected. The readings are still here.
    .voice = The speaker is disconnected. The readings are still in Telegram.
nothing-to-unlink = No speaker is connected. To connect one: /link
    .voice = This speaker is not connected to anything.
guessing = Somebody is guessing link codes. The guessing is stopped and the diaries are closed to it. If it was not you, check who knows the address of the skill.
    .voice = The guessing of codes is stopped.
