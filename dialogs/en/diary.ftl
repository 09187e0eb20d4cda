# The diary: what is answered to readings and requests.
# A message's value is for the chat; .voice is for a speaker (digits on its screen, words aloud).

greeting = Hello, I am here. Send a reading such as 120/80 75. All commands: /help
    .voice = The pressure diary is listening. Say a reading, such as one hundred twenty over eighty, pulse seventy five. Or say: last reading.

kept = Saved: { $reading }
    { $when }
    .voice = Saved: { $reading }, { $when }. If that is wrong, say: undo.
kept-several = Saved:
    { $list }
    .voice = Saved: { $list }. If the last one is wrong, say: undo.
kept-many = Saved: { $count ->
        [one] { $count } reading
       *[other] { $count } readings
    }.
kept-line = { $reading } · { $when }
    .voice = { $reading }
kept-welcome = Thank you, your diary is open.
    .voice = Thank you, your diary is open.
kept-welcome-empty = Thank you, your diary is open. Send a reading such as 120/80 75.
    .voice = Thank you, your diary is open. Say a reading, such as one hundred twenty over eighty, pulse seventy five.

amended = Corrected: { $reading }
    { $when }
    .voice = Corrected: { $reading }, { $when }.
session = Mean of { $count } in a row: { $reading }
    .voice = The mean of { $count } readings: { $reading }.
missing-diastolic = Upper { $value }. And the lower one?
    .voice = Upper { $value }. And the lower one?
missing-systolic = Lower { $value }. And the upper one?
    .voice = Lower { $value }. And the upper one?
missing-pair = Pulse { $value }. And the pressure, upper and lower?
    .voice = Pulse { $value }. And the pressure, upper and lower?
missing-again = A number is missing. Send them together, such as 120/80 75.
    .voice = A number is missing. Say them together, such as one hundred twenty over eighty.
which = I am not sure that I understood the numbers, and saved nothing. Send them like this: 120/80 75.
    .voice = I am not sure that I heard the numbers, and saved nothing. Say them again, such as one hundred twenty over eighty, pulse seventy.
not-yet = That time has not come yet, so nothing was saved. Send the reading with a time in the past, such as yesterday 21:30 120/80.
    .voice = That time has not come yet, so nothing was saved. Say the reading with a time in the past.
fix-how = Now it says { $reading }. What is right? Send the right numbers.
    .voice = Now it says { $reading }. What is right?

ask-meant = Did you mean { $reading }?
    .voice = I understood { $reading }. Is that right?
ask-context = Save { $reading } to your diary?
    .voice = Save { $reading } to your diary?
ask-swapped = Upper { $systolic }, lower { $diastolic }: is that right?
    .voice = Upper { $systolic }, lower { $diastolic }. Is that right?
ask-repeated = { $reading } was saved just now. Is this another measurement?
    .voice = { $reading } was saved just now. Is this another measurement?
ask-systolic = Please check the upper number: { $reading }. Save it?
    .voice = I heard { $reading }. Is that right?
ask-diastolic = Please check the lower number: { $reading }. Save it?
    .voice = I heard { $reading }. Is that right?
ask-pulse = Please check the pulse: { $reading }. Save it?
    .voice = I heard { $reading }. Is that right?
ask-gap = Please check both numbers: { $reading }. Save it?
    .voice = I heard { $reading }. Is that right?
ask-jump = { $reading } is quite different from your usual readings. Save it?
    .voice = I heard { $reading }. Is that right?
ask-several = Please check:
    { $list }
    Save all of them?
    .voice = I heard { $list }. Is all of that right?

very-high = This is not below 180/110. Is there chest pain, shortness of breath, weakness or numbness, trouble speaking or seeing, a severe headache, confusion?
    If so, call 112 or your emergency number now; do not wait for another measurement.
    If not, sit quietly for 5 minutes and measure again.
    The diary makes no diagnosis and does not replace a doctor.
    .voice = If you feel unwell, call one one two or your emergency number.

rejected-systolic = The upper pressure is between { $least } and { $most }. Nothing was saved. Please check the number and send the reading again, such as 120/80 75.
    .voice = The upper pressure is between { $least } and { $most }. Nothing was saved. Please say the reading again.
rejected-diastolic = The lower pressure is between { $least } and { $most }. Nothing was saved. Please check the number and send the reading again, such as 120/80 75.
    .voice = The lower pressure is between { $least } and { $most }. Nothing was saved. Please say the reading again.
rejected-pulse = The pulse is between { $least } and { $most }. Nothing was saved. Please check the number and send the reading again, such as 120/80 75.
    .voice = The pulse is between { $least } and { $most }. Nothing was saved. Please say the reading again.
rejected-not-above = The upper number has to be above the lower one. Nothing was saved. Please send the reading again, such as 120/80 75.
    .voice = The upper number has to be above the lower one. Nothing was saved. Please say the reading again.

not-kept = All right, not saved. Send the right numbers when you are ready.
    .voice = All right, not saved. Please say the right numbers.

last = Last: { $reading }
    { $when }
    .voice = Last: { $reading }, { $when }. You can say a new reading.
last-none = Nothing is saved yet. Send a first reading, such as 120/80 75.
    .voice = Nothing is saved yet. Say a reading, such as one hundred twenty over eighty.

confirm-undo = Remove { $reading }, { $when }?
    .voice = Remove { $reading }, { $when }?
undone = Removed: { $reading }, { $when }.
    .voice = Removed: { $reading }. You can say a new reading.
already-undone = That reading is gone already.
    .voice = That reading is gone already. You can say a new one.
nothing-to-undo = There is nothing to remove: no readings yet.
    .voice = There is nothing to remove: no readings yet. Please say one.
stays = All right, it stays as it is.
    .voice = All right, it stays as it is. You can say a reading.

help = How to use it:
    Send a reading: 120/80 75 or “pressure 120 over 80 pulse 75”, and it is saved.

    /last — the last reading
    /link — a code to connect an Alice speaker
    /unlink — disconnect the speaker
    /language — language
    /help — this text
    “undo” — remove the last reading
    .voice = These are all commands. To save, say: pressure one hundred twenty over eighty, pulse seventy five. Say last reading, and I read it out. Say undo, and I remove the last one. Say code and the words of the code, and I connect this speaker to your diary in Telegram. Say unlink, and I disconnect it. Say what can you do for a short answer. Say stop to end. What shall we do?
abilities = I save blood pressure and pulse, show the last reading and remove a wrong one. Send a reading such as 120/80 75. All commands: /help
    .voice = I save blood pressure and pulse, remember the last reading and remove a wrong one. Say a reading, or say: help.
bye = Good-bye. Your readings stay here.
    .voice = Good-bye.

hint = I did not understand. Send a reading such as 120/80 75.
    .voice = I did not understand. Say the upper and the lower pressure, such as one hundred twenty over eighty.
hint-full = I still do not understand. Two numbers are needed, the upper and the lower one, and the pulse if you know it: 120/80 75. All commands: /help
    .voice = I still do not understand. Say: pressure one hundred twenty over eighty, pulse seventy five. Or: last reading. Or: help. To end, say: stop.

wordless = I understand text only. Write a reading such as 120/80 75.
    .voice = Say a reading, or say: help.
edited = I cannot tell which reading to correct. Send the right numbers with the words “change it to 120/80”.
    .voice = Please say the reading again.
group = A diary is a private matter: please write to me in a private chat.
    .voice = Say a reading, or say: help.

sorry = Something went wrong, and I am not sure that everything was saved. Please check: /last
    .voice = Something went wrong. To check what was saved, say: last reading.
try-again = Too many requests at this moment; nothing was saved. Please send it again.
    .voice = A little slower, please: nothing was saved. Say it again in a minute.
slow = I am slow to answer and not sure that everything was saved. Please check: /last
    .voice = I was too slow and cannot say that it is saved. To check, say: last reading.

# Readings and times

reading = { $systolic }/{ $diastolic }
    .voice = { $systolic } over { $diastolic }
reading-with-pulse = { $systolic }/{ $diastolic }, pulse { $pulse }
    .voice = { $systolic } over { $diastolic }, pulse { $pulse }

when-approximate = { $when } (about)
    .voice = { $when }, about
arm-left = left arm
arm-right = right arm
position-sitting = sitting
position-lying = lying
position-standing = standing
irregular = irregular heartbeat sign
when-today = today at { $time }
when-yesterday = yesterday at { $time }
when-day = { $day } { $month } at { $time }
when-year = { $day } { $month } { $year } at { $time }
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
time-full-hour = { $hour } { $hours ->
    [one] o'clock
   *[other] o'clock
}
time-early = { $hour } oh { $minute }
time = { $hour } { $minute }
