# Reminders: they come to the chat; they can be switched on and off by voice as well.

remind = It is time to measure. Sit quietly for five minutes, then send the reading, for example: 120/80 75.
    .voice = It is time to measure.
remind-brief = It is time to measure.
reminders-on = Reminders are on:
    { $list }
    .voice = Reminders are on: { $list }.
reminders-many = Reminders are on: { $count } a day.
reminders-line = { $time }
    .voice = at { $time }
reminders-line-days = { $time } · { $days }
    .voice = at { $time } { $days }
reminders-here = They come here. If you have measured already, I keep silent.
    .voice = They come to Telegram.
reminders-unreachable = They will come to the chat with the bot. Write any word there, so that I know which chat it is.
    .voice = They will come to Telegram. Write any word to the bot there, so that I know which chat it is.
reminders-off = Reminders are off.
reminders-no-chat = Reminders come to the chat with the bot in Telegram. Please connect the speaker to it first.
    .voice = Reminders come to Telegram. First open the bot there, send the command link and tell me the code.

days-work = Mon–Fri
    .voice = on weekdays
days-weekend = Sat, Sun
    .voice = on weekends
weekday = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
    .voice = { $day ->
    [1] on Mondays
    [2] on Tuesdays
    [3] on Wednesdays
    [4] on Thursdays
    [5] on Fridays
    [6] on Saturdays
   *[7] on Sundays
}
