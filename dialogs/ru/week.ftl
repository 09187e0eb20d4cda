# Домашняя неделя: только в чате.

week-offer = Домашняя неделя: { $days } { $days ->
        [one] день
        [few] дня
       *[many] дней
    }, утром и вечером по два измерения с перерывом в минуту. Я напомню, попрошу второе измерение и посчитаю среднее.
week-rules = Правила { $name } ({ $source }): { $first ->
        [dropped] первый день в среднее не входит
       *[kept] в среднее входят все дни
    }. Полный итог — от { $readings } { $readings ->
        [one] измерения
       *[other] измерений
    } за { $days } { $days ->
        [one] день
        [few] дня
       *[many] дней
    } или больше{ $first ->
        [dropped] {", считая первый"}
       *[kept] {""}
    }. Рядом со средним покажу { $limit }.
week-name = { $id ->
        [esh] ESH
        [esc2024] ESC
       *[aha] AHA
    } { $version }
week-begun = Домашняя неделя началась. Напомню в { $morning } и в { $evening }.
    Измеряйте сидя, после пяти минут покоя, утром до еды и лекарств. Пропуск не страшен.
week-day = Домашняя неделя: день { $day } из { $days }
week-paused = Домашняя неделя: пауза
week-pausing = С завтрашнего дня — пауза.
week-ended = Домашняя неделя: дни закончились
week-morning = утро
week-evening = вечер
week-counted = Засчитано: { $counted } из { $planned }. Правила { $name } ({ $source }).
week-first-day = * В среднее не входит.
week-part = { $part ->
        [morning] утро
       *[evening] вечер
    }
week-noted = Неделя, день { $day } из { $days }, { $part }: { $count } из { $of }.
week-noted-timer = Неделя, день { $day } из { $days }, { $part }: { $count } из { $of }. Через минуту попрошу второе измерение.
week-noted-third = Неделя, день { $day } из { $days }, { $part }: { $count } из { $of }. Верхние числа отличаются больше чем на { $differ }. Через минуту попрошу третье измерение, в среднее войдут все три.
week-remind = Домашняя неделя: день { $day } из { $days }, { $part }. Посидите спокойно пять минут, измерьте и пришлите числа, например: 120/80 75.
week-later = Хорошо, напомню через полчаса.
week-skipped = Хорошо, это измерение пропускаем. Неделя продолжается.
week-ask-stop = Закончить домашнюю неделю сейчас? Измерения останутся в дневнике.
week-none = Домашняя неделя сейчас не идёт. Начать: /week
week-none-past = Законченных домашних недель с измерениями пока нет. Начать неделю: /week
week-past = Домашняя неделя закончена: { $date }.
week-done = Домашняя неделя закончена.
week-valid = Итог: { $mean }. { $counted ->
        [1] Это одно измерение
        [one] Это среднее { $counted } измерения
       *[other] Это среднее { $counted } измерений
    } за { $dates } { $dates ->
        [one] день
        [few] дня
       *[many] дней
    }.
week-preliminary = Предварительно: { $mean }. { $counted ->
        [1] Это одно измерение
        [one] Это среднее { $counted } измерения
       *[other] Это среднее { $counted } измерений
    } за { $dates } { $dates ->
        [one] день
        [few] дня
       *[many] дней
    }; для полного итога нужно { $readings } за { $days } { $days ->
        [one] день
        [few] дня
       *[many] дней
    } или больше{ $first ->
        [dropped] {", считая первый"}
       *[kept] {""}
    }, поэтому сравнения нет.
week-empty = Засчитанных измерений нет, итога тоже. Начать заново: /week
week-mornings = Утром: { $mean }
week-evenings = Вечером: { $mean }
week-beside = Рядом: { $limit }, { $what }. Среднее { $reached ->
        [yes] не ниже.
       *[no] ниже.
    }
week-beside-own = ваша цель
week-beside-home = порог для дома, { $name } ({ $source })
week-beside-elevated = нижняя ступень, { $name } ({ $source })

button-week-show = Таблица недели
button-week-begin = Начать
button-week-pause = Пауза
button-week-resume = Продолжить
button-week-extend = Ещё один день
button-week-stop = Закончить
button-week-end = Да, закончить
button-week-later = Через 30 минут
button-week-skip = Пропустить
button-week-new = Начать новую неделю
button-week-last = Последняя неделя
button-week-past = Неделя раньше
label-week-rules = Правила { $name }

menu-week = домашняя неделя
