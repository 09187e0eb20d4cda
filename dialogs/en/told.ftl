# What is stored: answers to requests to show, count and average; the target; reminders.

# How the conversation may go on; the words change from time to time.
next-kept = Next: /last · /help
    .voice = { $turn ->
        [0] If that is wrong, say: undo.
        [1] Did I mishear? Say: correct it.
        [2] You can add: left arm, sitting.
        [3] You can also ask: average for a week.
       *[4] The word undo removes a mistake.
    }
next-told = Next: send a reading or /help
    .voice = { $turn ->
        [0] You can say a new reading.
        [1] Say repeat if you missed it.
        [2] You can ask: average for a week.
        [3] Anything else? For example: what was yesterday.
       *[4] You can say: help me measure.
    }
next-record = Send a reading such as 120/80 75.
    .voice = { $turn ->
        [0] You can say a reading.
        [1] Say a reading when you have measured.
        [2] You can say: help me measure.
        [3] Say a reading, or ask: last reading.
       *[4] I am waiting for a reading or a question.
    }

told-line = { $reading } · { $when }
    .voice = { $reading }, { $when }
    .screen = { $reading } · { $when }
recent = Last readings:
    { $list }
    .voice = Last readings: { $list }.
recent-header = Last readings
readings = { $over }:
    { $list }
    .voice = { $over }: { $list }.
readings-more = And { $more ->
        [one] { $more } reading
       *[other] { $more } readings
    } before that.
readings-many = { $over }: { $counted ->
        [one] { $count } reading
       *[other] { $count } readings
    }. The last one: { $newest }
    .voice = { $over } there are { $count } readings. The last one: { $newest }.
mean = Average { $over }: { $reading }
    { $counted ->
        [one] { $count } reading
       *[other] { $count } readings
    }
    .voice = Average { $over }: { $reading }. Readings: { $count }.
mean-morning = Mornings: { $reading } ({ $counted })
    .voice = In the morning { $reading }.
mean-evening = Evenings: { $reading } ({ $counted })
    .voice = In the evening { $reading }.
count = { $over }: { $counted ->
        [0] no readings
        [one] { $count } reading
       *[other] { $count } readings
    }.
    .voice = { $counted ->
        [0] No readings { $over }.
       *[other] Readings { $over }: { $count }.
    }
ahead = That time has not come yet.
nothing-in = No readings { $over }. Send one, such as 120/80 75.
    .voice = No readings { $over }.

over-week = for a week
over-month = for a month
over-this-week = this week
over-previous-week = last week
over-this-month = this month
over-previous-month = last month
over-today = today
over-yesterday = yesterday
over-days = { $counted ->
        [one] for { $days } day
       *[other] for { $days } days
    }
over-between = from { $from } to { $to }
over-part = { $day } { $part }
part-morning = in the morning
part-daytime = in the afternoon
part-evening = in the evening
part-night = at night

target = Target: { $target }
    .voice = Target: { $target }.
target-set = Target saved: { $target }
    .voice = Target saved: { $target }.
target-none = There is no target. If your doctor named one, send: my target is 130/80.
    .voice = There is no target. If your doctor named one, say: my target is one hundred thirty over eighty.
no-target = I cannot save such a target. Send two numbers as your doctor named them, such as: my target is 130/80.
    .voice = I cannot save such a target. Say two numbers as your doctor named them, such as: my target is one hundred thirty over eighty.

button-measure = Measure with help
button-week = Average for a week
button-today = Readings of today
button-target = My target
button-people = Family diaries
button-link = Connect a speaker
button-unlink = Disconnect the speakers
button-recent = Last readings
button-help = Help
