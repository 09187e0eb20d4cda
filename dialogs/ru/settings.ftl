# Настройки: часовой пояс, пороги, единицы, экстренные номера; меню кнопок.

settings = Настройки
    Язык: { $language }
    Часовой пояс: { $zone }, сейчас { $time }
    Порог: { $profile }, { $limit }
    Ваша цель: { $target }
    { $parts }
    Единицы: { $unit }
    Напоминания: { $tone }
    Экстренный номер: { $numbers } ({ $country })
    Мои сообщения: { $mine }
    Служебные сообщения: { $notices }
settings-in-chat = Настройки меняют в Telegram: /settings
    .voice = Настройки меняют в Телеграме. Здесь можно назвать показания.
settings-zone = Часовой пояс: { $zone }, сейчас { $time }.
    Чтобы сменить, напишите город, например «Новосибирск», или пришлите геопозицию (скрепка → «Геопозиция»). Она не сохраняется.
settings-thresholds = Порог: { $profile }, { $limit }. Ваша цель: { $target }.
    С ним рядом показывается среднее домашних измерений.

    { $list }

    Свою цель, названную врачом, пришлите так: моя цель 130/80.
settings-parts = { $parts }.
    Выберите или напишите, например: «утро с 5, вечер с 18».
settings-unit = Сейчас: { $unit }
    1 кПа = 7,50062 мм рт. ст. Присылать показания нужно по-прежнему в мм рт. ст.
settings-tone = Напоминания: { $tone }
numbers-source = { $country ->
        [ru] памятка НМИЦ ТПМ Минздрава, { $source }
       *[other] { $source }
    }
settings-country = Экстренный номер: { $numbers } ({ $country }). Источник: { $source }.
    Если вы не выбирали, он идёт за часовым поясом.
settings-messages = Ваши сообщения с показаниями: { $mine }. Если их удалять, я стираю сообщение, как только запишу, и веду одну карточку: так в облаке Telegram остаётся мало.
    Служебные сообщения от владельца бота: { $notices }.
messages-stay = остаются
messages-go = удаляются
notices-come = приходят
notices-none = не приходят
settings-sources = Пороги для среднего дома:
    { $thresholds }

    Экстренные номера:
    { $numbers }
source = { $name }: { $value } — { $reference }
no-own-target = нет

profile = { $id ->
    [esh] ESH
    [esc2024] ESC
    [aha] AHA/ACC
   *[other] { $id }
} { $version }
guideline = { $name }: { $limit } ({ $source })
guideline-steps = { $name }: { $limit }, ступень ниже — { $elevated } ({ $source })
parts = Утро с { $morning }, день с { $daytime }, вечер с { $evening }
parts-impossible = Так разделить день не получится: утро, день и вечер идут по порядку до полуночи. Например: «утро с 5, вечер с 18».
unit-mmhg = мм рт. ст.
unit-kpa = кПа
tone-friendly = подробные
tone-brief = краткие
country-russia = Россия
country-kazakhstan = Казахстан
country-europe = Европейский союз
country-britain = Великобритания
country-america = США и Канада
country-elsewhere = другая страна
numbers-one = { $one }
numbers-two = { $one } или { $two }
numbers-elsewhere = { $one } или по местному номеру скорой

welcome-zone = Спасибо, дневник открыт.
    Часовой пояс: { $zone }, сейчас { $time }. Верно? Если нет, напишите свой город.

    Потом пришлите показания, например: 120/80 75.
zone-set-first = Хорошо: { $zone }, сейчас { $time }.
    Пришлите показания, например: 120/80 75.
zone-set = Часовой пояс: { $zone }, сейчас { $time }.
    Напоминания приходят по нему, и новые записи идут по нему. Прежние остаются с тем временем, какое было на часах при измерении.
zone-ask = Перейти на часовой пояс «{ $zone }»? Там сейчас { $time }.
zone-which = Таких городов несколько. Какой часовой пояс ваш?
zone-unknown-yet = Не понял. Если это город, то я его не знаю: напишите ближайший большой или пришлите геопозицию. Или оставьте пояс как есть и пришлите показания, например: 120/80 75.
zone-unknown = Такого города не знаю. Напишите ближайший большой город или пришлите геопозицию.
kept-zone = Часовой пояс: { $zone }. Сменить: /zone

menu-shown = Кнопки внизу. Убрать их: /menu
menu-hidden = Кнопки убраны. Вернуть их: /menu
menu-key-record = Записать
menu-key-last = Последнее
menu-key-history = История
menu-key-stats = Статистика
menu-key-week = Домашняя неделя
menu-key-reminders = Напоминания
menu-key-settings = Настройки
menu-key-help = Помощь

reading-kpa = { $pressures } кПа
reading-kpa-with-pulse = { $pressures } кПа, пульс { $pulse }
decimal = { $whole },{ $tenth }

button-settings = Настройки
button-back = Назад
button-set-language = Язык
button-set-zone = Часовой пояс
button-set-thresholds = Порог и цель
button-set-parts = Части дня
button-set-unit = Единицы
button-set-tone = Напоминания
button-set-country = Экстренный номер
button-set-speakers = Колонки
button-set-messages = Сообщения
button-set-data = Мои данные
button-sources = Источники подробно
button-right-zone = Да, верно
button-other-place = Другой город
label-zone-back = Вернуть: { $zone }
button-no-target = Убрать мою цель
label-borders = { $morning } · { $daytime } · { $evening }
menu-settings = настройки
menu-target = моя цель
menu-people = чей дневник, люди
menu-zone = часовой пояс
menu-menu = показать или убрать кнопки
