# Entry step by step, a second reading in a minute, and very high readings: in the chat only.

entry-upper = The upper pressure? You can also send everything at once: 120/80 75.
entry-lower = Upper { $systolic }. And the lower one?
entry-pulse = { $systolic }/{ $diastolic }. The pulse?
entry-again = One number is needed. { $question }
entry-rejected-systolic = The upper pressure lies between { $least } and { $most }. { $question }
entry-rejected-diastolic = The lower pressure lies between { $least } and { $most }. { $question }
entry-rejected-pulse = The pulse lies between { $least } and { $most }. { $question }
entry-rejected-not-above = The upper number has to be above the lower one. { $question }
entry-over = All right, nothing was saved.
button-record = Record
button-entry-back = Back
button-entry-skip = Without pulse
button-entry-cancel = Cancel

button-timer = Once more in a minute
timer-set = All right. In a minute I will ask for the second reading. Please sit quietly.
timer-late = That reading is no longer recent. Just send a new one.
timer-second = The minute is over. Please measure again and send the numbers, such as 120/80 75.
timer-rest = Five minutes are over. Please measure again and send the numbers.
    If chest pain, shortness of breath, weakness or numbness, trouble speaking or seeing, a severe headache or confusion has appeared, call { $emergency } now.


alarm-found = This is not below { $line }. Is there chest pain, shortness of breath, weakness or numbness, trouble speaking or seeing, a severe headache, confusion?
    If so, call { $emergency } now; do not wait for another measurement.
    If not, sit quietly for 5 minutes and measure again.
    The diary makes no diagnosis and does not replace a doctor. The line of { $line }: ESC 2024.
alarm-brief = This is not below { $line } either. If there is chest pain, shortness of breath, weakness or numbness, trouble speaking or seeing, a severe headache or confusion, call { $emergency } now.
alarm-ask = Is there chest pain, shortness of breath, weakness or numbness, trouble speaking or seeing, a severe headache, confusion? If so, call { $emergency } now.
alarm-call = Call { $emergency } now. Do not wait for another measurement.
    Sit or lie down, and do not stay alone.
alarm-rest = Sit quietly for 5 minutes and do not talk. In five minutes I will write, and you measure again.
    If such signs appear, call { $emergency } at once.
alarm-doctor = This is not below { $line } either. Contact your doctor today.
    If chest pain, shortness of breath, weakness or numbness, trouble speaking or seeing, a severe headache or confusion appears, call { $emergency } now.
    The diary makes no diagnosis and does not replace a doctor. The line of { $line }: ESC 2024.
alarm-doctor-both = Neither of the two readings is below { $line }. Contact your doctor today.
    If chest pain, shortness of breath, weakness or numbness, trouble speaking or seeing, a severe headache or confusion appears, call { $emergency } now.
    The diary makes no diagnosis and does not replace a doctor. The line of { $line }: ESC 2024.
alarm-lower = This is below { $line }. Both readings are saved.
button-signs = There are signs
button-no-signs = No such signs

menu-record = record step by step
