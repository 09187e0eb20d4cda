# Напоминания в чате: список с кнопками.

board-list = Напоминания включены:
    { $list }
board-none = Напоминания выключены.
board-off = Выключены: { $list }
board-paused = Пауза до { $date }.
board-quiet = Тихие часы: с { $from } до { $to }, в это время не пишу.
board-week = Идёт домашняя неделя: пока она напоминает сама.
board-zone = Время: { $zone }. Если вы уже измерили давление, я промолчу.
remind-ask-time = Когда напоминать? Например: в 7:30 по будням; в 8 и в 20; утром и вечером.
remind-ask-time-again = Не понял время. Например: в 7:30 по будням; в 8 и в 20; утром и вечером.
remind-ask-quiet = В какие часы не напоминать? Например: с 22 до 7.
remind-ask-quiet-again = Не понял часы. Например: с 22 до 7.
remind-snoozed = Хорошо, напомню в { $time }.
remind-silent = Хорошо, сегодня больше не напомню.
remind-gone = Этого напоминания уже нет, или оно выключено.
remind-too-many = Напоминаний уже столько, сколько может быть. Удалите ненужные.
label-reminder-on = Включить { $time }
label-reminder-off = Выключить { $time }
label-reminder-drop = Удалить { $time }
button-remind-show = К списку
button-remind-add = Добавить время
button-remind-pair = Утром и вечером
button-remind-pause = Пауза на неделю
button-remind-resume = Снять паузу
button-remind-quiet = Тихие часы
button-remind-loud = Без тихих часов
button-remind-snooze = Через 30 минут
button-remind-today = Не сегодня

menu-reminders = напоминания
