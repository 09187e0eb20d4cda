# Что записано: ответы на просьбы показать, посчитать, усреднить; цель; напоминания.

# Чем может продолжиться разговор; слова меняются от раза к разу.
next-kept = Дальше: /last · /help
    .voice = { $turn ->
        [0] Если неверно, скажите: отмени.
        [1] Неверно расслышала? Скажите: исправь.
        [2] Можно добавить: левая рука, сидя.
        [3] Ещё можно спросить: среднее за неделю.
       *[4] Ошибку уберёт слово «отмени».
    }
next-told = Дальше: пришлите показания или /help
    .voice = { $turn ->
        [0] Можно назвать новые показания.
        [1] Скажите «повтори», если не расслышали.
        [2] Можно спросить: среднее за неделю.
        [3] Что ещё? Например: что было вчера.
       *[4] Можно сказать: помоги измерить.
    }
next-record = Пришлите показания, например: 120/80 75.
    .voice = { $turn ->
        [0] Можно назвать показания.
        [1] Назовите показания, когда измерите.
        [2] Можно сказать: помоги измерить.
        [3] Скажите показания или спросите: последнее давление.
       *[4] Жду показаний или вопроса.
    }

told-line = { $reading } · { $when }
    .voice = { $reading }, { $when }
    .screen = { $reading } · { $when }
recent = Последние измерения:
    { $list }
    .voice = Последние измерения: { $list }.
recent-header = Последние измерения
readings = { $over }:
    { $list }
    .voice = { $over }: { $list }.
readings-more = И ещё { $more ->
        [one] { $more } измерение
        [few] { $more } измерения
       *[many] { $more } измерений
    } раньше.
readings-many = { $over }: { $counted ->
        [one] { $count } измерение
        [few] { $count } измерения
       *[many] { $count } измерений
    }. Последнее: { $newest }
    .voice = { $over } измерений: { $count }. Последнее: { $newest }.
mean = Среднее { $over }: { $reading }
    { $counted ->
        [one] { $count } измерение
        [few] { $count } измерения
       *[many] { $count } измерений
    }
    .voice = Среднее { $over }: { $reading }. Измерений: { $count }.
mean-morning = Утром: { $reading } ({ $counted })
    .voice = Утром { $reading }.
mean-evening = Вечером: { $reading } ({ $counted })
    .voice = Вечером { $reading }.
count = { $over }: { $counted ->
        [0] измерений не было
        [one] { $count } измерение
        [few] { $count } измерения
       *[many] { $count } измерений
    }.
    .voice = { $counted ->
        [0] { $over } измерений не было.
       *[other] Измерений { $over }: { $count }.
    }
ahead = Это время ещё не наступило.
nothing-in = { $over } измерений нет. Пришлите показания, например: 120/80 75.
    .voice = { $over } измерений нет.

over-week = за неделю
over-month = за месяц
over-this-week = на этой неделе
over-previous-week = за прошлую неделю
over-this-month = в этом месяце
over-previous-month = за прошлый месяц
over-today = сегодня
over-yesterday = вчера
over-days = { $counted ->
        [one] за { $days } день
        [few] за { $days } дня
       *[many] за { $days } дней
    }
over-between = с { $from } по { $to }
over-part = { $day } { $part }
part-morning = утром
part-daytime = днём
part-evening = вечером
part-night = ночью

target = Цель: { $target }
    .voice = Цель: { $target }.
target-set = Цель записана: { $target }
    .voice = Цель записана: { $target }.
target-none = Цель не задана. Если врач её назвал, пришлите: моя цель 130/80.
    .voice = Цель не задана. Если врач её назвал, скажите: моя цель сто тридцать на восемьдесят.
no-target = Такую цель записать не могу. Пришлите два числа, как их назвал врач, например: моя цель 130/80.
    .voice = Такую цель записать не могу. Скажите два числа, как их назвал врач, например: моя цель сто тридцать на восемьдесят.

button-measure = Измерить с подсказками
button-week = Среднее за неделю
button-today = Записи за сегодня
button-target = Моя цель
button-people = Дневники близких
button-link = Подключить колонку
button-unlink = Отключить колонки
button-recent = Последние измерения
button-help = Помощь
