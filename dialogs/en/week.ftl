# The home week: in the chat only.

week-offer = Home week: { $days } { $days ->
        [one] day
       *[other] days
    }, two readings in the morning and two in the evening, a minute apart. I remind you, ask for the second reading and work out the mean.
week-rules = Rules of { $name } ({ $source }): { $first ->
        [dropped] the first day is left out of the mean
       *[kept] all days count for the mean
    }. A full result needs { $readings } { $readings ->
        [one] reading
       *[other] readings
    } on { $days } { $days ->
        [one] day
       *[other] days
    } or more{ $first ->
        [dropped] {", the first one included"}
       *[kept] {""}
    }. Beside the mean I show { $limit }.
week-name = { $id ->
        [esh] ESH
        [esc2024] ESC
       *[aha] AHA
    } { $version }
week-begun = The home week has begun. I will remind you at { $morning } and at { $evening }.
    Measure sitting, after five minutes of rest, in the morning before food and medicine. A missed slot does no harm.
week-day = Home week: day { $day } of { $days }
week-paused = Home week: paused
week-pausing = From tomorrow on it is paused.
week-ended = Home week: its days are over
week-morning = morning
week-evening = evening
week-counted = Counted: { $counted } of { $planned }. Rules of { $name } ({ $source }).
week-first-day = * Left out of the mean.
week-part = { $part ->
        [morning] morning
       *[evening] evening
    }
week-noted = Week, day { $day } of { $days }, { $part }: { $count } of { $of }.
week-noted-timer = Week, day { $day } of { $days }, { $part }: { $count } of { $of }. In a minute I will ask for the second reading.
week-noted-third = Week, day { $day } of { $days }, { $part }: { $count } of { $of }. The upper numbers are more than { $differ } apart. In a minute I will ask for a third reading; all three go into the mean.
week-remind = Home week: day { $day } of { $days }, { $part }. Sit quietly for five minutes, measure and send the numbers, such as 120/80 75.
week-later = All right, I will remind you in half an hour.
week-skipped = All right, this one is left out. The week goes on.
week-ask-stop = End the home week now? The readings stay in the diary.
week-none = No home week is running. Begin one: /week
week-none-past = No home week with readings has ended yet. Begin one: /week
week-past = The home week is over: { $date }.
week-done = The home week is over.
week-valid = Result: { $mean }. { $counted ->
        [one] It is one reading
       *[other] It is the mean of { $counted } readings
    } on { $dates } { $dates ->
        [one] day
       *[other] days
    }.
week-preliminary = Preliminary: { $mean }. { $counted ->
        [one] It is one reading
       *[other] It is the mean of { $counted } readings
    } on { $dates } { $dates ->
        [one] day
       *[other] days
    }; a full result needs { $readings } on { $days } { $days ->
        [one] day
       *[other] days
    } or more{ $first ->
        [dropped] {", the first one included"}
       *[kept] {""}
    }, so nothing is compared.
week-empty = No readings count, so there is no result. Begin anew: /week
week-mornings = Mornings: { $mean }
week-evenings = Evenings: { $mean }
week-beside = Beside it: { $limit }, { $what }. The mean is { $reached ->
        [yes] not below it.
       *[no] below it.
    }
week-beside-own = your target
week-beside-home = the home threshold of { $name } ({ $source })
week-beside-elevated = the lower step of { $name } ({ $source })

button-week-show = Table of the week
button-week-begin = Begin
button-week-pause = Pause
button-week-resume = Go on
button-week-extend = One more day
button-week-stop = End it
button-week-end = Yes, end it
button-week-later = In 30 minutes
button-week-skip = Skip
button-week-new = Begin a new week
button-week-last = The last week
button-week-past = A week before
label-week-rules = Rules of { $name }

menu-week = the home week
