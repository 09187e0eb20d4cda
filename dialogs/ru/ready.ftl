# tonolog check: можно ли на эту машину полагаться?

ready-ok = хорошо     { $finding }
ready-note = к сведению { $finding }
ready-warning = внимание   { $finding }
ready-error = ошибка     { $finding }
ready-passed = Всё готово. Стоит взглянуть: { $warnings }.
ready-failed = Не готово: ошибок { $errors }, стоит взглянуть: { $warnings }. Начните с первой строки со словом «ошибка».

ready-settings-good = Настройки заданы полностью.
ready-secret-sample = { $setting } — пример из документации, его знают все. Новое значение: openssl rand -hex 32
ready-recipient-sample = { $setting } — пример из документации: вы не открыли бы ни одной копии. Создайте пару ключей: tonolog backup --new-key
ready-credentials-good = Секреты переданы через учётные данные systemd.
ready-credentials-none = Секреты записаны в файле настроек или в окружении. Надёжнее учётные данные systemd (LoadCredential=) или файлы, названные в X_FILE.
ready-files-private = Секреты, ключи, дневник и копии может читать только их владелец.
ready-file-open = Файл { $path } доступен другим на этой машине (права { $mode }). chmod { $right } { $path }
ready-log-talkative = LOG_LEVEL подробнее, чем info. Слов людей в журнале нет, но растёт он быстро: задайте info.
ready-listen-open = HTTP_LISTEN принимает соединения с других машин. За обратным прокси задайте 127.0.0.1.

ready-diary-good = Дневник открывается, все его страницы целы: { $path }
ready-diary-none = Дневника { $path } пока нет, его создаст первый запуск. Если он должен быть, проверьте DATABASE_PATH и ничего не запускайте.
ready-chain-whole = Журнал доступа цел. Записей: { $entries }.
ready-chain-unread = Журнал доступа сейчас не прочитался. Попробуйте ещё раз: tonolog audit verify
ready-chain-no-heads = Конец журнала доступа нигде снаружи не хранится: если его обрежут, этого никто не заметит. Задайте AUDIT_HEAD_PATH или AUDIT_HEAD_CHAT.
ready-schema-pending = Дневник от более старой версии, следующий запуск его обновит. Сначала сделайте копию: tonolog backup
ready-disk-good = На диске свободно { $mebibytes } МиБ.
ready-disk-low = Там, где лежит дневник, свободно только { $mebibytes } МиБ. Освободите место: на полный диск показания не записать.
ready-service-runs = Сервис работает.
ready-service-stopped = Сервис не работает. Запустить: tonolog serve. Часть проверок возможна только вместе с ним.
ready-clock-good = Часы идут верно.
ready-clock-off = Часы ошибаются на { $seconds } с, время показаний будет неверным. Включите синхронизацию: timedatectl set-ntp true
ready-clock-behind = Дневник изменён позже, чем сейчас на часах: они отстают. Включите синхронизацию: timedatectl set-ntp true

ready-backup-off = Резервных копий нет: откажет диск — пропадёт всё. Создайте ключ командой tonolog backup --new-key, затем задайте BACKUP_RECIPIENT и BACKUP_PATH.
ready-backup-good = Последняя копия от { $when }, не изменилась: { $path }
ready-backup-old = Последняя копия от { $when }, ей больше суток: { $path }. Сделайте новую командой tonolog backup и посмотрите, что она скажет.
ready-backup-same-disk = Копии лежат на одном диске с дневником и пропадут вместе с ним. Задайте BACKUP_COPY_PATH или BACKUP_CHAT либо уносите их сами.

ready-telegram-closed = Двери Telegram нет: не задан TELEGRAM_BOT_TOKEN.
ready-telegram-unreachable = Отсюда Telegram недоступен. Проверьте сеть; если Telegram заблокирован, задайте TELEGRAM_PROXY. Дверь Алисы работает и без него.
ready-telegram-unreachable-both = Telegram недоступен ни через TELEGRAM_PROXY, ни напрямую. Проверьте сеть и прокси. Дверь Алисы работает и без него.
ready-proxy-dead = Через TELEGRAM_PROXY Telegram недоступен, а напрямую доступен. Почините прокси или уберите настройку.
ready-telegram-unwell = Telegram отвечает, но не так, как должен. Повторите позже; если задан TELEGRAM_API_URL, проверьте его.
ready-route-good = Путь { $route } из TELEGRAM_ROUTES работает ({ $ms } мс).
ready-route-dead = Путь { $route } до Telegram не работает, используется другой. Почините его или уберите из TELEGRAM_ROUTES.
ready-bot-good = Telegram знает бота: @{ $bot }
ready-bot-good-proxy = Telegram знает бота, связь через прокси: @{ $bot }
ready-bot-refused = Telegram не знает такого токена. Получите токен у @BotFather и задайте TELEGRAM_BOT_TOKEN.
ready-bot-webhook = У бота задан вебхук, сообщения уходят в другое место. Перезапустите tonolog, он его уберёт; если вебхук появится снова, токеном пользуется кто-то ещё: отзовите его у @BotFather.
ready-bot-poller = Сообщения этого бота забирает кто-то ещё. Остановите другую программу; если о ней ничего не известно, отзовите токен у @BotFather.
ready-bot-poller-unseen = Забирает ли сообщения этого бота кто-то ещё, нельзя спросить, пока их забирает сама служба. В её журнале было бы «another process polls with this token». Чтобы убедиться: остановите службу, выполните tonolog check и запустите её снова.
ready-bot-waiting = В Telegram ждут сообщения, их никто не забирает: { $count }. Посмотрите журнал сервиса.

ready-alice-closed = Двери Алисы нет: не задан ALICE_WEBHOOK_SECRET.
ready-webhook-unknown = Неизвестно, по какому адресу навык доступен Яндексу. Задайте PUBLIC_URL, и он будет проверен.
ready-webhook-later = Адрес навыка проверяется, когда сервис работает.
ready-webhook-good = Навык доступен Яндексу по адресу { $address } и отвечает как нужно.
ready-webhook-silent = По своему адресу навык не отвечает. Подробнее: tonolog check --alice

ready-certificate-good = Сертификат адреса навыка действует ещё { $days } дн.
ready-certificate-soon = Сертификат адреса навыка действует ещё только { $days } дн., хотя его уже пора было продлить. С TLS_DOMAIN причина стоит в журнале службы: устраните её и пошлите службе kill -HUP; свои файлы продлите и пошлите kill -HUP.
ready-certificate-over = Сертификат адреса навыка кончился: Яндекс больше не звонит. С TLS_DOMAIN причина стоит в журнале службы: устраните её и пошлите службе kill -HUP; свои файлы продлите и пошлите kill -HUP.
ready-certificate-none = Сертификата для TLS_DOMAIN ещё нет, и войти никто не может. Причина стоит в журнале службы; чаще всего порт 443 недоступен снаружи.
ready-certificate-later = Сертификата для TLS_DOMAIN ещё нет; служба закажет его при запуске.
