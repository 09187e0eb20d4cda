# The command line: for the person who runs the server.

usage = tonolog — a blood-pressure diary: a Telegram bot and an Alice skill over one encrypted file

    tonolog demo                try it here and now, without any account
    tonolog init                write .env with fresh keys (questions, or the flags below)
    tonolog init --links        show the links again
    tonolog serve               run until stopped
    tonolog check               is everything ready? (--strict: errors fail; --json: for machines)
    tonolog check --health      is the running service well? (exit code 0 or 1)
    tonolog check --alice URL   call the skill from outside as Yandex does (without URL: PUBLIC_URL)
    tonolog audit               how often what was done, by days; whether the log is whole (--days NUMBER)
    tonolog audit verify        whether the log is whole; --head FILE or NUMBER:CODE compares a kept end
    tonolog prune               remove what has served its time (the service itself does so every hour)
    tonolog backup              make an encrypted backup now, also while serving
    tonolog backup --new-key    make the pair of keys that backups need
    tonolog backup verify       compare the backups with their sums
    tonolog restore FILE        bring a backup back (--key FILE, --to FOLDER; --look only looks)
    tonolog rekey               give the diary another key (stop the service first)
    tonolog notify --unit NAME  tell the owner that a service failed (systemd does this)
    tonolog version             the version

    Flags of init: --unattended  --telegram-token TOKEN  --telegram-proxy URL  --telegram-api-url URL
      --public-url URL  --access invite|open  --time-zone ZONE  --database PATH  --directory DIR
      --system (settings in /etc/tonolog, the diary in /var/lib/tonolog)
unknown-argument = I do not understand “{ $argument }”. All commands: tonolog help
version = tonolog { $version }

config-missing = { $setting } is not set. The easiest way to make settings is: tonolog init
config-malformed = { $setting } is not written correctly. { $hint }
config-weak = { $setting } is too simple, or the sample from the documentation. A new one: openssl rand -hex 32
config-contradiction = { $setting } and { $other } exclude each other: set one of them.
config-needs = { $setting } has no use without { $other }: set both or neither.
config-unreadable = { $setting }: the file with this value cannot be read.
config-env-file = The file .env cannot be understood: check quotes and equals signs.
config-locked = The settings file belongs to somebody else: only root and the service may read it. Try: sudo -u tonolog tonolog …
config-no-door = Both doors are closed: set TELEGRAM_BOT_TOKEN or ALICE_WEBHOOK_SECRET. The easiest way: tonolog init
hint-access = It can be invite or open.
hint-backup-recipient = The public key is needed that tonolog backup --new-key prints: age1…
hint-backup-chat = It can be off, daily or weekly.
plainly = { $trouble }
hint-acme-contact = An e-mail address is needed, such as me@example.org.
hint-acme-directory = The address of the authority's directory is needed; it begins with https://.
hint-telegram-routes = One to eight routes are needed with commas between them: direct, or addresses that begin with http://, https://, socks5:// or socks5h://. A comma inside a password is written %2C.
hint-tls-certificate = The path of a PEM file is needed, not its content.
hint-tls-domain = One to ten domain names are needed with commas between them, such as diary.example.org.
hint-tls-private-key = The path of a PEM file is needed, not its content.
hint-database-key = Exactly 64 hexadecimal digits are needed.
hint-http-listen = An address and a port are needed, such as 127.0.0.1:8080.
hint-number = A whole number is needed.
hint-log-level = It can be off, error, warn, info, debug or trace.
hint-audit-head-chat = It can be true or false.
hint-audit-retention-days = A whole number of days is needed, 30 or more.
hint-inactive-days = A whole number of days is needed, 30 or more; 0 means never to ask.
hint-telegram-api-url = An address is needed that begins with http:// or https://.
hint-telegram-bot-token = @BotFather issues the token; it looks like 123456789:AbC…
hint-telegram-proxy = An address is needed that begins with http://, https://, socks5:// or socks5h://.
hint-time-zone = The IANA name of a zone is needed, such as Europe/Moscow.

store-in-use = The file { $path } is open in another tonolog process. Stop that one and try again.
store-missing = There is no file { $path }.
store-plaintext = { $path } is a database that is not encrypted. Only encrypted ones are kept here; the file was not touched.
store-wrong-key = The key does not open the file { $path } (or its very beginning is damaged). Check DATABASE_KEY; the file was not touched.
store-damaged = The file { $path } is damaged: not all of its pages are whole. Restore it from a copy; the file was not touched.
store-newer = The file { $path } was made by a newer version of tonolog. Update the program; the file was not touched.
store-older = The file { $path } was made by an older version of tonolog. Run the service once: it brings it up to date.
store-foreign = The file { $path } was made by another program. Name another path in DATABASE_PATH; the file was not touched.
store-system = The file { $path } cannot be opened: { $reason }.
store-other = The file { $path } cannot be opened: { $reason }.
words-fault = The words in dialogs are not in order: { $fault }
listen-failed = The address { $address } could not be taken: { $reason }. Change HTTP_LISTEN.
telegram-settings = TELEGRAM_API_URL, TELEGRAM_PROXY or TELEGRAM_ROUTES cannot be used: check the addresses.
tls-unreadable = { $setting }: the file cannot be read.
tls-not-pem = { $setting }: there is no PEM of the right kind in the file.
tls-mismatch = The key in TLS_PRIVATE_KEY is not that of the certificate in TLS_CERTIFICATE. The certificate of this server has to be the first one in its file.
tls-unusable = The certificate in TLS_CERTIFICATE or the key in TLS_PRIVATE_KEY cannot be used: a PEM chain and an unencrypted ECDSA, RSA or Ed25519 key are needed.
part-ended = A part of the program ended by itself: { $part }. The log above says more.
threads-failed = The system did not let the program start: { $reason }.

init-welcome = Let us set up the diary. An empty answer keeps what stands in brackets.
init-ask-token = The bot's token from @BotFather (empty: without Telegram)
init-ask-public-url = The address of this server for Alice, such as https://diary.example.org (empty: without Alice)
init-ask-access = Who may come in: invite for people with an invitation, open for everybody
init-ask-zone = Time zone
init-ask-database = The file of the diary
init-bad-answer = That does not fit. { $hint }
init-token-refused = Telegram does not know this token. Check it with @BotFather.
init-token-unchecked = Telegram cannot be reached now, so the token was not checked. If Telegram is not available here, set TELEGRAM_PROXY.
init-token-good = The token is good: @{ $bot }
init-exists = The file { $path } is there already, and I do not change it. To see the links: tonolog init --links
init-no-door = At least one door is needed: a Telegram token or an address for Alice.
init-failed = The file { $path } was not written: { $reason }.
init-written = The settings are in { $path }; only its owner can read them. Keep a copy of DATABASE_KEY in a safe place: without it nobody can open the diary.
init-written-system = The settings are in { $path }; only root and the service can read them. Keep a copy of DATABASE_KEY in a safe place: without it nobody can open the diary.
init-invitation = The owner's invitation (be the first to open it, it works once): { $link }
init-invitation-command = The owner's invitation: first of all send the bot /start { $invitation }
init-webhook = The address for the skill in the Yandex Dialogs console: { $url }
init-next = Next: tonolog serve. For backups: tonolog backup --new-key. Is all well? tonolog check
init-next-system = Next: sudo systemctl enable --now tonolog
hint-public-url = An address is needed that begins with https://.

notify-needs = Say which service failed: tonolog notify --unit tonolog
notify-nobody = Nobody can be told: the owner has not come into the chat yet.
notify-failed = The owner was not told: { $reason }.
notice-service = The diary’s service has stopped and did not come up again ({ $when }). The speaker does not answer; messages sent here wait for a day at most.
    The reason, on the server: journalctl -u { $unit }
notice-backup = The backup of the diary failed ({ $when }). The diary itself goes on.
    The reason, on the server: journalctl -u { $unit }
notice-verify = The regular check of the diary’s server found a fault ({ $when }): in the backups, in the audit chain or in the installation.
    What it is, on the server: journalctl -u { $unit }
notice-unit = { $unit } failed on the diary’s server ({ $when }).
    The reason, on the server: journalctl -u { $unit }

demo-welcome = This is your diary to try: everything is real except Telegram; the file is encrypted and goes at the end.
    Write as in a chat: 120/80 75. A number taps a button. “alice, …” talks to the speaker. To leave: /quit
demo-prompt = you
demo-bot = bot
demo-alice = Alice
demo-voice = aloud
demo-failed = The demo did not start: { $reason }

check-needs = Say what to check: tonolog check --alice https://diary.example.org
check-no-address = Give the address of the server or set PUBLIC_URL: tonolog check --alice https://diary.example.org
check-malformed = An address is needed that begins with https://, such as https://diary.example.org
check-plain = Yandex calls a skill over HTTPS only. With http:// only a server on this machine can be checked.
check-no-secret = The secret is not known. Run the check where .env lies, or set ALICE_WEBHOOK_SECRET.
check-phrase = pressure { $systolic } over { $diastolic } pulse { $pulse }
check-begins = Checking { $place }
check-good = good     { $finding }
check-doubtful = careful  { $finding }
check-bad = bad      { $finding }
check-passed = The skill answers the way Yandex needs it.
check-failed = The skill will not work like this. Mend the first line marked “bad”, then check again.

check-trusted = The certificate is trusted and its chain is whole.
check-unencrypted = Without HTTPS, on this machine. Yandex needs HTTPS: check the outer address as well.
check-no-name = There is no such name in DNS. Check the address and the record of the domain.
check-no-answer = The server takes no connections. Check that the reverse proxy runs and port 443 is open.
check-untrusted = The certificate is not trusted: it is self-signed, or not the whole chain is sent. Give the proxy the file fullchain.pem.
check-expired = The certificate has run out or does not hold yet. Renew it, and check the clock of the server.
check-other-name = The certificate belongs to another name. Get one for the name in the address of the skill.
check-broken = The connection breaks off. See the logs of the reverse proxy and of tonolog.
check-redirected = The server answers with a redirect ({ $status }). Put the final address into the console, or remove the redirect.
check-no-webhook = There is no skill at this address ({ $status }), or not for this secret. Check the path /alice_webhook and the proxy, and compare ALICE_WEBHOOK_SECRET here and on the server; restart tonolog after a change.
check-unreached = The proxy does not reach the program ({ $status }). Check that tonolog runs and listens at HTTP_LISTEN.
check-refused = An unexpected answer ({ $status }). Check that the proxy passes on POST to /alice_webhook.
check-not-a-skill = Something answers that is no skill. Check that the proxy passes /alice_webhook on to tonolog.
check-alive = The check by Yandex (ping) is answered.
check-secret-refused = The secret was not accepted. Compare ALICE_WEBHOOK_SECRET here and on the server; restart tonolog after a change.
check-guarded = A wrong secret is turned away.
check-open = A wrong secret is let in as well: anybody may write to the address of the skill. Check that the proxy passes ?token= on unchanged.
check-other-skill = The server answers only the skill in ALICE_SKILL_ID. Compare it here and on the server.
check-rehearsed = A reading said on trial was heard rightly and not stored.
check-misheard = A reading said on trial was not heard. Update tonolog on the server; if the version is the same, see its log.
check-unfit = Yandex will not take such an answer: { $fields }. If you changed words in DIALOGS_PATH, shorten them.
check-fits = The answers are within the limits of Yandex.
check-quick = The slowest answer took { $ms } ms.
check-slow = The slowest answer took { $ms } ms, a pause that people notice. Yandex waits 4500 ms, network included.
check-late = An answer took { $ms } ms; Yandex waits for 4500 ms at most. Check the load, the disk and the network of the server.

health-well = The service is well.
health-unwell = The service says that a part of it does not answer: { $part }. More is in its log.
health-refused = At { $address } something answers with status { $status } instead of the service's health. If HEALTH_NETWORKS is set, this machine has to be in it.
health-silent = Nobody answers at { $address }. Is the service running?
