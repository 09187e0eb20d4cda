# Статистика. Порог всегда с числом, названием и источником; выводов нет.

stats = Статистика { $over }
    Измерений: { $count }, дней: { $days }
    Среднее: { $reading }
    От и до: { $systolic } / { $diastolic }
stats-pulse = Пульс: { $mean } ({ $range })
stats-pulse-one = Пульс: { $mean }
stats-preliminary = Предварительно: для сравнения нужно не меньше { $readings } { $readings ->
        [one] измерения
       *[other] измерений
    } за { $days } { $days ->
        [one] день
        [few] дня
       *[many] дней
    }.
threshold-own = Ваша цель: { $limit }
threshold-home = Порог { $name } для среднего дома: { $limit } ({ $source })
threshold-elevated = Ступень ниже порога { $name }: { $limit } ({ $source })
stats-comparison = { $threshold }
    Среднее { $mean } — { $side ->
        [reached] на этом уровне или выше
       *[below] ниже
    }. На уровне или выше: { $reached } из { $count } ({ $percent } %).
stats-pulse-pressure = Пульсовое давление, среднее: { $mean }
stats-mean-arterial = Среднее артериальное давление, расчётное: { $mean }
stats-morning-evening = Утро минус вечер: { $difference }
stats-in-range = Верхнее от { $from } до { $to }: { $percent } % времени за { $days } { $days ->
        [one] день
        [few] дня
       *[many] дней
    } ({ $source })
stats-variability = Измерения: отклонение { $deviation }, коэффициент { $coefficient } %, шаг { $step }
stats-day-by-day = Средние по дням: отклонение { $deviation }, коэффициент { $coefficient } %, шаг { $step }
stats-terms = Верхнее / нижнее. Отклонение — стандартное, коэффициент — отклонение к среднему, шаг — среднее изменение от одного к следующему. Время считается по прямым между средними по дням. Границ для этих чисел рекомендации не называют.

label-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
}
button-more = Подробнее
button-less = Коротко
menu-stats = статистика
