# tonolog check: is this machine ready for people to rely on?

ready-ok = good     { $finding }
ready-note = note     { $finding }
ready-warning = careful  { $finding }
ready-error = error    { $finding }
ready-passed = Ready. Worth a look: { $warnings }.
ready-failed = Not ready: errors { $errors }, worth a look { $warnings }. Begin with the first line marked “error”.

ready-settings-good = The settings are complete.
ready-secret-sample = { $setting } is the sample from the documentation, which everybody knows. A new one: openssl rand -hex 32
ready-recipient-sample = { $setting } is the sample from the documentation: you could open no backup. Make a pair of keys: tonolog backup --new-key
ready-credentials-good = The secrets come from credentials of systemd.
ready-credentials-none = Secrets stand in the settings file or the environment. Safer are credentials of systemd (LoadCredential=) or files named in X_FILE.
ready-files-private = Secrets, keys, diary and backups can be read by their owner only.
ready-file-open = Others on this machine can get at { $path } (mode { $mode }). chmod { $right } { $path }
ready-log-talkative = LOG_LEVEL is finer than info. Nothing of what people say is in the log, but it grows fast: set info.
ready-listen-open = HTTP_LISTEN takes connections from other machines. Behind a reverse proxy use 127.0.0.1.

ready-diary-good = The diary opens, and every page of it is whole: { $path }
ready-diary-none = There is no diary at { $path } yet; the first start makes it. If there should be one, check DATABASE_PATH and start nothing.
ready-chain-whole = The record of accesses is whole. Entries: { $entries }.
ready-chain-unread = The record of accesses could not be read just now. Try again: tonolog audit verify
ready-chain-no-heads = Nothing outside keeps the end of the record of accesses, so nobody would see that it was cut off. Set AUDIT_HEAD_PATH or AUDIT_HEAD_CHAT.
ready-schema-pending = The diary is of an older version; the next start brings it up to date. Make a backup before: tonolog backup
ready-disk-good = Room on the disk: { $mebibytes } MiB.
ready-disk-low = Only { $mebibytes } MiB are free where the diary lies. Make room: when the disk is full, no reading can be saved.
ready-service-runs = The service runs.
ready-service-stopped = The service does not run. To start it: tonolog serve. Some checks need it.
ready-clock-good = The clock is right.
ready-clock-off = The clock is off by { $seconds } s; readings would get wrong times. Switch on time synchronisation: timedatectl set-ntp true
ready-clock-behind = The diary was changed later than the clock says it is now: the clock is behind. Switch on time synchronisation: timedatectl set-ntp true

ready-backup-off = There are no backups: when the disk fails, everything is lost. Make a key with tonolog backup --new-key, then set BACKUP_RECIPIENT and BACKUP_PATH.
ready-backup-good = The newest backup is of { $when } and as it was written: { $path }
ready-backup-old = The newest backup is of { $when }, older than a day: { $path }. Make one now with tonolog backup, and see what it says.
ready-backup-same-disk = Backups lie on the same disk as the diary and are lost with it. Set BACKUP_COPY_PATH or BACKUP_CHAT, or take them elsewhere.

ready-telegram-closed = There is no Telegram door: TELEGRAM_BOT_TOKEN is not set.
ready-telegram-unreachable = Telegram cannot be reached from here. Check the network; where Telegram is blocked, set TELEGRAM_PROXY. The Alice door works without it.
ready-telegram-unreachable-both = Telegram can be reached neither through TELEGRAM_PROXY nor directly. Check the network and the proxy. The Alice door works without it.
ready-proxy-dead = Telegram cannot be reached through TELEGRAM_PROXY, but it can directly. Mend the proxy, or remove the setting.
ready-telegram-unwell = Telegram answers, but not as expected. Try again later; if TELEGRAM_API_URL is set, check it.
ready-route-good = Route { $route } of TELEGRAM_ROUTES works ({ $ms } ms).
ready-route-dead = Route { $route } to Telegram does not work; another one is used. Mend it or take it out of TELEGRAM_ROUTES.
ready-bot-good = Telegram knows the bot: @{ $bot }
ready-bot-good-proxy = Telegram knows the bot, through the proxy: @{ $bot }
ready-bot-refused = Telegram does not know this token. Get one from @BotFather and set TELEGRAM_BOT_TOKEN.
ready-bot-webhook = A webhook is set for the bot, so messages go elsewhere. Restart tonolog, which removes it; if it comes back, somebody else uses the token: revoke it with @BotFather.
ready-bot-poller = Somebody else fetches the messages of this bot. Stop the other program; if you know of none, revoke the token with @BotFather.
ready-bot-poller-unseen = Whether somebody else fetches the messages of this bot cannot be asked while the service fetches them itself. Its log would say “another process polls with this token”. To be sure: stop the service, run tonolog check, start it again.
ready-bot-waiting = Messages that wait at Telegram and are not fetched: { $count }. See the log of the service.

ready-alice-closed = There is no Alice door: ALICE_WEBHOOK_SECRET is not set.
ready-webhook-unknown = Where Yandex reaches the skill is not known. Set PUBLIC_URL, then it is checked here.
ready-webhook-later = The address of the skill is checked while the service runs.
ready-webhook-good = Yandex can reach the skill at { $address }, and it answers well.
ready-webhook-silent = The skill does not answer at its address. More: tonolog check --alice

ready-certificate-good = The certificate of the skill's address is good for { $days } days.
ready-certificate-soon = The certificate of the skill's address is good for { $days } days only and should have been renewed by now. With TLS_DOMAIN see why in the log, mend it, then kill -HUP the service; with files of your own renew them, then kill -HUP.
ready-certificate-over = The certificate of the skill's address has run out: Yandex does not call any more. With TLS_DOMAIN see why in the log, mend it, then kill -HUP the service; with files of your own renew them, then kill -HUP.
ready-certificate-none = There is no certificate for TLS_DOMAIN yet, so nobody gets in. The log of the service says why; most often port 443 is not reachable from outside.
ready-certificate-later = There is no certificate for TLS_DOMAIN yet; the service orders one when it starts.
