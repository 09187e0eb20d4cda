# Записи по дням, одна запись и что с ней можно сделать. Всё это бывает только в чате.

history-title = Записи, новые сверху
history-title-own = Ваши записи, новые сверху
history-line = { $number }. { $time } · { $reading }
history-has-note = с заметкой
history-hint = Номер откроет запись.
history-others = Есть и другие дневники: { $names }. Напишите, например: история { $name }
history-none-today = Сегодня записей нет. Пришлите показания, например: 120/80 75.
history-none-on = { $day } записей нет. Добавить их можно так: { $example } 9:00 120/80.

history-card = { $reading }
    { $when }
history-more = { $reading }
    { $when }

    Отметьте, что было при измерении.
history-moved = Время исправлено: { $reading }
    { $when }
history-noted = Заметка сохранена: { $reading }
    { $when }
history-unnoted = Заметка убрана: { $reading }
    { $when }
history-restored = Запись возвращена: { $reading }
    { $when }
history-gone = Этой записи уже нет.

history-ask-time = Сейчас стоит: { $reading }, { $when }.
    Когда это было? Напишите, например: вчера 21:30.
history-ask-time-again = Не понял время. Напишите его, например: вчера 21:30 или 12 мая 8:15.
history-not-yet = Это время ещё не наступило. Запись осталась на месте: { $reading }, { $when }.
    Напишите прошедшее время, например: вчера 21:30.
history-ask-note = Запись { $reading }, { $when }.
    Следующее сообщение станет заметкой к ней, до { $most } знаков.
history-note-long = В заметке { $characters ->
        [one] { $characters } знак
        [few] { $characters } знака
       *[many] { $characters } знаков
    }, а помещается { $most }. Пришлите короче.

button-history-older = ← Раньше
button-history-newer = Позже →
button-history-back = К записям
button-history-card = Готово
button-history-more = Рука, поза, заметка
button-history-values = Исправить числа
button-history-time = Исправить время
button-history-note = Заметка
button-history-keep = Оставить как есть
button-history-no-note = Убрать заметку
button-history-remove = Удалить
button-history-restore = Вернуть запись
button-history-left = Левая рука
button-history-right = Правая рука
button-history-sitting = Сидя
button-history-lying = Лёжа
button-history-standing = Стоя
button-history-irregular = Значок аритмии

menu-history = записи по дням
menu-today = записи за сегодня
