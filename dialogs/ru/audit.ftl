# Журнал доступа: что делалось с данными; вопрос тому, кто давно молчит; команды audit и prune.

journal = Что делалось с вашими данными, новое сверху:
    { $list }

    Самих значений в журнале нет. Отметки хранятся { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }.
    .voice = Журнал показан в Телеграме.
journal-empty = Отметок пока нет. Хранятся они { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }.
    .voice = Отметок пока нет.
journal-line = { $when } — { $action }, { $via }
    .voice = { $when }: { $action }
journal-line-counted = { $when } — { $action } ({ $count }), { $via }
    .voice = { $when }: { $action }
via-chat = чат
via-voice = колонка
via-service = сам дневник
via-operator = владелец сервера
button-journal = Журнал доступа
button-journal-older = Раньше
button-journal-newest = К новым

audit-stored = сохранено показание
audit-changed = изменено показание
audit-removed = удалено показание
audit-restored = возвращено удалённое показание
audit-expired = стёрты показания, срок хранения истёк
audit-told = прочитаны записи
audit-history = показан дневник по дням
audit-statistics = показана статистика
audit-week = показана домашняя неделя
audit-exported = выгружены все данные
audit-person-erased = стёрт дневник близкого
audit-person-added = заведён дневник для близкого
audit-target-set = изменена цель
audit-settings-changed = изменены настройки
audit-pin-changed = изменён PIN-код
audit-week-changed = изменена домашняя неделя
audit-consent-given = дано согласие
audit-consent-withdrawn = отозвано согласие
audit-erasing-planned = назначено стирание
audit-erasing-stopped = стирание отменено
audit-erased = всё стёрто
audit-code-issued = выдан код для колонки
audit-speaker-asked = колонка назвала верный код
audit-linked = подключена колонка
audit-link-refused = колонке отказано
audit-unlinked = колонка отключена
audit-silence-asked = задан вопрос, оставить ли дневник
audit-became-owner = назначен владелец бота
audit-overviewed = владелец смотрел общие числа
audit-invitation-made = создано приглашение
audit-invitation-revoked = отозвано приглашение
audit-invitation-used = использовано приглашение
audit-announcement-drafted = написано объявление
audit-announcement-dropped = объявление отменено
audit-announcement-begun = объявление отправляется
audit-announcement-ended = объявление разослано
audit-wrong-pin = неверный PIN-код
audit-wrong-code = неверный код колонки
audit-wrong-secret = отклонённый вызов вебхука (секрет, подпись или навык)
audit-stranger = посторонний без приглашения
audit-pruned = убраны старые отметки журнала
audit-backup-made = резервная копия сделана
audit-backup-sent = резервная копия отправлена в чат владельца
audit-backup-restored = дневник восстановлен из резервной копии
audit-rekeyed = ключ базы сменён

privacy-retention = Но показания старше { $days ->
        [one] { $days } дня
       *[other] { $days } дней
    } стираются.
privacy-inactive = Если вы { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    } ничего не пишете и не говорите колонке, я спрошу в чате, оставить ли дневник. Не ответите — через 14 дней напомню, ещё через 15 дней сотру. Чтобы было где спросить, хранится номер чата. Кого спросить негде, того не стираю.
privacy-journal = Журнал доступа, /audit: что и когда сделано с вашими данными, без самих значений; { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }. После стирания дневника отметки остаются, но узнать по ним, чьи они, уже нельзя.

silent-asked = Вы давно ничего не записывали: { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    } или больше. Оставить дневник? Любое ваше сообщение его оставит. Если вы не ответите, через две недели я напомню, а { $when } всё будет стёрто.
    .voice = Вы давно ничего не записывали. Оставить дневник?
silent-reminded = Две недели назад я спрашивал, оставить ли дневник: вы ничего не записывали { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    } или больше. Если вы ничего не напишете, всё будет стёрто: { $when }.
    .voice = Вы давно ничего не записывали. Если вы ничего не скажете, дневник будет стёрт.
silent-planned = Завтра дневник будет стёрт: { $when }. Вы ничего не записывали { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    } или больше. Любое ваше сообщение его оставит.
    .voice = Завтра дневник будет стёрт. Если вы что-нибудь скажете, он останется.
diary-stays = Дневник остаётся. Пришлите показания, например: 120/80 75. Забрать всё: /export. Стереть всё: /forget.
    .voice = Дневник остаётся. Назовите показания.
button-keep-diary = Оставить дневник

audit-head-told = Конец журнала доступа, { $when }:
    { $head }

    Сохраните это сообщение: с ним видно, не обрезан ли журнал. Проверка на сервере: tonolog audit verify --head { $head }
    .voice = Конец журнала доступа показан в чате.

audit-counts = Что делалось за { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    } (дни по UTC):
audit-nothing = За { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    } не сделано ничего.
audit-day = { $day }
audit-count = {"  "}{ $count } × { $action }
audit-whole = Журнал цел. Отметок: { $entries }.
audit-pruned-until = Отметки до { $seq } включительно убраны по сроку хранения ({ $day }).
audit-heads-found = Сверено с сохранёнными концами журнала: { $found }.
audit-heads-older = Остальные старше того, что ещё хранится: { $older }.
audit-head = Конец журнала: { $head }
audit-missing = Журнал нарушен: отметки { $seq } нет, а более поздние есть.
audit-altered = Журнал нарушен: отметка { $seq } изменена или переставлена.
audit-base-altered = Журнал нарушен: изменено место, с которого он начинается.
audit-truncated = Журнал нарушен: он обрезан, отметки { $seq } и следующих нет, хотя более поздний конец был сохранён.
audit-replaced = Журнал нарушен: отметка { $seq } не та, что была сохранена.
audit-bad-head = После --head нужен файл из AUDIT_HEAD_PATH или НОМЕР:КОД, как их печатает tonolog audit.
audit-bad-days = После --days нужно целое число дней.
pruned = Убрано. Показаний старше срока: { $readings }. Удалённых показаний: { $removed }. Отметок журнала: { $entries }. Прочего временного: { $passing }.
prune-in-use = Файл { $path } открыт службой tonolog: она сама убирает старое каждый час. Чтобы убрать сейчас, остановите службу.
