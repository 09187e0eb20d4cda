// Scenarios, played by alice-tester against the running program. Its own checks (fields that have
// to be there, lengths, words such as "undefined", time to answer) hold for every answer.
//
// A scenario is a name and its turns. A turn is what is said ('' opens the skill), then what the
// answer has to match, in any number. { not: /x/ } must not match, { end: true } must end the
// skill; { tap: 'Да' } taps a button instead of saying something. Each scenario has a person and
// a speaker of its own; `agreed` begins after consent.

const agreed = [
  ['', /Согласны\?/],
  ['да', /дневник открыт/],
];

module.exports = {
  'the first words are an introduction and a closed question': [
    ['', /дневник давления/, /Скажите да или нет/, { not: /Записано/ }],
  ],
  'who does not agree leaves nothing behind': [
    ['', /Согласны\?/],
    ['нет', /ничего не сохранено/],
    ['последнее давление', /Согласны\?/],
  ],
  'a reading said first is kept for the yes': [
    ['', /Согласны\?/],
    ['давление 118 на 76', /запишу после вашего согласия/],
    ['да', /дневник открыт/, /Записано: 118\/76/],
    ['последнее давление', /118\/76/],
  ],
  'consent by a tap': [
    ['', /Согласны\?/],
    [{ tap: 'Да' }, /дневник открыт/],
  ],
  'a reading is saved and read back': [
    ...agreed,
    ['давление 120 на 80 пульс 75', /Записано: 120\/80, пульс 75/, /сегодня в/, /отмени/],
  ],
  'a reading in words': [
    ...agreed,
    ['запиши сто тридцать на восемьдесят пять пульс шестьдесят шесть', /Записано: 130\/85, пульс 66/],
  ],
  'misheard separators': [
    ...agreed,
    ['121 и 81', /Записано: 121\/81/],
    ['122 по 82', /Записано: 122\/82/],
    ['123 к 83', /Записано: 123\/83/],
    ['верхнее 124 нижнее 84', /Записано: 124\/84/],
  ],
  'glued digits are asked about': [
    ...agreed,
    ['12580', /125\/80/, /Верно\?/, { not: /Записано/ }],
    ['да', /Записано: 125\/80/],
  ],
  'a missing part is asked for': [
    ...agreed,
    ['верхнее 140', /А нижнее\?/],
    ['90', /Записано: 140\/90/],
  ],
  'a doubtful reading waits for a yes': [
    ...agreed,
    ['давление 158 на 38', /158\/38/, /Верно\?/],
    ['да', /Записано: 158\/38/],
  ],
  'a doubtful reading goes with a no': [
    ...agreed,
    ['давление 158 на 38', /Верно\?/],
    ['нет', /не записываю/],
    ['последнее давление', /Записей пока нет/],
  ],
  'swapped numbers are asked about': [
    ...agreed,
    ['80 на 120', /Верхнее 120, нижнее 80/],
    ['да', /Записано: 120\/80/],
  ],
  'impossible numbers are refused': [
    ...agreed,
    ['давление 700 на 80', /Ничего не записано/],
    ['последнее давление', /Записей пока нет/],
  ],
  'the last reading, then its removal after a yes': [
    ...agreed,
    ['131 на 84', /Записано: 131\/84/],
    ['последнее давление', /131\/84/],
    ['отмени', /Удалить запись 131\/84/],
    ['да', /Удалено: 131\/84/],
    ['последнее давление', /Записей пока нет/],
  ],
  'a removal declined': [
    ...agreed,
    ['132 на 85', /Записано/],
    ['удали последнюю запись', /Удалить запись 132\/85/],
    ['нет', /оставляю/],
    ['последнее давление', /132\/85/],
  ],
  'help names every command, abilities are brief': [
    ...agreed,
    ['помощь', /все команды/, /Последнее давление/, /Отмени/, /Код/, /Хватит/],
    ['что ты умеешь', /записываю давление/, { not: /все команды/ }],
  ],
  'the end': [
    ...agreed,
    ['хватит', /До свидания/, { end: true }],
  ],
  'say it again': [
    ...agreed,
    ['133 на 86', /Записано: 133\/86/],
    ['повтори', /133\/86/],
  ],
  'a code that nobody gave': [
    ...agreed,
    ['код абажур 482', /Такого кода нет/],
  ],
  'a very high reading is stored and never judged': [
    ...agreed,
    ['давление 195 на 115', /Записано: 195\/115/, /сто три/, { not: /высок|опасн|норм/ }],
  ],
  'not understood, twice': [
    ...agreed,
    ['белиберда', /Не поняла/],
    ['абракадабра', /Всё ещё не понимаю/, /хватит/],
  ],
  'a question is no reading': [
    ...agreed,
    ['125 на 85 это опасно', { not: /Записано/ }],
    ['последнее давление', /Записей пока нет/],
  ],
  'opened with a command': [
    ...agreed,
    [{ enter: 'запиши 126 на 79' }, /Записано: 126\/79/],
  ],
};
