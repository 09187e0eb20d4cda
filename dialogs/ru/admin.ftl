# Владельцу: счётчики, приглашения, объявления. Ничьих данных.

overview = Учётных записей: { $accounts }, людей: { $people }
    Записей: { $readings }
    Колонок: { $speakers }
    Чужих стучалось: { $strangers }

    Входящих ждёт: { $inbox }, старшее { $inbox-age } с
    Исходящих ждёт: { $outbox }, старшее { $outbox-age } с
    Брошено: { $dead }
    Файл: { $kib } КиБ

    Служебные сообщения получают: { $addressees }
    /invite Имя — пригласить, /announce Текст — объявить
    .voice = Это видно в Телеграме.
invited = Приглашение «{ $label }», на одного человека, до: { $until }.
    https://t.me/{ $bot }?start={ $word }
    Перешлите ссылку тому, кого приглашаете. Здесь хранится только её отпечаток.
    .voice = Это видно в Телеграме.
was-invited = Приглашение «{ $label }» уже создано.
    .voice = Это видно в Телеграме.
invitations = Приглашения:
    { $list }

    Кто уже вошёл, остаётся.
    .voice = Это видно в Телеграме.
invitations-none = Приглашений нет. Создать: /invite Имя
    .voice = Это видно в Телеграме.
invitations-too-many = Приглашений уже двадцать. Отзовите лишние в /admin.
    .voice = Это видно в Телеграме.
invitation-open = { $number } · { $label }: ждёт до { $until }
    .voice = Это видно в Телеграме.
invitation-used = { $number } · { $label }: принято
    .voice = Это видно в Телеграме.
invitation-over = { $number } · { $label }: истекло { $until }
    .voice = Это видно в Телеграме.
how-to-invite = Напишите, для кого: /invite Имя. Получите ссылку на одного человека, она действует семь дней.
    .voice = Это видно в Телеграме.
how-to-announce = Напишите текст: /announce Завтра сервер переезжает. Перед отправкой покажу его ещё раз.
    .voice = Это видно в Телеграме.
announcement-too-long = Слишком длинно: помещается три тысячи знаков.
    .voice = Это видно в Телеграме.
ask-announce = Разослать? Получателей: { $addressees }.

    { $text }
    .voice = Это видно в Телеграме.
announcing = Рассылаю: { $posted } из { $addressees }.
    .voice = Это видно в Телеграме.
announced = Разослано: { $posted } из { $addressees }.
    .voice = Это видно в Телеграме.
announcement-dropped = Объявление не отправлено.
    .voice = Это видно в Телеграме.
announcement-gone = Это объявление уже отправлено или отменено.
    .voice = Это видно в Телеграме.
notice = Сообщение от владельца бота:

    { $text }

    Не получать такие: /notices
    .voice = Это видно в Телеграме.

button-refresh = Обновить
button-invitations = Приглашения
button-revoke = убрать
button-send = Разослать
button-drop = Не отправлять
