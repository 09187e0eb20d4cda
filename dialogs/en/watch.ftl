# What the bot's owner is told about the service itself. Nothing about people.

watch-raised = { $what } It began: { $when }.
    .voice = The owner was told in Telegram.
watch-raised-often = { $what } It began: { $when }. It comes and goes; until tomorrow I only say when it is over.
    .voice = The owner was told in Telegram.
watch-still = It is still so. { $what } It began: { $when }.
    .voice = The owner was told in Telegram.
watch-over = Over: { $name }. It began: { $from }, it ended: { $to }.
    .voice = The owner was told in Telegram.
watch-unreachable = Telegram could not be reached. It began: { $from }, it ended: { $to }. What came meanwhile is being handled now.
    .voice = The owner was told in Telegram.

watch-fetching = Nothing comes from Telegram. Check the server's way to it, and whether a second bot runs with the same token.
    .voice = Telegram is silent.
watch-outbox = Answers have not been delivered for more than ten minutes. Check the server's way to Telegram and the service's log.
    .voice = Answers are not delivered.
watch-inbox = Messages have been waiting to be handled for more than two minutes. Check the server's load and the service's log.
    .voice = Messages are waiting.
watch-dead-letters = A message or an answer could not be handled, and the tries are used up. The reason is in the service's log.
    .voice = A message could not be handled.
watch-disk = There is hardly any room left on the diary's disk. Make some: without room no reading can be saved.
    .voice = There is hardly any room on the disk.
watch-writing = Writing to the disk takes longer than a second. Check the disk and the server's load.
    .voice = Writing to the disk takes long.
watch-backup = There has been no fresh backup for more than 26 hours. Check whether backups are made.
    .voice = There is no fresh backup.
watch-damage = The file of the diary is damaged. Keep it as it is, and restore the diary from a backup.
    .voice = The file of the diary is damaged.
watch-certificate = The certificate runs out in less than ten days and was not renewed. Check why.
    .voice = The certificate runs out soon.

watch-name-outbox = answers were not delivered
watch-name-inbox = messages were waiting
watch-name-dead-letters = messages could not be handled; none within the last hour
watch-name-disk = the disk was full
watch-name-writing = writing took long
watch-name-backup = there was no fresh backup
watch-name-damage = the file was damaged
watch-name-certificate = the certificate was running out
