# The diary: what is answered to readings and requests.
# A message's value is for the chat; .voice is for a speaker (digits on its screen, words aloud).

greeting = Hello, I am here. Send a reading such as 120/80 75. All commands: /help
    .voice = The pressure diary is listening. Say a reading, such as one hundred twenty over eighty, pulse seventy five. Or say: last reading.

kept = Saved: { $reading }
    { $when }
    .voice = Saved: { $reading }, { $when }.
    .screen = Saved: { $reading } · { $when }.
kept-several = Saved:
    { $list }
    .voice = Saved: { $list }.
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
    .screen = Corrected: { $reading } · { $when }.
session = Mean of { $count } in a row: { $reading }
    .voice = The mean of { $count ->
        [2] two
        [3] three
        [4] four
       *[other] { $count }
    } readings: { $reading }.
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
ask-context = Save { $reading } to the diary?
    .voice = Save { $reading } to the diary?
ask-owner = Move { $reading } to this diary?
    .voice = Move { $reading } to this diary?
ask-owner-own = Move { $reading } to your diary?
    .voice = Move { $reading } to your diary?
ask-context-own = Save { $reading } to your diary?
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

very-high = This is not below { $line }. Is there chest pain, shortness of breath, weakness or numbness, trouble speaking or seeing, a severe headache, confusion?
    If so, call { $emergency } now; do not wait for another measurement.
    If not, sit quietly for 5 minutes and measure again.
    The diary makes no diagnosis and does not replace a doctor.
    .voice = If you feel unwell, call { $emergency }.

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
    .voice = Last: { $reading }, { $when }.
    .screen = Last: { $reading } · { $when }.
last-none = Nothing is saved yet. Send a first reading, such as 120/80 75.
    .voice = Nothing is saved yet.

confirm-undo = Remove { $reading }, { $when }?
    .voice = Remove { $reading }, { $when }?
undone = Removed: { $reading }, { $when }.
    It can be brought back within 24 hours.
    .voice = Removed: { $reading }.
already-undone = That reading is gone already.
    .voice = That reading is gone already.
nothing-to-undo = There is nothing to remove: no readings yet. Send one, such as 120/80 75.
    .voice = There is nothing to remove: no readings yet.
stays = All right, it stays as it is.
    .voice = All right, it stays as it is.

help = How to use it:
    Send a reading: 120/80 75 or “pressure 120 over 80 pulse 75”, and it is saved.
    “help me measure” — measuring with help
    “what was yesterday”, “show me the week” — readings
    “average for a week” — the mean, mornings and evenings apart if you like
    “how many readings this month” — how many there were
    “statistics”, “statistics from 1 to 15 October” — mornings and evenings, range, threshold
    “my target is 130/80” — save a target; “my target” shows it
    “record 150 over 90 for mom” — somebody else's diary
    “turn on reminders” — morning and evening
    “undo” — remove the last reading; “correct it” — change it

    /record — record step by step
    /last — the last reading
    /today — readings of today
    /history — readings by days; “12 May” shows that day
    /settings — time zone, threshold, units
    /menu — show or hide the buttons
    /week — the home week
    /reminders — reminders
    /link — a code to connect an Alice speaker
    /speakers — my speakers
    /people — family diaries; “erase mum's diary” — erase one of them
    /unlink — disconnect the speaker
    /language — language
    /pin — a PIN for this chat
    /privacy — what is kept about you
    /export — export my data
    /forget — erase everything
    /help — this text
    .voice = To save, say: pressure one hundred twenty over eighty, pulse seventy. Say help me measure, and we measure together. Say last reading, or what was yesterday, and I read it out. Say average for a week, and I work it out. Say how many readings, and I count them. Say my target, and I tell it. Say correct it or undo, and I change or remove the last one. Say record for mom, and I keep her diary too. Say whose diary is this, and I tell you. Say turn on reminders, and I write to you in Telegram. Say link account or unlink for this speaker and Telegram. Say repeat to hear it again. Say erase everything to erase the diary. Say what can you do for a short answer. Say stop to end. What shall we do?
abilities = I save blood pressure and pulse, help to measure, show readings and means, and keep the diaries of your family. Send a reading such as 120/80 75. All commands: /help
    .voice = I save blood pressure and pulse, help to measure, read out readings and means, and keep the diaries of your family. Say a reading, or say: help.
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
when = { $day } at { $time }
day-today = today
day-yesterday = yesterday
on-day = on { $day }
day-date = { $day } { $month }
day-year = { $day } { $month } { $year }
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
