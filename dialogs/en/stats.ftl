# Statistics. A threshold always with its number, name and source; no conclusions.

stats = Statistics { $over }
    Readings: { $count }, days: { $days }
    Mean: { $reading }
    Lowest–highest: { $systolic } / { $diastolic }
stats-pulse = Pulse: { $mean } ({ $range })
stats-pulse-one = Pulse: { $mean }
stats-preliminary = Preliminary: to compare, at least { $readings } { $readings ->
        [one] reading
       *[other] readings
    } on { $days } { $days ->
        [one] day
       *[other] days
    } are needed.
threshold-own = Your target: { $limit }
threshold-home = Threshold { $name } for the mean at home: { $limit } ({ $source })
threshold-elevated = Step below the threshold, { $name }: { $limit } ({ $source })
stats-comparison = { $threshold }
    The mean { $mean } is { $side ->
        [reached] at this level or above
       *[below] below
    }. At the level or above: { $reached } of { $count } ({ $percent }%).
stats-pulse-pressure = Pulse pressure, mean: { $mean }
stats-mean-arterial = Mean arterial pressure, estimated: { $mean }
stats-morning-evening = Morning minus evening: { $difference }
stats-in-range = Upper from { $from } to { $to }: { $percent }% of the time over { $days } { $days ->
        [one] day
       *[other] days
    } ({ $source })
stats-variability = Readings: deviation { $deviation }, coefficient { $coefficient }%, step { $step }
stats-day-by-day = Means of days: deviation { $deviation }, coefficient { $coefficient }%, step { $step }
stats-terms = Upper / lower. Deviation: standard; coefficient: deviation over the mean; step: mean change from one to the next. Time is counted along straight lines between the means of days. Guidelines name no limits for these numbers.

label-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
button-more = More
button-less = Less
menu-stats = statistics
