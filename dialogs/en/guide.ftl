# Measuring with help, step by step. The words on posture: ESC 2024 §5.2.2.

guide-rest = Sit down, lean back, put both feet on the floor and rest the arm with the cuff on a table at the height of your heart. Sit quietly and silently for five minutes, then measure and send the reading. “Cancel” ends it.
    .voice = Sit down, lean back, put both feet on the floor and rest the arm with the cuff on a table. sil <[400]> Sit quietly and silently for five minutes, then measure and say: ready.
    .screen = Sit down, lean back, put both feet on the floor and rest the arm with the cuff on a table. Sit quietly and silently for five minutes, then measure and say: ready.
guide-rest-again = Take your time. When you have measured, send the reading.
    .voice = Take your time. When you have measured, say: ready. The word cancel ends it.
guide-rest-second = In a minute, without getting up, measure once more and send the reading.
    .voice = In a minute, without getting up, measure once more and say: ready.
guide-rest-second-again = I am waiting for the second reading. “Cancel” ends it.
    .voice = I am waiting for the second reading. When you have measured, say: ready. The word cancel ends it.
guide-numbers = What did the monitor show: upper, lower and pulse?
    .voice = Say the upper number, the lower one and the pulse.
guide-numbers-again = Send the numbers again, such as 120/80 75.
    .voice = Say the numbers again, such as one hundred twenty over eighty, pulse seventy.
guide-check = Upper { $systolic }, lower { $diastolic }. Is that right?
    .voice = Let us check digit by digit. Upper: { $systolic }. sil <[400]> Lower: { $diastolic }. sil <[400]> Is that right?
    .screen = Let us check. Upper: { $systolic }. Lower: { $diastolic }. Is that right?
guide-check-pulse = Upper { $systolic }, lower { $diastolic }, pulse { $pulse }. Is that right?
    .voice = Let us check digit by digit. Upper: { $systolic }. sil <[400]> Lower: { $diastolic }. sil <[400]> Pulse: { $pulse }. sil <[400]> Is that right?
    .screen = Let us check. Upper: { $systolic }. Lower: { $diastolic }. Pulse: { $pulse }. Is that right?
guide-kept = Saved: { $reading }
    In a minute, without getting up, measure once more and send the reading.
    .voice = Saved: { $reading }. Now once more in a minute: without getting up, measure and say: ready.
guide-done = Saved: { $reading }
    { $when }
    .voice = Saved: { $reading }. The measurement is done.
guide-over = All right, we stop here. What was saved stays.
    .voice = All right, we stop here. What you confirmed is saved.
