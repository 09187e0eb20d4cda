# Settings: time zone, thresholds, units, emergency numbers; the menu of buttons.

settings = Settings
    Language: { $language }
    Time zone: { $zone }, now { $time }
    Threshold: { $profile }, { $limit }
    Your target: { $target }
    { $parts }
    Units: { $unit }
    Reminders: { $tone }
    Emergency number: { $numbers } ({ $country })
    My messages: { $mine }
    Service messages: { $notices }
settings-in-chat = Settings are changed in Telegram: /settings
    .voice = Settings are changed in Telegram. Here you can say a reading.
settings-zone = Time zone: { $zone }, now { $time }.
    To change it, write a city, such as “Lisbon”, or send a location (paper clip → “Location”). It is not kept.
settings-thresholds = Threshold: { $profile }, { $limit }. Your target: { $target }.
    The mean of readings at home is shown beside it.

    { $list }

    If your doctor named a target, send it like this: my target is 130/80.
settings-parts = { $parts }.
    Choose, or write for example: “morning from 5, evening from 18”.
settings-unit = Now: { $unit }
    1 kPa = 7.50062 mmHg. Readings are still sent in mmHg.
settings-tone = Reminders: { $tone }
numbers-source = { $country ->
        [ru] a memo of the Russian medical research centre NMIC TPM, { $source }
       *[other] { $source }
    }
settings-country = Emergency number: { $numbers } ({ $country }). Source: { $source }.
    If you have not chosen, it follows the time zone.
settings-messages = Your messages with readings: { $mine }. If they are removed, I delete a message as soon as it is saved and keep one card: little is left in Telegram's cloud then.
    Service messages from the owner of the bot: { $notices }.
messages-stay = kept
messages-go = removed
notices-come = on
notices-none = off
settings-sources = Thresholds for the mean at home:
    { $thresholds }

    Emergency numbers:
    { $numbers }
source = { $name }: { $value } — { $reference }
no-own-target = none

profile = { $id ->
    [esh] ESH
    [esc2024] ESC
    [aha] AHA/ACC
   *[other] { $id }
} { $version }
guideline = { $name }: { $limit } ({ $source })
guideline-steps = { $name }: { $limit }, a step below it { $elevated } ({ $source })
parts = Morning from { $morning }, day from { $daytime }, evening from { $evening }
parts-impossible = The day cannot be divided like this: morning, day and evening follow each other up to midnight. For example: “morning from 5, evening from 18”.
unit-mmhg = mmHg
unit-kpa = kPa
tone-friendly = in full
tone-brief = brief
country-russia = Russia
country-kazakhstan = Kazakhstan
country-europe = European Union
country-britain = United Kingdom
country-america = USA and Canada
country-elsewhere = another country
numbers-one = { $one }
numbers-two = { $one } or { $two }
numbers-elsewhere = { $one } or your emergency number

welcome-zone = Thank you, your diary is open.
    Time zone: { $zone }, now { $time }. Is that right? If not, write your city.

    Then send a reading such as 120/80 75.
zone-set-first = All right: { $zone }, now { $time }.
    Send a reading such as 120/80 75.
zone-set = Time zone: { $zone }, now { $time }.
    Reminders come by it, and new readings go by it. Earlier ones keep the time that the clock showed when they were taken.
zone-ask = Change to the time zone “{ $zone }”? It is { $time } there.
zone-which = There are several such cities. Which time zone is yours?
zone-unknown-yet = I did not understand. If that is a city, I do not know it: write the nearest large one or send your location. Or leave the zone as it is and send a reading such as 120/80 75.
zone-unknown = I do not know this city. Write the nearest large one, or send a location.
kept-zone = Time zone: { $zone }. To change it: /zone

menu-shown = The buttons are below. To hide them: /menu
menu-hidden = The buttons are hidden. To bring them back: /menu
menu-key-record = Record
menu-key-last = Last reading
menu-key-history = History
menu-key-stats = Statistics
menu-key-week = Home week
menu-key-reminders = Reminders
menu-key-settings = Settings
menu-key-help = Help

reading-kpa = { $pressures } kPa
reading-kpa-with-pulse = { $pressures } kPa, pulse { $pulse }
decimal = { $whole }.{ $tenth }

button-settings = Settings
button-back = Back
button-set-language = Language
button-set-zone = Time zone
button-set-thresholds = Threshold and target
button-set-parts = Parts of the day
button-set-unit = Units
button-set-tone = Reminders
button-set-messages = Messages
button-set-data = My data
button-sources = Sources in full
button-set-country = Emergency number
button-set-speakers = Speakers
button-right-zone = Yes, that is right
button-other-place = Another city
label-zone-back = Back to { $zone }
button-no-target = Remove my target
label-borders = { $morning } · { $daytime } · { $evening }
menu-target = my target
menu-people = whose diary, people
menu-settings = settings
menu-zone = time zone
menu-menu = show or hide the buttons
