# Командная строка: для того, кто держит сервер.

usage = tonolog — дневник давления: бот в Telegram и навык Алисы над одним зашифрованным файлом

    tonolog demo                попробовать здесь и сейчас, без учётных записей
    tonolog init                создать .env с новыми ключами (вопросы или флаги, см. ниже)
    tonolog init --links        показать ссылки ещё раз
    tonolog serve               работать, пока не остановят
    tonolog check               всё ли готово? (--strict: ошибка завершает с кодом 1; --json: для программ)
    tonolog check --health      в порядке ли работающая служба? (код 0 или 1)
    tonolog check --alice АДРЕС проверить навык снаружи, как его вызывает Яндекс (без адреса: PUBLIC_URL)
    tonolog audit               что и сколько раз делалось по дням; цел ли журнал (--days ЧИСЛО)
    tonolog audit verify        цел ли журнал; --head ФАЙЛ или НОМЕР:КОД сверяет с сохранённым концом
    tonolog prune               убрать то, чей срок истёк (сама служба делает это каждый час)
    tonolog backup              сделать зашифрованную копию, в том числе во время работы
    tonolog backup --new-key    создать пару ключей для копий
    tonolog backup verify       сверить копии с их контрольными суммами
    tonolog restore ФАЙЛ        восстановить из копии (--key ФАЙЛ, --to ПАПКА; --look только смотрит)
    tonolog rekey               сменить ключ дневника (сначала остановите сервис)
    tonolog notify --unit ИМЯ   сообщить владельцу, что служба отказала (это делает systemd)
    tonolog version             версия

    Флаги init: --unattended  --telegram-token ТОКЕН  --telegram-proxy АДРЕС  --telegram-api-url АДРЕС
      --public-url АДРЕС  --access invite|open  --time-zone ЗОНА  --database ПУТЬ  --directory КАТАЛОГ
      --system (настройки в /etc/tonolog, дневник в /var/lib/tonolog)
unknown-argument = Не понимаю «{ $argument }». Все команды: tonolog help
version = tonolog { $version }

config-missing = Не задано { $setting }. Проще всего создать настройки командой: tonolog init
config-malformed = { $setting }: неверная запись. { $hint }
config-weak = { $setting }: слишком простое значение или образец из документации. Новое: openssl rand -hex 32
config-contradiction = { $setting } и { $other } исключают друг друга: задайте что-то одно.
config-needs = { $setting } без { $other } не действует: задайте оба или ни одного.
config-unreadable = { $setting }: файл с этим значением не читается.
config-env-file = Файл .env не разбирается: проверьте кавычки и знаки равенства.
config-locked = Файл настроек чужой: читать его могут только root и служба. Попробуйте: sudo -u tonolog tonolog …
config-no-door = Обе двери закрыты: задайте TELEGRAM_BOT_TOKEN или ALICE_WEBHOOK_SECRET. Проще всего: tonolog init
hint-access = Возможны invite и open.
hint-backup-recipient = Нужен открытый ключ, который печатает tonolog backup --new-key: age1…
hint-backup-chat = Допустимо off, daily или weekly.
plainly = { $trouble }
hint-acme-contact = Нужен адрес почты, например me@example.org.
hint-acme-directory = Нужен адрес каталога удостоверяющего центра, он начинается с https://.
hint-telegram-routes = Нужны от одного до восьми путей через запятую: direct или адреса, которые начинаются с http://, https://, socks5:// или socks5h://. Запятая внутри пароля пишется %2C.
hint-tls-certificate = Нужен путь к файлу PEM, а не его содержимое.
hint-tls-domain = Нужны от одного до десяти доменных имён через запятую, например diary.example.org.
hint-tls-private-key = Нужен путь к файлу PEM, а не его содержимое.
hint-database-key = Нужны ровно 64 шестнадцатеричные цифры.
hint-http-listen = Нужны адрес и порт, например 127.0.0.1:8080.
hint-number = Нужно целое число.
hint-log-level = Возможны off, error, warn, info, debug и trace.
hint-audit-head-chat = Бывает true или false.
hint-audit-retention-days = Нужно целое число дней, не меньше 30.
hint-inactive-days = Нужно целое число дней, не меньше 30; 0 — никогда не спрашивать.
hint-telegram-api-url = Нужен адрес, который начинается с http:// или https://.
hint-telegram-bot-token = Токен выдаёт @BotFather, он выглядит так: 123456789:AbC…
hint-telegram-proxy = Нужен адрес, который начинается с http://, https://, socks5:// или socks5h://.
hint-time-zone = Нужно имя зоны IANA, например Europe/Moscow.

store-in-use = Файл { $path } уже открыт другим процессом tonolog. Остановите его и попробуйте снова.
store-missing = Файла { $path } нет.
store-plaintext = { $path } — незашифрованная база данных. Здесь хранится только зашифрованное; файл не тронут.
store-wrong-key = Ключ не подходит к файлу { $path } (или повреждено самое его начало). Проверьте DATABASE_KEY; файл не тронут.
store-damaged = Файл { $path } повреждён: не все страницы целы. Восстановите его из копии; файл не тронут.
store-newer = Файл { $path } создан более новой версией tonolog. Обновите программу; файл не тронут.
store-older = Файл { $path } создан прежней версией tonolog. Запустите службу один раз: она его обновит.
store-foreign = Файл { $path } создан другой программой. Укажите в DATABASE_PATH другой путь; файл не тронут.
store-system = Файл { $path } не открывается: { $reason }.
store-other = Файл { $path } не открывается: { $reason }.
words-fault = Слова в dialogs не в порядке: { $fault }
listen-failed = Адрес { $address } занять не удалось: { $reason }. Измените HTTP_LISTEN.
telegram-settings = TELEGRAM_API_URL, TELEGRAM_PROXY или TELEGRAM_ROUTES использовать нельзя: проверьте адреса.
tls-unreadable = { $setting }: файл не читается.
tls-not-pem = { $setting }: в файле нет нужного PEM.
tls-mismatch = Ключ из TLS_PRIVATE_KEY не подходит к сертификату из TLS_CERTIFICATE. Сертификат этого сервера должен стоять в файле первым.
tls-unusable = Сертификат из TLS_CERTIFICATE или ключ из TLS_PRIVATE_KEY использовать нельзя: нужны цепочка PEM и незашифрованный ключ ECDSA, RSA или Ed25519.
part-ended = Часть программы остановилась сама: { $part }. Подробности выше в журнале.
threads-failed = Система не дала запустить программу: { $reason }.

init-welcome = Настроим дневник. Пустой ответ оставляет то, что в скобках.
init-ask-token = Токен бота от @BotFather (пусто — без Telegram)
init-ask-public-url = Адрес этого сервера для Алисы, например https://diary.example.org (пусто — без Алисы)
init-ask-access = Кого впускать: invite — только по приглашению, open — всех
init-ask-zone = Часовой пояс
init-ask-database = Файл дневника
init-bad-answer = Так не подойдёт. { $hint }
init-token-refused = Telegram не знает такого токена. Проверьте его у @BotFather.
init-token-unchecked = До Telegram сейчас не достучаться, токен не проверен. Если Telegram здесь недоступен, задайте TELEGRAM_PROXY.
init-token-good = Токен верный: @{ $bot }
init-exists = Файл { $path } уже есть, я его не меняю. Показать ссылки: tonolog init --links
init-no-door = Нужна хотя бы одна дверь: токен Telegram или адрес для Алисы.
init-failed = Файл { $path } не записан: { $reason }.
init-written = Настройки записаны в { $path }, читать их может только владелец файла. Сохраните копию DATABASE_KEY в надёжном месте: без него дневник не открыть.
init-written-system = Настройки записаны в { $path }, читать их могут только root и служба. Сохраните копию DATABASE_KEY в надёжном месте: без него дневник не открыть.
init-invitation = Приглашение владельца (откройте его первым, оно действует один раз): { $link }
init-invitation-command = Приглашение владельца: отправьте боту первым делом /start { $invitation }
init-webhook = Адрес для навыка в консоли Яндекс Диалогов: { $url }
init-next = Дальше: tonolog serve. Для резервных копий: tonolog backup --new-key. Всё ли в порядке: tonolog check
init-next-system = Дальше: sudo systemctl enable --now tonolog
hint-public-url = Нужен адрес, который начинается с https://.

notify-needs = Укажите, какая служба отказала: tonolog notify --unit tonolog
notify-nobody = Сообщить некому: владелец ещё не открывал чат.
notify-failed = Владельцу не сообщено: { $reason }.
notice-service = Служба дневника остановилась и сама не поднялась ({ $when }). Колонка не отвечает; сообщения, отправленные сюда, ждут не дольше суток.
    Причина — на сервере: journalctl -u { $unit }
notice-backup = Резервная копия дневника не сделана ({ $when }). Сам дневник работает.
    Причина — на сервере: journalctl -u { $unit }
notice-verify = Регулярная проверка сервера дневника нашла неисправность ({ $when }): в резервных копиях, в журнале доступа или в установке.
    Какую — на сервере: journalctl -u { $unit }
notice-unit = На сервере дневника отказала служба { $unit } ({ $when }).
    Причина — на сервере: journalctl -u { $unit }

demo-welcome = Это ваш дневник на пробу: всё настоящее, кроме Telegram, файл зашифрован и исчезнет в конце.
    Пишите как в чат: 120/80 75. Номер нажимает кнопку. «алиса, …» говорит с колонкой. Выход: /quit
demo-prompt = вы
demo-bot = бот
demo-alice = Алиса
demo-voice = вслух
demo-failed = Демонстрация не запустилась: { $reason }

check-needs = Укажите, что проверить: tonolog check --alice https://diary.example.org
check-no-address = Укажите адрес сервера или задайте PUBLIC_URL: tonolog check --alice https://diary.example.org
check-malformed = Нужен адрес, который начинается с https://, например https://diary.example.org
check-plain = Яндекс вызывает навык только по HTTPS. По http:// можно проверить лишь сервер на этой же машине.
check-no-secret = Секрет неизвестен. Запустите проверку там, где лежит .env, или задайте ALICE_WEBHOOK_SECRET.
check-phrase = давление { $systolic } на { $diastolic } пульс { $pulse }
check-begins = Проверяю { $place }
check-good = хорошо     { $finding }
check-doubtful = внимание   { $finding }
check-bad = плохо      { $finding }
check-passed = Навык отвечает так, как нужно Яндексу.
check-failed = Так навык работать не будет. Исправьте первое, что отмечено словом «плохо», и проверьте ещё раз.

check-trusted = Сертификату доверяют, цепочка целая.
check-unencrypted = Без HTTPS, на этой же машине. Яндексу нужен HTTPS: проверьте и внешний адрес.
check-no-name = Такого имени нет в DNS. Проверьте адрес и запись домена.
check-no-answer = Сервер не принимает соединений. Проверьте, что обратный прокси работает и порт 443 открыт.
check-untrusted = Сертификату не доверяют: он самоподписанный или отдана не вся цепочка. Укажите прокси файл fullchain.pem.
check-expired = Срок сертификата истёк или ещё не начался. Обновите сертификат и проверьте часы сервера.
check-other-name = Сертификат выдан на другое имя. Выпустите сертификат на имя из адреса навыка.
check-broken = Соединение обрывается. Смотрите журнал обратного прокси и tonolog.
check-redirected = Сервер отвечает перенаправлением ({ $status }). Укажите в консоли конечный адрес или уберите перенаправление.
check-no-webhook = По этому адресу навыка нет ({ $status }) или секрет не тот. Проверьте путь /alice_webhook и настройку прокси, сравните ALICE_WEBHOOK_SECRET здесь и на сервере; после изменения перезапустите tonolog.
check-unreached = Прокси не достучался до программы ({ $status }). Проверьте, что tonolog работает и слушает HTTP_LISTEN.
check-refused = Неожиданный ответ ({ $status }). Проверьте, что прокси пропускает POST на /alice_webhook.
check-not-a-skill = Отвечает что-то другое, не навык. Проверьте, что прокси передаёт /alice_webhook именно tonolog.
check-alive = На проверку Яндекса (ping) навык отвечает.
check-secret-refused = Секрет не подошёл. Сверьте ALICE_WEBHOOK_SECRET здесь и на сервере; после смены перезапустите tonolog.
check-guarded = С чужим секретом не впускают.
check-open = С чужим секретом впускают тоже: по адресу навыка может писать кто угодно. Проверьте, что прокси передаёт ?token= без изменений.
check-other-skill = Сервер обслуживает только навык из ALICE_SKILL_ID. Сверьте его здесь и на сервере.
check-rehearsed = Пробные показания услышаны верно и не записаны.
check-misheard = Пробные показания не услышаны. Обновите tonolog на сервере; если версия та же, смотрите его журнал.
check-unfit = Яндекс не примет такой ответ: { $fields }. Если вы меняли слова в DIALOGS_PATH, сократите их.
check-fits = Ответы укладываются в ограничения Яндекса.
check-quick = Самый медленный ответ: { $ms } мс.
check-slow = Самый медленный ответ: { $ms } мс, пауза заметна. Яндекс ждёт 4500 мс вместе с сетью.
check-late = Ответ за { $ms } мс: Яндекс ждёт не дольше 4500 мс. Проверьте нагрузку, диск и сеть сервера.

health-well = Служба в порядке.
health-unwell = Служба сообщает, что не отвечает её часть: { $part }. Подробности в её журнале.
health-refused = По адресу { $address } отвечают кодом { $status } вместо состояния службы. Если задан HEALTH_NETWORKS, в нём должна быть и эта машина.
health-silent = По адресу { $address } никто не отвечает. Служба запущена?
