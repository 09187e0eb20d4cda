# Readings by days, one reading and what can be done to it. All of this is for the chat only.

history-title = Readings, the newest first
history-title-own = Your readings, the newest first
history-line = { $number }. { $time } · { $reading }
history-has-note = with a note
history-hint = A number opens its reading.
history-others = There are other diaries: { $names }. Write, for instance: history { $name }
history-none-today = No readings today. Send one, such as 120/80 75.
history-none-on = No readings { $day }. You can add them like this: { $example } 9:00 120/80.

history-card = { $reading }
    { $when }
history-more = { $reading }
    { $when }

    Mark what applies.
history-moved = Time corrected: { $reading }
    { $when }
history-noted = Note saved: { $reading }
    { $when }
history-unnoted = Note removed: { $reading }
    { $when }
history-restored = Brought back: { $reading }
    { $when }
history-gone = That reading is gone already.

history-ask-time = Now it says: { $reading }, { $when }.
    When was it taken? Write, for instance: yesterday 21:30.
history-ask-time-again = I did not understand the time. Write it like this: yesterday 21:30, or 12 May 8:15.
history-not-yet = That time has not come yet. The reading stays where it was: { $reading }, { $when }.
    Write a time in the past, such as yesterday 21:30.
history-ask-note = The reading { $reading }, { $when }.
    Your next message becomes its note, up to { $most } characters.
history-note-long = The note has { $characters ->
        [one] { $characters } character
       *[other] { $characters } characters
    }, and { $most } fit. Please send a shorter one.

button-history-older = ← Earlier
button-history-newer = Later →
button-history-back = All readings
button-history-card = Done
button-history-more = Arm, position, note
button-history-values = Correct numbers
button-history-time = Correct time
button-history-note = Note
button-history-keep = Leave it as it is
button-history-no-note = Remove the note
button-history-remove = Remove
button-history-restore = Bring it back
button-history-left = Left arm
button-history-right = Right arm
button-history-sitting = Sitting
button-history-lying = Lying
button-history-standing = Standing
button-history-irregular = Irregular heartbeat sign

menu-history = readings by days
menu-today = readings of today
