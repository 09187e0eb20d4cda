# Backups, bringing them back, another key: at the terminal and in the owner's chat.

backup-made = Backup made: { $path }
    { $kibibytes } KiB; readings: { $readings }, diaries: { $accounts }. Older ones removed: { $removed }.
backup-new-key = A pair of keys for backups. The first line belongs into the settings of the server:

    BACKUP_RECIPIENT='{ $recipient }'

    The second opens every backup. It is shown this once and stored nowhere. Write it down on paper or keep it in another place, never on this server; without it no backup can be opened:

    { $key }
backup-verified = Backups in { $path }: { $count } as they were written, the newest of { $when }. What is inside can be told only with the key: tonolog restore FILE --look
backup-none = There are no backups in { $path }. To make one: tonolog backup
backup-damaged = Damaged or without its sum: { $path }. Do not rely on it; make a new one: tonolog backup
backup-no-settings = No place for backups is set. Make a key with tonolog backup --new-key, then set BACKUP_RECIPIENT and BACKUP_PATH.
backup-uncopied = The backup is made, but it is not in the second folder { $path }: { $trouble }

trouble-busy = Another backup is being made there right now.
trouble-no-folder = There is no folder { $path }. Make it, or mount the disk.
trouble-differs = The copy does not hold what the diary holds. Check the disk, then try again.
trouble-unfaithful = What was written to the disk is not what is read from it. Check the disk.
trouble-exists = { $path } is there already, and nothing is written over. Choose an empty folder: --to FOLDER
trouble-other-key = This key does not open the file. Take the one that was printed together with BACKUP_RECIPIENT.
trouble-damaged = The file is damaged or is no backup. Take another copy of it, or an older backup.
trouble-newer = A newer version of tonolog made this backup. Update the program and try again.
trouble-system = The system refused: { $reason }.

restore-needs = Say what to restore: tonolog restore FILE [--key FILE] [--to FOLDER]
restore-ask-key = The key of the backups (AGE-SECRET-KEY-1…)
restore-no-key = There is no key AGE-SECRET-KEY-1… in what was given.
restore-look = A whole backup of { $when }, made by tonolog { $program }. Readings: { $readings }, diaries: { $accounts }.
restore-done = Brought back: the backup of { $when }. Readings: { $readings }, diaries: { $accounts }.
    The diary is { $path }, with a new key; the settings are { $env }.
    What was saved after { $when } is not in it; whoever erased a diary after that has it again and should be asked.
    Answers that were on their way are not sent again.
    Next: stop the old server for good if it still runs, look through { $env }, go to that folder and run tonolog serve. Keep a copy of the new DATABASE_KEY.

rekey-done = The diary has a new key, and it is in { $path }. Keep a copy of it in a safe place. Readings: { $readings }.
    Older backups open as before. An owner's invitation that was not used yet is another one now: tonolog init --links
rekey-ready = The diary is ready for a new key. DATABASE_KEY does not come from a file that I could change ({ $source }), so put it there yourself:

    { $key }

    Then start tonolog: with this key it takes the new file. Started with the old key, everything stays as it was. The key is shown this once.
    An owner's invitation that was not used yet is another one then: tonolog init --links
rekey-finished = A change of the key had been cut short; it is finished now. The key in the settings is the new one.
source-process = the environment
source-written = the settings file, where it does not stand exactly once
source-credential = a credential of systemd

backup-here = A backup of the diary, encrypted. Only the key that you keep opens it.
backup-too-large = The backup is { $mebibytes } MiB: too large for this chat (50 MiB). It is on the server; copy it elsewhere from there.
backup-failing = { $times ->
    [one] A backup could not be made.
   *[other] { $times } backups in a row could not be made.
} The server's log says why; tonolog check says what to do. New readings are saved as before.
    .voice = Backups have failed several times. New readings are saved as before.
