# Reminders in the chat: the list with its buttons.

board-list = Reminders are on:
    { $list }
board-none = Reminders are off.
board-off = Switched off: { $list }
board-paused = Paused until { $date }.
board-quiet = Quiet hours: from { $from } to { $to }; I do not write then.
board-week = A home week is running: it reminds you itself meanwhile.
board-zone = Time: { $zone }. If you have measured already, I keep silent.
remind-ask-time = When shall I remind you? For example: at 7:30 on weekdays; at 8 and at 20; morning and evening.
remind-ask-time-again = I did not understand the time. For example: at 7:30 on weekdays; at 8 and at 20; morning and evening.
remind-ask-quiet = In which hours shall I be quiet? For example: from 22 to 7.
remind-ask-quiet-again = I did not understand the hours. For example: from 22 to 7.
remind-snoozed = All right, I will remind you at { $time }.
remind-silent = All right, no more reminders today.
remind-gone = That reminder is gone, or switched off.
remind-too-many = There are as many reminders as there can be. Please delete some.
label-reminder-on = Switch on { $time }
label-reminder-off = Switch off { $time }
label-reminder-drop = Delete { $time }
button-remind-show = To the list
button-remind-add = Add a time
button-remind-pair = Morning and evening
button-remind-pause = Pause for a week
button-remind-resume = End the pause
button-remind-quiet = Quiet hours
button-remind-loud = No quiet hours
button-remind-snooze = In 30 minutes
button-remind-today = Not today

menu-reminders = reminders
