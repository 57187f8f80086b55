<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>AudioMenu</name>
    <message>
        <source>Microphone</source>
        <translation>Микрофон</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>Динамик</translation>
    </message>
    <message>
        <source>Ringing</source>
        <comment>device</comment>
        <translation>Звонок</translation>
    </message>
    <message>
        <source>As in the system</source>
        <translation>Как в системе</translation>
    </message>
</context>
<context>
    <name>CallDetail</name>
    <message>
        <source>linked</source>
        <translation>привязан</translation>
    </message>
</context>
<context>
    <name>CallKeys</name>
    <message>
        <source>Hold</source>
        <translation>Удержание</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Микрофон</translation>
    </message>
    <message>
        <source>Keypad</source>
        <translation>Клавиатура тонального набора</translation>
    </message>
    <message>
        <source>Take the caller off hold</source>
        <translation>Вернуть абонента с удержания</translation>
    </message>
    <message>
        <source>Put the caller on hold</source>
        <translation>Поставить абонента на удержание</translation>
    </message>
    <message>
        <source>Hold: possible in a conversation</source>
        <translation>Удержание: доступно в разговоре</translation>
    </message>
    <message>
        <source>This telephony engine cannot hold a call</source>
        <translation>Этот движок телефонии не умеет удержание</translation>
    </message>
    <message>
        <source>The caller is on hold until the transfer is over</source>
        <translation>Абонент на удержании до конца перевода</translation>
    </message>
    <message>
        <source>Switch the microphone on</source>
        <translation>Включить микрофон</translation>
    </message>
    <message>
        <source>Switch the microphone off</source>
        <translation>Выключить микрофон</translation>
    </message>
    <message>
        <source>Microphone off: possible in a conversation</source>
        <translation>Выключение микрофона: доступно в разговоре</translation>
    </message>
    <message>
        <source>This telephony engine cannot switch the microphone off</source>
        <translation>Этот движок телефонии не умеет выключать микрофон</translation>
    </message>
    <message>
        <source>Close the keypad</source>
        <translation>Закрыть клавиатуру</translation>
    </message>
    <message>
        <source>Keypad: send digits</source>
        <translation>Тональный набор: передать цифры</translation>
    </message>
    <message>
        <source>Keypad: possible in a conversation</source>
        <translation>Тональный набор: доступен в разговоре</translation>
    </message>
    <message>
        <source>This telephony engine cannot send digits</source>
        <translation>Этот движок телефонии не умеет тональный набор</translation>
    </message>
</context>
<context>
    <name>CallLines</name>
    <message>
        <source>Last calls</source>
        <translation>Последние звонки</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>идёт сейчас</translation>
    </message>
</context>
<context>
    <name>CallList</name>
    <message>
        <source>Reading the calls…</source>
        <translation>Читаем звонки…</translation>
    </message>
    <message>
        <source>Your calls will stand here. Call a number or wait for a caller.</source>
        <translation>Здесь появятся ваши звонки. Наберите номер или дождитесь первого звонка.</translation>
    </message>
    <message>
        <source>No missed calls: everybody was answered.</source>
        <translation>Пропущенных звонков нет: всем ответили.</translation>
    </message>
    <message>
        <source>No call fits. Change the words, or show all calls.</source>
        <translation>Ничего не нашли. Измените запрос или покажите все звонки.</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Звонки</translation>
    </message>
    <message>
        <source>Show all calls</source>
        <translation>Показать все звонки</translation>
    </message>
</context>
<context>
    <name>CallModel</name>
    <message>
        <source>Call</source>
        <translation>Звонок</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Номер</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Организация</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Когда</translation>
    </message>
    <message>
        <source>Talk</source>
        <translation>Разговор</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
    <message>
        <source>Call back</source>
        <translation>Перезвонить</translation>
    </message>
</context>
<context>
    <name>CallerBlock</name>
    <message>
        <source>Caller ID</source>
        <translation>Определитель номера</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>Номер скрыт</translation>
    </message>
    <message>
        <source>Number not passed on</source>
        <translation>Номер не передан</translation>
    </message>
    <message>
        <source>last call</source>
        <translation>последний звонок</translation>
    </message>
    <message>
        <source>Looking for the client…</source>
        <translation>Ищем клиента…</translation>
    </message>
    <message>
        <source>Not in the CRM</source>
        <translation>Номера нет в CRM</translation>
    </message>
    <message>
        <source>Similar numbers: {count}</source>
        <translation>Похожие номера: {count}</translation>
    </message>
    <message>
        <source>Transferred by {who}</source>
        <translation>Переводит {who}</translation>
    </message>
    <message>
        <source>The conversation is encrypted (SRTP)</source>
        <translation>Разговор зашифрован (SRTP)</translation>
    </message>
    <message>
        <source>The conversation is not encrypted</source>
        <translation>Разговор не зашифрован</translation>
    </message>
    <message>
        <source>linked</source>
        <translation>привязан</translation>
    </message>
</context>
<context>
    <name>CandidateList</name>
    <message>
        <source>No organization was found. Check the spelling.</source>
        <translation>Организация не нашлась. Проверьте написание.</translation>
    </message>
</context>
<context>
    <name>CardHead</name>
    <message>
        <source>Inactive</source>
        <translation>Неактивный</translation>
    </message>
    <message>
        <source>Call linked</source>
        <translation>Звонок привязан</translation>
    </message>
    <message>
        <source>Link the call</source>
        <translation>Привязать звонок</translation>
    </message>
    <message>
        <source>Create a case</source>
        <translation>Создать обращение</translation>
    </message>
</context>
<context>
    <name>CardWindow</name>
    <message>
        <source>Changed in the CRM: {moment}</source>
        <translation>Изменено в CRM: {moment}</translation>
    </message>
    <message>
        <source>CRM data as of {moment}</source>
        <translation>Данные CRM на {moment}</translation>
    </message>
    <message>
        <source>Open in the CRM</source>
        <translation>Открыть в CRM</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Изменить</translation>
    </message>
    <message>
        <source>Edit (Ctrl+E)</source>
        <translation>Изменить (Ctrl+E)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>ClientSearchWindow</name>
    <message>
        <source>Client search</source>
        <translation>Поиск клиента</translation>
    </message>
    <message>
        <source>Client search by number</source>
        <translation>Поиск клиента по номеру</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Ищем…</translation>
    </message>
    <message>
        <source>Enter a name, an organization or a number.</source>
        <translation>Введите имя, организацию или номер.</translation>
    </message>
    <message>
        <source>Nobody was found by this number. Search by name or organization, or create a client.</source>
        <translation>По этому номеру никого не нашли. Найдите клиента по имени или организации или создайте его.</translation>
    </message>
    <message>
        <source>Nobody was found. Check the spelling, or create a client.</source>
        <translation>Никого не нашли. Проверьте написание или создайте клиента.</translation>
    </message>
    <message>
        <source>Nobody was found yet: the clients are still being loaded from the CRM.</source>
        <translation>Пока никого не нашли: клиенты ещё загружаются из CRM.</translation>
    </message>
    <message>
        <source>The clients have not been loaded from the CRM yet, so there is nowhere to search. They come by themselves once it answers; you can create a client already.</source>
        <translation>Клиенты ещё не загружены из CRM, искать пока негде. Они загрузятся сами, как только CRM ответит; создать клиента можно уже сейчас.</translation>
    </message>
    <message>
        <source>The first {count} are shown: type more.</source>
        <translation>Показаны первые {count}: наберите больше.</translation>
    </message>
    <message numerus="yes">
        <source>Found: %n</source>
        <translation>
            <numerusform>Найдена %n запись</numerusform>
            <numerusform>Найдено %n записи</numerusform>
            <numerusform>Найдено %n записей</numerusform>
        </translation>
    </message>
    <message>
        <source>Name, organization or number</source>
        <translation>Имя, организация или номер</translation>
    </message>
    <message>
        <source>Search for a client</source>
        <translation>Найти клиента</translation>
    </message>
    <message>
        <source>Create a client</source>
        <translation>Создать клиента</translation>
    </message>
    <message>
        <source>Create an organization</source>
        <translation>Создать организацию</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Select the client</source>
        <translation>Выбрать клиента</translation>
    </message>
</context>
<context>
    <name>ConditionRow</name>
    <message>
        <source>This is not a date. Enter dd.mm.yyyy.</source>
        <translation>Это не дата. Введите дд.мм.гггг.</translation>
    </message>
    <message>
        <source>dd.mm.yyyy</source>
        <translation>дд.мм.гггг</translation>
    </message>
    <message>
        <source>value</source>
        <translation>значение</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Поле</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Условие</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Значение</translation>
    </message>
    <message>
        <source>Remove the condition</source>
        <translation>Убрать условие</translation>
    </message>
</context>
<context>
    <name>Conditions</name>
    <message>
        <source>Add a condition</source>
        <translation>Добавить условие</translation>
    </message>
    <message>
        <source>Show inactive records</source>
        <translation>Показать неактивные записи</translation>
    </message>
</context>
<context>
    <name>ConflictGrid</name>
    <message>
        <source>Your change</source>
        <translation>Ваше изменение</translation>
    </message>
    <message>
        <source>In the CRM</source>
        <translation>В CRM</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Поле</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copy {text}</source>
        <translation>Скопировать {text}</translation>
    </message>
</context>
<context>
    <name>CrmPage</name>
    <message>
        <source>Address of the CRM</source>
        <translation>Адрес CRM</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Вход</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Имя пользователя</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Your sign-in name or e-mail in the CRM</source>
        <translation>Ваше имя входа или эл. почта в CRM</translation>
    </message>
    <message>
        <source>empty: this computer&apos;s account</source>
        <translation>пусто: учётная запись компьютера</translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>Определить</translation>
    </message>
    <message>
        <source>Windows (Kerberos or NTLM)</source>
        <translation>Windows (Kerberos или NTLM)</translation>
    </message>
    <message>
        <source>NTLM</source>
        <translation>NTLM</translation>
    </message>
    <message>
        <source>Name and password (Basic)</source>
        <translation>Имя и пароль (Basic)</translation>
    </message>
    <message>
        <source>In the browser (Microsoft 365)</source>
        <translation>В браузере (Microsoft 365)</translation>
    </message>
    <message>
        <source>Without a sign-in</source>
        <translation>Без входа</translation>
    </message>
</context>
<context>
    <name>DialField</name>
    <message>
        <source>Number</source>
        <translation>Номер</translation>
    </message>
    <message>
        <source>Number to call</source>
        <translation>Набрать номер</translation>
    </message>
    <message>
        <source>Number to call; Enter dials</source>
        <translation>Набрать номер, Enter — позвонить</translation>
    </message>
    <message>
        <source>Call this number</source>
        <translation>Позвонить на этот номер</translation>
    </message>
</context>
<context>
    <name>DirectoryModel</name>
    <message>
        <source>Favourites</source>
        <translation>Избранные</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Недавние</translation>
    </message>
    <message>
        <source>Without a directory</source>
        <translation>Без справочника</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>избранный</translation>
    </message>
</context>
<context>
    <name>DirectoryTree</name>
    <message>
        <source>Reading the phone directory…</source>
        <translation>Читаем телефонный справочник…</translation>
    </message>
    <message>
        <source>Nobody in the phone directory fits. Any number can be entered below.</source>
        <translation>В телефонном справочнике никого не нашли. Ниже можно ввести любой номер.</translation>
    </message>
    <message>
        <source>The phone directory is empty. Enter the number below.</source>
        <translation>Телефонный справочник пуст. Введите номер ниже.</translation>
    </message>
    <message>
        <source>Phone directory</source>
        <translation>Телефонный справочник</translation>
    </message>
</context>
<context>
    <name>DispositionBox</name>
    <message>
        <source>Result of the call</source>
        <translation>Результат звонка</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>Без результата</translation>
    </message>
</context>
<context>
    <name>FileEditor</name>
    <message>
        <source>Browse…</source>
        <translation>Обзор…</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Which calls</source>
        <translation>Какие звонки</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Все звонки</translation>
    </message>
    <message>
        <source>Incoming</source>
        <translation>Входящие</translation>
    </message>
    <message>
        <source>Outgoing</source>
        <translation>Исходящие</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Пропущенные</translation>
    </message>
    <message>
        <source>Of which days</source>
        <translation>За какие дни</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Вчера</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 дней</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>Все дни</translation>
    </message>
    <message>
        <source>Number, name or note</source>
        <translation>Номер, имя или заметка</translation>
    </message>
    <message>
        <source>Search in the calls</source>
        <translation>Поиск по звонкам</translation>
    </message>
</context>
<context>
    <name>FirstStartWindow</name>
    <message>
        <source>First start</source>
        <translation>Первый запуск</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далее</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Проверяем…</translation>
    </message>
    <message>
        <source>Without CRM</source>
        <translation>Без CRM</translation>
    </message>
    <message>
        <source>Set up later</source>
        <translation>Настроить позже</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Пропустить</translation>
    </message>
</context>
<context>
    <name>FixedBy</name>
    <message>
        <source>Set by the administrator: {place}</source>
        <translation>Задано администратором: {place}</translation>
    </message>
    <message>
        <source>Set by the administrator (group policy): {place}</source>
        <translation>Задано администратором (групповая политика): {place}</translation>
    </message>
    <message>
        <source>Set by the variable {place}</source>
        <translation>Задано переменной {place}</translation>
    </message>
</context>
<context>
    <name>FormFooter</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Save (Ctrl+S)</source>
        <translation>Сохранить (Ctrl+S)</translation>
    </message>
    <message>
        <source>Save and close</source>
        <translation>Сохранить и закрыть</translation>
    </message>
    <message>
        <source>Save and close (Ctrl+Enter)</source>
        <translation>Сохранить и закрыть (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Do not save</source>
        <translation>Не сохранять</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Save</source>
        <comment>in answer to a question</comment>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Do not quit</source>
        <translation>Не выходить</translation>
    </message>
    <message>
        <source>Unfinished card</source>
        <translation>Незаконченная карточка</translation>
    </message>
    <message>
        <source>Save before you quit?</source>
        <translation>Сохранить перед выходом?</translation>
    </message>
    <message>
        <source>Save what you have entered?</source>
        <translation>Сохранить введённое?</translation>
    </message>
    <message>
        <source>Save the changes?</source>
        <translation>Сохранить изменения?</translation>
    </message>
    <message>
        <source>The call will be linked.</source>
        <translation>Звонок будет привязан.</translation>
    </message>
</context>
<context>
    <name>GuessLine</name>
    <message>
        <source>Nobody is written so. Searched on the other keyboard layout: “{text}”.</source>
        <translation>Так никто не записан. Искали в другой раскладке: «{text}».</translation>
    </message>
    <message>
        <source>Nobody is written so. Similar ones are shown: there may be a typo.</source>
        <translation>Так никто не записан. Показаны похожие: возможно, опечатка.</translation>
    </message>
    <message>
        <source>Nobody has this number. In those shown the last seven digits are the same.</source>
        <translation>Такого номера ни у кого нет. У показанных совпали последние семь цифр.</translation>
    </message>
</context>
<context>
    <name>GuideWindow</name>
    <message>
        <source>Guide</source>
        <translation>Руководство</translation>
    </message>
    <message>
        <source>Find in the guide</source>
        <translation>Найти в руководстве</translation>
    </message>
    <message>
        <source>This does not stand in the guide. Try another word.</source>
        <translation>В руководстве этого нет. Попробуйте другое слово.</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Главы</translation>
    </message>
</context>
<context>
    <name>HistoryWindow</name>
    <message>
        <source>Call history</source>
        <translation>История звонков</translation>
    </message>
    <message>
        <source>Call back (Enter)</source>
        <translation>Перезвонить (Enter)</translation>
    </message>
    <message>
        <source>The caller&apos;s number was hidden</source>
        <translation>Номер был скрыт</translation>
    </message>
    <message>
        <source>Possible when the line is free and connected</source>
        <translation>Можно, когда линия свободна и подключена</translation>
    </message>
    <message numerus="yes">
        <source>Calls: %n</source>
        <translation>
            <numerusform>%n звонок</numerusform>
            <numerusform>%n звонка</numerusform>
            <numerusform>%n звонков</numerusform>
        </translation>
    </message>
    <message>
        <source>{shown}, older ones below</source>
        <translation>{shown}, более ранние ниже</translation>
    </message>
    <message>
        <source>Open the card</source>
        <translation>Открыть карточку</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Call back</source>
        <translation>Перезвонить</translation>
    </message>
</context>
<context>
    <name>IncomingNotice</name>
    <message>
        <source>Incoming call</source>
        <translation>Входящий звонок</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>Номер скрыт</translation>
    </message>
    <message>
        <source>Number not passed on</source>
        <translation>Номер не передан</translation>
    </message>
    <message>
        <source>CRM data as of {moment}</source>
        <translation>Данные CRM на {moment}</translation>
    </message>
    <message>
        <source>Call transfer</source>
        <translation>Перевод звонка</translation>
    </message>
    <message>
        <source>A colleague</source>
        <translation>Коллега</translation>
    </message>
    <message>
        <source>Looking for the client…</source>
        <translation>Ищем клиента…</translation>
    </message>
    <message>
        <source>Not in the CRM</source>
        <translation>Номера нет в CRM</translation>
    </message>
    <message>
        <source>Similar numbers: {count}</source>
        <translation>Похожие номера: {count}</translation>
    </message>
    <message>
        <source>The client was linked by the colleague</source>
        <translation>Клиента привязал коллега</translation>
    </message>
    <message>
        <source>Transferred by</source>
        <translation>Переводит</translation>
    </message>
    <message>
        <source>Accept the call</source>
        <translation>Принять звонок</translation>
    </message>
    <message>
        <source>Reject the call</source>
        <translation>Отклонить звонок</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>No key: press one</source>
        <translation>Нет клавиши: нажмите её</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Без клавиши</translation>
    </message>
</context>
<context>
    <name>KeyTexts</name>
    <message>
        <source>Accept</source>
        <translation>Принять</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Завершить</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Перевести</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Удержание</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Микрофон</translation>
    </message>
    <message>
        <source>Keypad</source>
        <translation>Клавиатура тонального набора</translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation>Поиск клиента</translation>
    </message>
    <message>
        <source>Operator status</source>
        <translation>Статус оператора</translation>
    </message>
    <message>
        <source>Note on the call</source>
        <translation>Заметка о звонке</translation>
    </message>
    <message>
        <source>Call history</source>
        <translation>История звонков</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Руководство</translation>
    </message>
    <message>
        <source>Call the copied number</source>
        <translation>Позвонить по скопированному номеру</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Изменить</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Найти</translation>
    </message>
    <message>
        <source>Read the list again</source>
        <translation>Прочитать список заново</translation>
    </message>
    <message>
        <source>Favourite</source>
        <translation>Избранное</translation>
    </message>
    <message>
        <source>Create a client</source>
        <translation>Создать клиента</translation>
    </message>
    <message>
        <source>Create an organization</source>
        <translation>Создать организацию</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Keypad</source>
        <translation>Клавиатура тонального набора</translation>
    </message>
    <message>
        <source>Typing works, too</source>
        <translation>Можно с клавиатуры</translation>
    </message>
</context>
<context>
    <name>ListModel</name>
    <message>
        <source>{name} (inactive)</source>
        <translation>{name} (неактивен)</translation>
    </message>
</context>
<context>
    <name>ListTable</name>
    <message>
        <source>Records</source>
        <translation>Записи</translation>
    </message>
</context>
<context>
    <name>ListWindow</name>
    <message>
        <source>Reading…</source>
        <translation>Читаем…</translation>
    </message>
    <message>
        <source>Records: {count}</source>
        <translation>Записей: {count}</translation>
    </message>
    <message>
        <source>Nothing was found. Enter less, or take out a condition.</source>
        <translation>Ничего не найдено. Введите меньше или уберите условие.</translation>
    </message>
    <message>
        <source>The records are still being loaded from the CRM.</source>
        <translation>Записи ещё загружаются из CRM.</translation>
    </message>
    <message>
        <source>There were no calls yet.</source>
        <translation>Звонков ещё не было.</translation>
    </message>
    <message>
        <source>There are no records yet. They appear with the next synchronisation.</source>
        <translation>Записей ещё нет. Они появятся после синхронизации.</translation>
    </message>
    <message>
        <source>Quick search: name, organization, number, e-mail</source>
        <translation>Быстрый поиск: имя, организация, номер, эл. почта</translation>
    </message>
    <message>
        <source>Quick search</source>
        <translation>Быстрый поиск</translation>
    </message>
    <message>
        <source>Advanced search</source>
        <translation>Расширенный поиск</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
</context>
<context>
    <name>MatchModel</name>
    <message>
        <source>Full name</source>
        <translation>Полное имя</translation>
    </message>
    <message>
        <source>Organization name</source>
        <translation>Название организации</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>Где найдено</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Номер</translation>
    </message>
    <message>
        <source>Last call</source>
        <translation>Последний звонок</translation>
    </message>
    <message>
        <source>A guess: found on the other keyboard layout</source>
        <translation>Предположение: найдено в другой раскладке</translation>
    </message>
    <message>
        <source>A guess: a similar word, there may be a typo</source>
        <translation>Предположение: похожее слово, возможно, опечатка</translation>
    </message>
    <message>
        <source>A guess: only the last seven digits are the same</source>
        <translation>Предположение: совпали только последние семь цифр</translation>
    </message>
    <message>
        <source>{name} (inactive)</source>
        <translation>{name} (неактивен)</translation>
    </message>
</context>
<context>
    <name>MatchTable</name>
    <message>
        <source>Clients found</source>
        <translation>Найденные клиенты</translation>
    </message>
</context>
<context>
    <name>MessageLine</name>
    <message>
        <source>Message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Synchronise now</source>
        <translation>Синхронизировать сейчас</translation>
    </message>
    <message>
        <source>Switch the microphone on</source>
        <translation>Включить микрофон</translation>
    </message>
    <message>
        <source>Choose a microphone</source>
        <translation>Выбрать микрофон</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Войти</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Настроить</translation>
    </message>
    <message>
        <source>Connect the two</source>
        <translation>Соединить</translation>
    </message>
    <message>
        <source>Take the caller back</source>
        <translation>Вернуть абонента</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Позвонить</translation>
    </message>
    <message>
        <source>Save the number</source>
        <translation>Сохранить номер</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить привязку</translation>
    </message>
    <message>
        <source>End the call and quit</source>
        <translation>Завершить и выйти</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Остаться</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>Скрыть сообщение</translation>
    </message>
</context>
<context>
    <name>MissedButton</name>
    <message numerus="yes">
        <source>Missed calls: %n</source>
        <translation>
            <numerusform>%n пропущенный звонок</numerusform>
            <numerusform>%n пропущенных звонка</numerusform>
            <numerusform>%n пропущенных звонков</numerusform>
        </translation>
    </message>
    <message>
        <source>{missed}. Click to see them and to call back.</source>
        <translation>{missed}. Нажмите, чтобы посмотреть и перезвонить.</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>Transferred by {colleague}</source>
        <translation>Переводит {colleague}</translation>
    </message>
    <message>
        <source>Call transfer</source>
        <translation>Перевод звонка</translation>
    </message>
    <message>
        <source>Incoming call</source>
        <translation>Входящий звонок</translation>
    </message>
    <message>
        <source>Show the panel</source>
        <translation>Показать панель</translation>
    </message>
    <message>
        <source>Accept the call</source>
        <translation>Принять звонок</translation>
    </message>
    <message>
        <source>Reject the call</source>
        <translation>Отклонить звонок</translation>
    </message>
    <message numerus="yes">
        <source>%n more missed</source>
        <translation>
            <numerusform>ещё %n пропущенный</numerusform>
            <numerusform>ещё %n пропущенных</numerusform>
            <numerusform>ещё %n пропущенных</numerusform>
        </translation>
    </message>
    <message>
        <source>Call back</source>
        <translation>Перезвонить</translation>
    </message>
    <message>
        <source>Missed call</source>
        <translation>Пропущенный звонок</translation>
    </message>
    <message>
        <source>Show the missed calls</source>
        <translation>Показать пропущенные</translation>
    </message>
</context>
<context>
    <name>NoteField</name>
    <message>
        <source>Note on the call</source>
        <translation>Заметка о звонке</translation>
    </message>
</context>
<context>
    <name>NoteLine</name>
    <message>
        <source>Note on the call</source>
        <translation>Заметка о звонке</translation>
    </message>
    <message>
        <source>Close the note</source>
        <translation>Закрыть заметку</translation>
    </message>
    <message>
        <source>Close the note; what was typed is kept (Esc)</source>
        <translation>Закрыть заметку, написанное сохранится (Esc)</translation>
    </message>
</context>
<context>
    <name>OpenItemRow</name>
    <message>
        <source>Call linked</source>
        <translation>Звонок привязан</translation>
    </message>
    <message>
        <source>Link the call</source>
        <translation>Привязать звонок</translation>
    </message>
</context>
<context>
    <name>OpenStrip</name>
    <message>
        <source>Open worksheets and cases</source>
        <translation>Открытые рабочие листы и обращения</translation>
    </message>
</context>
<context>
    <name>OperatorPage</name>
    <message>
        <source>Your name, as the called party sees it</source>
        <translation>Ваше имя, каким его видит собеседник</translation>
    </message>
    <message>
        <source>Wrap-up after a conversation, seconds</source>
        <translation>Постобработка после разговора, секунд</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Working groups</source>
        <translation>Рабочие группы</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Own number</source>
        <translation>Свой номер</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Постобработка</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} с</translation>
    </message>
    <message>
        <source>Telephony</source>
        <translation>Телефония</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>не настроена</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>without CRM</source>
        <translation>без CRM</translation>
    </message>
    <message>
        <source>{own}; in the phone directory of the CRM: {listed}</source>
        <translation>{own}; в телефонном справочнике CRM: {listed}</translation>
    </message>
</context>
<context>
    <name>OrganizationChooser</name>
    <message>
        <source>Clear</source>
        <translation>Очистить</translation>
    </message>
    <message>
        <source>Not among the organizations here</source>
        <translation>Организации нет среди загруженных</translation>
    </message>
    <message>
        <source>Type to find it</source>
        <translation>Введите название для поиска</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>This telephony engine cannot transfer calls</source>
        <translation>Этот движок телефонии не умеет переводить звонки</translation>
    </message>
    <message>
        <source>Close the note</source>
        <translation>Закрыть заметку</translation>
    </message>
    <message>
        <source>Note on the call</source>
        <translation>Заметка о звонке</translation>
    </message>
    <message>
        <source>Note: possible from the first call on</source>
        <translation>Заметка: после первого звонка</translation>
    </message>
    <message>
        <source>End the call</source>
        <translation>Завершить звонок</translation>
    </message>
    <message>
        <source>End the call: reject it</source>
        <translation>Завершить звонок: отклонить</translation>
    </message>
    <message>
        <source>End the call: stop calling</source>
        <translation>Завершить звонок: отменить вызов</translation>
    </message>
    <message>
        <source>End the transfer: take the caller back</source>
        <translation>Завершить перевод: вернуть абонента</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Принять</translation>
    </message>
    <message>
        <source>Accept the call</source>
        <translation>Принять звонок</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Завершить</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Перевести</translation>
    </message>
    <message>
        <source>Cancel the transfer</source>
        <translation>Отменить перевод</translation>
    </message>
    <message>
        <source>Cancel the transfer: too late, the two are being connected</source>
        <translation>Отменить перевод: уже поздно, АТС соединяет абонента с коллегой</translation>
    </message>
    <message>
        <source>Transfer the call</source>
        <translation>Перевести звонок</translation>
    </message>
</context>
<context>
    <name>PanelMenu</name>
    <message>
        <source>Menu</source>
        <translation>Меню</translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation>Найти клиента</translation>
    </message>
    <message>
        <source>Note on the call</source>
        <translation>Заметка о звонке</translation>
    </message>
    <message>
        <source>Call history</source>
        <translation>История звонков</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Руководство</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Клиенты</translation>
    </message>
    <message>
        <source>Organizations</source>
        <translation>Организации</translation>
    </message>
    <message>
        <source>Unsent changes</source>
        <translation>Неотправленные изменения</translation>
    </message>
    <message>
        <source>Sign in to the CRM</source>
        <translation>Войти в CRM</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>Действия</translation>
    </message>
    <message>
        <source>Phone calls</source>
        <translation>Звонки</translation>
    </message>
    <message>
        <source>Move to the other screen</source>
        <translation>Перенести на другой экран</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>Сохранить диагностику</translation>
    </message>
    <message>
        <source>Hide the panel</source>
        <translation>Скрыть панель</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выход</translation>
    </message>
</context>
<context>
    <name>PasswordEditor</name>
    <message>
        <source>New password</source>
        <translation>Новый пароль</translation>
    </message>
</context>
<context>
    <name>PbxPage</name>
    <message>
        <source>Server of the PBX</source>
        <translation>Сервер АТС</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Соединение</translation>
    </message>
    <message>
        <source>Extension</source>
        <translation>Внутренний номер</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
</context>
<context>
    <name>PhoneRow</name>
    <message>
        <source>ext. {number}</source>
        <translation>доб. {number}</translation>
    </message>
    <message>
        <source>Call {number}</source>
        <translation>Позвонить: {number}</translation>
    </message>
    <message>
        <source>A call is possible when telephony is ready and free</source>
        <translation>Позвонить можно, когда телефония подключена и нет другого звонка</translation>
    </message>
</context>
<context>
    <name>ProblemTexts</name>
    <message>
        <source>Enter a last name or a first name.</source>
        <translation>Укажите фамилию или имя.</translation>
    </message>
    <message>
        <source>Please fill this in.</source>
        <translation>Заполните это поле.</translation>
    </message>
    <message>
        <source>Too long: at most {longest} characters.</source>
        <translation>Слишком длинно: не больше {longest} знаков.</translation>
    </message>
    <message>
        <source>Not a telephone number. Please check it.</source>
        <translation>Это не номер телефона. Проверьте его.</translation>
    </message>
    <message>
        <source>Not an e-mail address. Please check it.</source>
        <translation>Это не адрес эл. почты. Проверьте его.</translation>
    </message>
    <message>
        <source>Choose one from the list, or clear the field.</source>
        <translation>Выберите из списка или очистите поле.</translation>
    </message>
    <message>
        <source>This does not fit. Accepted: {accepted}.</source>
        <translation>Так не подходит. Допустимо: {accepted}.</translation>
    </message>
    <message>
        <source>{key} would do “{holder}” and “{idle}”. Choose another key.</source>
        <translation>{key} досталась бы и «{holder}», и «{idle}». Выберите другую клавишу.</translation>
    </message>
    <message>
        <source>{file}, line {line}. </source>
        <translation>{file}, строка {line}. </translation>
    </message>
    <message>
        <source>The settings cannot be read. Correct this line.</source>
        <translation>Настройки не читаются. Исправьте эту строку.</translation>
    </message>
    <message>
        <source>Unknown setting “{key}”. Accepted: {accepted}.</source>
        <translation>Неизвестная настройка «{key}». Допустимо: {accepted}.</translation>
    </message>
    <message>
        <source>“{value}” does not fit the setting “{key}”. Accepted: {accepted}.</source>
        <translation>Для настройки «{key}» не подходит «{value}». Допустимо: {accepted}.</translation>
    </message>
    <message>
        <source>The settings file {file} cannot be written. Check that you may change it.</source>
        <translation>Не удаётся записать файл настроек {file}. Проверьте права на запись.</translation>
    </message>
    <message>
        <source>The settings file {file} is not in UTF-8. Save it in UTF-8.</source>
        <translation>Файл настроек {file} не в UTF-8. Сохраните его в UTF-8.</translation>
    </message>
    <message>
        <source>The settings file {file} cannot be opened. Check that you may read it.</source>
        <translation>Файл настроек {file} не открывается. Проверьте права на чтение.</translation>
    </message>
    <message>
        <source>The CRM is off although “crm.url” is set: “crm.kind” is “none”. Set it to webapi or crm2013.</source>
        <translation>CRM отключена, хотя «crm.url» задан: «crm.kind» равен «none». Укажите webapi или crm2013.</translation>
    </message>
    <message>
        <source>“{key}” is fixed by the administrator ({by}) and cannot be changed here.</source>
        <translation>Настройка «{key}» задана администратором ({by}) и здесь не меняется.</translation>
    </message>
    <message>
        <source>Enter the user name first: the password is kept for it.</source>
        <translation>Сначала введите имя пользователя: пароль хранится для него.</translation>
    </message>
    <message>
        <source>End the call first: a restart would end it.</source>
        <translation>Сначала завершите звонок: перезапуск его оборвёт.</translation>
    </message>
    <message>
        <source>Starting with the session could not be set. Check that you may write to the autostart folder.</source>
        <translation>Не удалось настроить запуск вместе с сеансом. Проверьте, есть ли право записи в папку автозапуска.</translation>
    </message>
    <message>
        <source>{value} does “{does}” in the desk&apos;s windows already. Choose another key.</source>
        <translation>В окнах программы {value} уже означает «{does}». Выберите другую клавишу.</translation>
    </message>
    <message>
        <source>{key} is set for “{holder}” and for “{idle}”. It does “{holder}”; choose another key in [hotkeys].</source>
        <translation>Клавиша {key} назначена дважды: «{holder}» и «{idle}». Работает «{holder}»; выберите другую клавишу в [hotkeys].</translation>
    </message>
    <message>
        <source>Keys held by another program: {keys}. Choose others in [hotkeys].</source>
        <translation>Клавиши заняты другой программой: {keys}. Выберите другие в [hotkeys].</translation>
    </message>
    <message>
        <source>The system&apos;s password store is locked or absent. Unlock it and try again.</source>
        <translation>Хранилище паролей закрыто или отсутствует. Откройте его и повторите.</translation>
    </message>
    <message>
        <source>The telephone&apos;s password is not known. Enter it in the settings.</source>
        <translation>Пароль телефонии неизвестен. Введите его в настройках.</translation>
    </message>
    <message>
        <source>The CRM password is not known yet. Please sign in.</source>
        <translation>Пароль CRM пока неизвестен. Войдите в CRM.</translation>
    </message>
    <message>
        <source>Telephony is not set up. Enter server and extension in the settings.</source>
        <translation>Телефония не настроена. Укажите сервер и внутренний номер в настройках.</translation>
    </message>
    <message>
        <source>The PBX does not answer.</source>
        <translation>АТС не отвечает.</translation>
    </message>
    <message>
        <source>The PBX did not accept the password. Check it in the settings.</source>
        <translation>АТС не приняла пароль. Проверьте его в настройках.</translation>
    </message>
    <message>
        <source>The PBX does not know this extension. Please tell the administrator.</source>
        <translation>АТС не знает этот внутренний номер. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The PBX refused the registration. Please tell the administrator.</source>
        <translation>АТС отказала в регистрации. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The PBX&apos;s certificate is not trusted. Please tell the administrator.</source>
        <translation>Сертификату АТС нет доверия. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The PBX&apos;s certificate belongs to another server than {server}. Please tell the administrator.</source>
        <translation>Сертификат АТС выдан не серверу {server}. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The PBX&apos;s certificate is out of date. Check this computer&apos;s clock, or tell the administrator.</source>
        <translation>Срок действия сертификата АТС не наступил или истёк. Проверьте часы этого компьютера или сообщите администратору.</translation>
    </message>
    <message>
        <source>The file of trusted certificates {file} cannot be read.</source>
        <translation>Не удаётся прочитать файл доверенных сертификатов {file}.</translation>
    </message>
    <message>
        <source>Telephony cannot encrypt on this system. Choose UDP or TCP in the settings.</source>
        <translation>Телефония на этой системе не умеет шифровать. Выберите в настройках UDP или TCP.</translation>
    </message>
    <message>
        <source>Telephony had to be restarted. The desk is connecting again.</source>
        <translation>Телефония была перезапущена. Подключаемся снова.</translation>
    </message>
    <message>
        <source>Telephony does not start. Restart the program or tell the administrator.</source>
        <translation>Телефония не запускается. Перезапустите программу или сообщите администратору.</translation>
    </message>
    <message>
        <source>“{device}” has gone. The sound goes on with “{other}”.</source>
        <translation>Устройство «{device}» отключено. Звук переключён на «{other}».</translation>
    </message>
    <message>
        <source>“{device}” cannot be used. Close other programs that use it, or choose another device.</source>
        <translation>Устройство «{device}» не работает. Закройте другие программы, которые его используют, или выберите другое.</translation>
    </message>
    <message>
        <source>There is no microphone: you cannot be heard. Plug in a headset.</source>
        <translation>Нет микрофона: вас не слышно. Подключите гарнитуру.</translation>
    </message>
    <message>
        <source>There is no loudspeaker: you hear nothing. Plug in a headset.</source>
        <translation>Нет динамика: вам не слышно собеседника. Подключите гарнитуру.</translation>
    </message>
    <message>
        <source>{number} is busy. Please call again later.</source>
        <translation>Номер {number} занят. Перезвоните позже.</translation>
    </message>
    <message>
        <source>{number} rejected the call.</source>
        <translation>Абонент {number} отклонил звонок.</translation>
    </message>
    <message>
        <source>There is no number {number}. Please check it.</source>
        <translation>Номера {number} не существует. Проверьте его.</translation>
    </message>
    <message>
        <source>{number} does not answer. Please call again later.</source>
        <translation>Номер {number} не отвечает. Перезвоните позже.</translation>
    </message>
    <message>
        <source>{number} cannot be reached now. Please call again later.</source>
        <translation>Номер {number} сейчас недоступен. Перезвоните позже.</translation>
    </message>
    <message>
        <source>The PBX does not allow calls to {number}. Please tell the administrator.</source>
        <translation>АТС не разрешает звонить на {number}. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The PBX could not connect the call to {number}. Please try again.</source>
        <translation>АТС не смогла соединить с номером {number}. Повторите звонок.</translation>
    </message>
    <message>
        <source>The call to {number} did not come about. Please try again.</source>
        <translation>Дозвониться до {number} не удалось. Повторите звонок.</translation>
    </message>
    <message>
        <source>A call from {number} was refused: it is not encrypted, and it must be. Tell the administrator.</source>
        <translation>Звонок с {number} отклонён: он не зашифрован, а настройки этого требуют. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The conversation was cut off. You can call back.</source>
        <translation>Разговор прервался. Можно перезвонить.</translation>
    </message>
    <message>
        <source>This operator is not available</source>
        <translation>Данный оператор недоступен</translation>
    </message>
    <message>
        <source>{number} is busy.</source>
        <translation>{number} занят.</translation>
    </message>
    <message>
        <source>{number} did not take the call.</source>
        <translation>{number} отклонил звонок.</translation>
    </message>
    <message>
        <source>{number} cannot be reached.</source>
        <translation>{number} недоступен.</translation>
    </message>
    <message>
        <source>{number} does not answer.</source>
        <translation>{number} не отвечает.</translation>
    </message>
    <message>
        <source>There is no number {number}.</source>
        <translation>Номера {number} нет.</translation>
    </message>
    <message>
        <source>The transfer to {number} did not come about.</source>
        <translation>Перевод на {number} не состоялся.</translation>
    </message>
    <message>
        <source>The talk with {number} is over.</source>
        <translation>Разговор с {number} завершён.</translation>
    </message>
    <message>
        <source>The PBX did not connect the caller with {number}. Please try once more.</source>
        <translation>АТС не соединила абонента с {number}. Попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>The caller&apos;s side takes no transfers: {number} was not rung.</source>
        <translation>Сторона абонента не принимает переводы: {number} не вызывался.</translation>
    </message>
    <message>
        <source>A transfer of this kind cannot be stopped: {number} may still ring, and take the caller.</source>
        <translation>Такой перевод нельзя остановить: {number} ещё может звонить и принять абонента.</translation>
    </message>
    <message>
        <source>The PBX does not answer: the transfer to {number} did not come about.</source>
        <translation>АТС не отвечает: перевод на {number} не состоялся.</translation>
    </message>
    <message>
        <source>There is no conversation to transfer.</source>
        <translation>Нет разговора, который можно перевести.</translation>
    </message>
    <message>
        <source>A transfer is under way. Wait for it or cancel it first.</source>
        <translation>Перевод уже идёт. Дождитесь его или сначала отмените.</translation>
    </message>
    <message>
        <source>This is your own number. Choose a colleague.</source>
        <translation>Это ваш собственный номер. Выберите коллегу.</translation>
    </message>
    <message>
        <source>It is too late to cancel: the two are being connected.</source>
        <translation>Отменить уже нельзя: АТС соединяет абонента с коллегой.</translation>
    </message>
    <message>
        <source>The caller is with you again. Press once more to end the call with him.</source>
        <translation>Абонент снова с вами. Нажмите ещё раз, чтобы завершить разговор с ним.</translation>
    </message>
    <message>
        <source>There is no transfer under way.</source>
        <translation>Сейчас нет перевода.</translation>
    </message>
    <message>
        <source>This is possible in a conversation only.</source>
        <translation>Это доступно только в разговоре.</translation>
    </message>
    <message>
        <source>“{digits}” cannot be sent. Only digits, *, # and A to D sound in a call.</source>
        <translation>«{digits}» передать нельзя. В разговоре передаются только цифры, *, # и A–D.</translation>
    </message>
    <message>
        <source>At most {limit} digits can be sent at once. Send them in parts.</source>
        <translation>За один раз можно отправить не больше {limit} цифр. Отправьте их по частям.</translation>
    </message>
    <message>
        <source>The PBX does not answer. Hold and transfer are possible once it does.</source>
        <translation>АТС не отвечает. Удержание и перевод станут возможны, когда она ответит.</translation>
    </message>
    <message>
        <source>The other side did not agree to this: {what}. Please try again.</source>
        <translation>Другая сторона не приняла запрос: {what}. Попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>The other side did not agree to be put on hold. You do not hear each other; the caller hears silence.</source>
        <translation>Другая сторона не приняла удержание. Вы не слышите друг друга: абонент слышит тишину.</translation>
    </message>
    <message>
        <source>This telephony engine cannot do this: {what}.</source>
        <translation>Этот движок телефонии не умеет: {what}.</translation>
    </message>
    <message>
        <source>putting a call on hold</source>
        <translation>поставить звонок на удержание</translation>
    </message>
    <message>
        <source>taking a call off hold</source>
        <translation>вернуть звонок с удержания</translation>
    </message>
    <message>
        <source>switching the microphone off</source>
        <translation>выключить микрофон</translation>
    </message>
    <message>
        <source>sending digits</source>
        <translation>передать цифры тонального набора</translation>
    </message>
    <message>
        <source>transferring a call</source>
        <translation>перевести звонок</translation>
    </message>
    <message>
        <source>encrypting the sound</source>
        <translation>шифровать звук</translation>
    </message>
    <message>
        <source>The CRM does not answer. Calls go on, clients are shown as last known.</source>
        <translation>CRM не отвечает. Звонки работают, данные клиентов — последние известные.</translation>
    </message>
    <message>
        <source>This is no address of a CRM. Copy it from the browser in which you open it.</source>
        <translation>Это не адрес CRM. Скопируйте его из браузера, в котором вы её открываете.</translation>
    </message>
    <message>
        <source>The CRM&apos;s certificate is not trusted on this computer. Please tell the administrator.</source>
        <translation>Этот компьютер не доверяет сертификату CRM. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The CRM asks for a name and a password. Please enter them.</source>
        <translation>CRM спрашивает имя и пароль. Введите их.</translation>
    </message>
    <message>
        <source>The CRM did not accept your name and password. Calls go on, nothing is lost. Please sign in.</source>
        <translation>CRM не приняла имя и пароль. Звонки работают, всё сохраняется. Войдите в CRM.</translation>
    </message>
    <message>
        <source>The CRM asks you to sign in. Calls go on, nothing is lost.</source>
        <translation>CRM просит войти. Звонки работают, всё сохраняется.</translation>
    </message>
    <message>
        <source>The CRM did not accept this computer&apos;s sign-in. Lock and unlock the computer, then sign in here.</source>
        <translation>CRM не приняла вход этого компьютера. Заблокируйте и разблокируйте компьютер, затем войдите здесь.</translation>
    </message>
    <message>
        <source>The sign-in to the CRM was not completed. Please try again.</source>
        <translation>Вход в CRM не завершён. Попробуйте ещё раз.</translation>
    </message>
    <message>
        <source>You lack a right in the CRM: {entity}. Please tell the administrator.</source>
        <translation>Не хватает прав в CRM: {entity}. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The CRM is busy and asks to wait.</source>
        <translation>CRM занята и просит подождать.</translation>
    </message>
    <message>
        <source>The CRM answered with an error. If it lasts, please tell the administrator.</source>
        <translation>CRM ответила ошибкой. Если это повторится, сообщите администратору.</translation>
    </message>
    <message>
        <source>There is no CRM at the configured address. Check it in the settings.</source>
        <translation>По указанному адресу нет CRM. Проверьте адрес в настройках.</translation>
    </message>
    <message>
        <source>The CRM does not know: {names}. Please tell the administrator.</source>
        <translation>CRM не знает: {names}. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The CRM wants a sign-in, and none is set. Set crm.auth in the settings.</source>
        <translation>CRM требует входа, а вход не настроен. Задайте crm.auth в настройках.</translation>
    </message>
    <message>
        <source>The CRM does not tell who you are. Set crm.operator in the settings.</source>
        <translation>CRM не сообщает, кто вы. Задайте crm.operator в настройках.</translation>
    </message>
    <message>
        <source>The CRM has no user “{operator}”. Please tell the administrator.</source>
        <translation>В CRM нет пользователя «{operator}». Сообщите администратору.</translation>
    </message>
    <message>
        <source>The CRM did not take a record. It is kept here; tell the administrator.</source>
        <translation>CRM не приняла запись. Она сохранена здесь, сообщите администратору.</translation>
    </message>
    <message>
        <source>You may not write this in the CRM. It is kept here; please tell the administrator.</source>
        <translation>У вас нет права записать это в CRM. Запись сохранена здесь; сообщите администратору.</translation>
    </message>
    <message>
        <source>Somebody has changed the same in the CRM. Decide whose change is to stand.</source>
        <translation>В CRM изменили то же самое. Выберите, чьё изменение оставить.</translation>
    </message>
    <message>
        <source>The record is no longer in the CRM. The change is kept here until you delete it.</source>
        <translation>Этой записи в CRM больше нет. Изменение хранится здесь, пока вы его не удалите.</translation>
    </message>
    <message>
        <source>The CRM has closed its SOAP service. The record is kept here; tell the administrator.</source>
        <translation>Служба SOAP в CRM закрыта: запись сохранена здесь. Сообщите администратору.</translation>
    </message>
    <message>
        <source>Loading from the CRM was stopped before everything was here. What has been read stays; “Synchronise now” goes on from there.</source>
        <translation>Загрузка из CRM остановлена, загружено не всё. Загруженное сохранено; «Синхронизировать сейчас» продолжит с этого места.</translation>
    </message>
    <message>
        <source>{count} changes of another CRM account wait unsent on this computer. They go when it works here again.</source>
        <translation>На этом компьютере ждут отправки изменения другой учётной записи CRM: {count}. Они уйдут, когда она снова будет работать здесь.</translation>
    </message>
    <message>
        <source>Data cannot be stored on this computer. Please tell the administrator.</source>
        <translation>Данные не сохраняются на этом компьютере. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The disk is full. Calls are kept in memory; free some space, do not switch off.</source>
        <translation>Диск заполнен. Звонки хранятся в памяти: освободите место, не выключайте программу.</translation>
    </message>
    <message>
        <source>Encryption of stored data is not installed. Tell the administrator.</source>
        <translation>Шифрование данных не установлено. Сообщите администратору.</translation>
    </message>
    <message>
        <source>The keyring has no key for the stored data. Unlock or restore the keyring: {file} stays as it is.</source>
        <translation>В связке ключей нет ключа к данным. Откройте или восстановите её: {file} остаётся как есть.</translation>
    </message>
    <message>
        <source>The keyring&apos;s key does not open the stored data. Restore the keyring: {file} stays as it is.</source>
        <translation>Ключ из связки не открывает данные. Восстановите связку ключей: {file} остаётся как есть.</translation>
    </message>
    <message>
        <source>clients</source>
        <translation>клиенты</translation>
    </message>
    <message>
        <source>organizations</source>
        <translation>организации</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>обращения</translation>
    </message>
    <message>
        <source>worksheets</source>
        <translation>рабочие листы</translation>
    </message>
    <message>
        <source>phone calls</source>
        <translation>телефонные звонки</translation>
    </message>
    <message>
        <source>employees</source>
        <translation>сотрудники</translation>
    </message>
    <message>
        <source>the phone directory</source>
        <translation>телефонный справочник</translation>
    </message>
    <message>
        <source>the settings of the panel</source>
        <translation>настройки панели</translation>
    </message>
    <message>
        <source>There is no incoming call to accept.</source>
        <translation>Нет входящего звонка, который можно принять.</translation>
    </message>
    <message>
        <source>There is no call to end.</source>
        <translation>Нет звонка, который можно завершить.</translation>
    </message>
    <message>
        <source>Telephony is not connected. The call is possible once it is.</source>
        <translation>Телефония не подключена. Позвонить можно будет после подключения.</translation>
    </message>
    <message>
        <source>There is a call already. End it first.</source>
        <translation>Звонок уже идёт. Сначала завершите его.</translation>
    </message>
    <message>
        <source>“{number}” is not a telephone number. Please check it.</source>
        <translation>«{number}» не похоже на номер телефона. Проверьте его.</translation>
    </message>
    <message>
        <source>There is no telephone number on the clipboard. Copy one and try again.</source>
        <translation>В буфере обмена нет номера телефона. Скопируйте номер и повторите.</translation>
    </message>
    <message>
        <source>“{number}” belongs to another server. Only numbers of this PBX can be called.</source>
        <translation>«{number}» принадлежит другому серверу. Позвонить можно только на номера этой АТС.</translation>
    </message>
    <message>
        <source>The link was not opened: it is too long, or holds characters no link has. Enter the number by hand.</source>
        <translation>Ссылка не открыта: она слишком длинная или содержит недопустимые символы. Введите номер вручную.</translation>
    </message>
    <message>
        <source>The link was not opened: only tel:, sip:, callto: and ctidesk: open here.</source>
        <translation>Ссылка не открыта: здесь открываются только tel:, sip:, callto: и ctidesk:.</translation>
    </message>
    <message>
        <source>The link was not opened: it holds more than a telephone number, or none. Enter the number by hand.</source>
        <translation>Ссылка не открыта: в ней нет номера или есть что-то кроме номера. Введите номер вручную.</translation>
    </message>
    <message>
        <source>The link was not opened: it names no record. Find the record by search.</source>
        <translation>Ссылка не открыта: в ней не указана запись. Найдите запись через поиск.</translation>
    </message>
    <message>
        <source>The card is saved. Its call could not be linked, others have come since: please link it in the CRM.</source>
        <translation>Карточка сохранена. Привязать к ней звонок не удалось: после него были другие. Привяжите его в CRM.</translation>
    </message>
    <message>
        <source>There is no call to link yet.</source>
        <translation>Пока нет звонка, который можно привязать.</translation>
    </message>
    <message>
        <source>There is no call to write a note on yet.</source>
        <translation>Заметку писать пока не о чем: звонков ещё не было.</translation>
    </message>
    <message>
        <source>“{code}” is not among the result codes. Accepted: {accepted}.</source>
        <translation>Результата «{code}» нет в списке. Можно: {accepted}.</translation>
    </message>
    <message>
        <source>The note is too long. Shorten it to {limit} characters.</source>
        <translation>Заметка слишком длинная. Сократите её до {limit} знаков.</translation>
    </message>
    <message>
        <source>Nobody has been called yet. Enter a number.</source>
        <translation>Вы ещё никому не звонили. Введите номер.</translation>
    </message>
    <message>
        <source>This is not possible just now.</source>
        <translation>Сейчас это невозможно.</translation>
    </message>
    <message>
        <source>This record is no longer in the CRM. Synchronise and search again.</source>
        <translation>Этой записи больше нет в CRM. Синхронизируйте данные и повторите поиск.</translation>
    </message>
    <message>
        <source>This CRM asks for no sign-in.</source>
        <translation>Эта CRM не требует входа.</translation>
    </message>
    <message>
        <source>You are signed in for now, but the system&apos;s password store is locked or absent. Unlock it.</source>
        <translation>Вход пока действует, но хранилище паролей системы заблокировано или отсутствует. Разблокируйте его.</translation>
    </message>
    <message>
        <source>The CRM does not accept the password of {account}. Keep the right one with: ctidesk password crm.</source>
        <translation>CRM не принимает пароль {account}. Сохраните верный командой: ctidesk password crm.</translation>
    </message>
    <message>
        <source>The CRM is switched off in the settings.</source>
        <translation>CRM отключена в настройках.</translation>
    </message>
    <message>
        <source>This is not kept in your CRM: {entity}. Nothing was saved.</source>
        <translation>В вашей CRM этого нет: {entity}. Ничего не сохранено.</translation>
    </message>
    <message>
        <source>No browser opened. Open this address yourself: {url}.</source>
        <translation>Браузер не открылся. Откройте этот адрес сами: {url}.</translation>
    </message>
    <message>
        <source>There is no synchronisation to stop. “Synchronise now” begins one.</source>
        <translation>Сейчас нет синхронизации, которую можно остановить. Начать её: «Синхронизировать сейчас».</translation>
    </message>
    <message>
        <source>This status is set by the system and cannot be chosen.</source>
        <translation>Этот статус ставит система, выбрать его нельзя.</translation>
    </message>
    <message>
        <source>There is no field “{name}” to write. Possible: {accepted}.</source>
        <translation>Нет поля «{name}», которое можно записать. Возможны: {accepted}.</translation>
    </message>
    <message>
        <source>The field “{field}” is empty. Please fill it in.</source>
        <translation>Поле «{field}» не заполнено. Заполните его.</translation>
    </message>
    <message>
        <source>The field “{field}” is too long: at most {longest} characters.</source>
        <translation>Поле «{field}» слишком длинное: не больше {longest} знаков.</translation>
    </message>
    <message>
        <source>{field}: “{value}” is not a telephone number. Please check it.</source>
        <translation>{field}: «{value}» — не номер телефона. Проверьте его.</translation>
    </message>
    <message>
        <source>{field}: “{value}” is not an e-mail address. Please check it.</source>
        <translation>{field}: «{value}» — не адрес электронной почты. Проверьте его.</translation>
    </message>
    <message>
        <source>{field}: “{value}” is no record that may stand here. Choose another one.</source>
        <translation>{field}: «{value}» — такой записи здесь быть не может. Выберите другую.</translation>
    </message>
    <message>
        <source>{field}: choose one from the list, or clear the field.</source>
        <translation>{field}: выберите из списка или очистите поле.</translation>
    </message>
    <message>
        <source>Nothing has been changed, so there is nothing to save.</source>
        <translation>Ничего не изменено, сохранять нечего.</translation>
    </message>
    <message>
        <source>The call is linked. It came without a number, so there is none to save.</source>
        <translation>Звонок привязан. Он пришёл без номера, поэтому сохранять нечего.</translation>
    </message>
    <message>
        <source>The call is linked, but {name} has no free field for another number. Free one and save it there.</source>
        <translation>Звонок привязан, но у клиента {name} нет свободного поля для номера. Освободите поле и сохраните номер.</translation>
    </message>
    <message>
        <source>This change is no longer waiting: it has been sent or deleted.</source>
        <translation>Это изменение больше не ждёт: оно отправлено или удалено.</translation>
    </message>
    <message>
        <source>This change is being sent just now. Please wait a moment.</source>
        <translation>Это изменение как раз отправляется. Подождите немного.</translation>
    </message>
    <message>
        <source>Choose for each of these fields whose value is to stand: {fields}.</source>
        <translation>Выберите для каждого из этих полей, чьё значение оставить: {fields}.</translation>
    </message>
    <message>
        <source>Unknown command “{verb}”. See: ctidesk ctl --help.</source>
        <translation>Неизвестная команда «{verb}». Список команд: ctidesk ctl --help.</translation>
    </message>
    <message>
        <source>Wrong arguments. Usage: {usage}.</source>
        <translation>Неверные аргументы. Правильно: {usage}.</translation>
    </message>
    <message>
        <source>“{expression}” did not come true in time.</source>
        <translation>Не дождались: «{expression}».</translation>
    </message>
    <message>
        <source>Nothing can be written to {folder}. Choose another folder.</source>
        <translation>В папку {folder} нельзя записать. Выберите другую папку.</translation>
    </message>
    <message>
        <source>Diagnostics are being collected. You can go on working.</source>
        <translation>Идёт сбор диагностики. Можно продолжать работу.</translation>
    </message>
    <message>
        <source>The diagnostics are in the file {file}. Nothing was sent anywhere.</source>
        <translation>Диагностика сохранена в файл {file}. Никуда ничего не отправлено.</translation>
    </message>
    <message>
        <source>The diagnostics could not be saved to {file}. Free some space and try again.</source>
        <translation>Не удалось сохранить диагностику в файл {file}. Освободите место и повторите.</translation>
    </message>
    <message>
        <source>The network does not know {host}. Check the address, the network and the VPN.</source>
        <translation>Сеть не знает имени {host}. Проверьте адрес, сеть и VPN.</translation>
    </message>
</context>
<context>
    <name>RebindButton</name>
    <message>
        <source>Rebind</source>
        <translation>Перепривязать</translation>
    </message>
    <message>
        <source>Rebind the call</source>
        <translation>Перепривязать звонок</translation>
    </message>
    <message>
        <source>Rebind and save the number</source>
        <translation>Перепривязать и сохранить номер</translation>
    </message>
    <message>
        <source>Open the card of the client first</source>
        <translation>Сначала откройте карточку клиента</translation>
    </message>
    <message>
        <source>Rebind the call to: {name}</source>
        <translation>Перепривязать звонок к: {name}</translation>
    </message>
    <message>
        <source>Rebind the call: choose the client</source>
        <translation>Перепривязать звонок: выбрать клиента</translation>
    </message>
    <message>
        <source>Ways to rebind the call</source>
        <translation>Способы перепривязки</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear</source>
        <translation>Очистить</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>after a restart of the desk</source>
        <translation>после перезапуска программы</translation>
    </message>
    <message>
        <source>default</source>
        <translation>по умолчанию</translation>
    </message>
    <message>
        <source>Default: {value}</source>
        <translation>По умолчанию: {value}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>пусто</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>Reset: {title}</source>
        <translation>Вернуть: {title}</translation>
    </message>
</context>
<context>
    <name>SettingTexts</name>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>с</translation>
    </message>
    <message>
        <source>Telephony</source>
        <translation>Телефония</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Звонки</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Звук</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Кэш</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Ссылки</translation>
    </message>
    <message>
        <source>Headset</source>
        <translation>Гарнитура</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Telephony server</source>
        <translation>Сервер телефонии</translation>
    </message>
    <message>
        <source>The PBX&apos;s address, with its port where it is not 5060: pbx.example.com:5060.</source>
        <translation>Адрес АТС, с портом, если он не 5060: pbx.example.com:5060.</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Транспорт</translation>
    </message>
    <message>
        <source>How the desk talks to the PBX. TLS encrypts the signalling; the certificate is verified.</source>
        <translation>Как программа соединяется с АТС. TLS шифрует соединение, сертификат проверяется.</translation>
    </message>
    <message>
        <source>Extension</source>
        <translation>Внутренний номер</translation>
    </message>
    <message>
        <source>Your number, or your name on the PBX.</source>
        <translation>Ваш номер или имя на АТС.</translation>
    </message>
    <message>
        <source>Name for the sign-in</source>
        <translation>Имя для входа</translation>
    </message>
    <message>
        <source>Only where the PBX wants another one than the extension.</source>
        <translation>Только если АТС требует не внутренний номер, а другое имя.</translation>
    </message>
    <message>
        <source>Telephony password</source>
        <translation>Пароль телефонии</translation>
    </message>
    <message>
        <source>Kept by the system&apos;s password store, never shown. Type a new one to replace it.</source>
        <translation>Лежит в системном хранилище паролей и не показывается. Введите новый, чтобы заменить.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ваше имя</translation>
    </message>
    <message>
        <source>What colleagues see when you call them.</source>
        <translation>Его видят коллеги, когда вы им звоните.</translation>
    </message>
    <message>
        <source>Telephony engine</source>
        <translation>Движок телефонии</translation>
    </message>
    <message>
        <source>PJSIP can do everything. pyVoIP is simpler: no hold, no transfer, no encryption.</source>
        <translation>PJSIP умеет всё. pyVoIP проще: без удержания, перевода и шифрования.</translation>
    </message>
    <message>
        <source>Encryption of the sound</source>
        <translation>Шифрование звука</translation>
    </message>
    <message>
        <source>“Required” refuses calls that are not encrypted.</source>
        <translation>При значении «обязательно» незашифрованные звонки отклоняются.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>where possible</source>
        <translation>если возможно</translation>
    </message>
    <message>
        <source>required</source>
        <translation>обязательно</translation>
    </message>
    <message>
        <source>File of trusted certificates</source>
        <translation>Файл доверенных сертификатов</translation>
    </message>
    <message>
        <source>An authority of your own, in PEM, beside those of the system. For TLS.</source>
        <translation>Собственный удостоверяющий центр (PEM) в дополнение к системным. Для TLS.</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>Локальный адрес</translation>
    </message>
    <message>
        <source>For computers in several networks. Empty: the system chooses.</source>
        <translation>Для компьютера в нескольких сетях. Пусто — выбирает система.</translation>
    </message>
    <message>
        <source>Renew the registration</source>
        <translation>Срок регистрации</translation>
    </message>
    <message>
        <source>How long the PBX remembers this desk without word from it.</source>
        <translation>Сколько АТС помнит это рабочее место, если от него нет вестей.</translation>
    </message>
    <message>
        <source>Way of transferring</source>
        <translation>Способ перевода</translation>
    </message>
    <message>
        <source>“Joined” keeps the caller until the colleague answers. “Plain” is for PBXs that want REFER.</source>
        <translation>«С соединением» держит клиента, пока коллега не ответит. «Простой» — для АТС, которым нужен REFER.</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>с соединением</translation>
    </message>
    <message>
        <source>plain (REFER)</source>
        <translation>простой (REFER)</translation>
    </message>
    <message>
        <source>Status of colleagues</source>
        <translation>Статус коллег</translation>
    </message>
    <message>
        <source>Where the desk learns who is free, and where it tells yours.</source>
        <translation>Откуда программа узнаёт, кто свободен, и куда сообщает ваш статус.</translation>
    </message>
    <message>
        <source>the PBX, else the CRM</source>
        <translation>АТС, иначе CRM</translation>
    </message>
    <message>
        <source>the PBX</source>
        <translation>АТС</translation>
    </message>
    <message>
        <source>the CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>нигде</translation>
    </message>
    <message>
        <source>Digits in a call</source>
        <translation>Цифры в разговоре</translation>
    </message>
    <message>
        <source>How tones for voice menus are sent. RFC 4733 suits nearly every PBX.</source>
        <translation>Как передаются тоны для голосовых меню. RFC 4733 подходит почти любой АТС.</translation>
    </message>
    <message>
        <source>Wait for a colleague</source>
        <translation>Ждать ответа коллеги</translation>
    </message>
    <message>
        <source>After that a transferred caller comes back to you.</source>
        <translation>Потом переведённый клиент возвращается к вам.</translation>
    </message>
    <message>
        <source>The PBX may transfer this desk&apos;s calls</source>
        <translation>АТС может переводить звонки этого места</translation>
    </message>
    <message>
        <source>Follow a REFER from the PBX. Leave it off unless the PBX needs it.</source>
        <translation>Выполнять REFER от АТС. Включайте, только если этого требует АТС.</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Постобработка</translation>
    </message>
    <message>
        <source>Time after a call for writing things down, where the CRM gives none.</source>
        <translation>Время после звонка на записи, если CRM не задаёт своего.</translation>
    </message>
    <message>
        <source>Answer to calls in wrap-up</source>
        <translation>Ответ на звонок в постобработке</translation>
    </message>
    <message>
        <source>The SIP code that the PBX gets. 480: temporarily unavailable.</source>
        <translation>Код SIP для АТС. 480 — временно недоступен.</translation>
    </message>
    <message>
        <source>Answer to a second call</source>
        <translation>Ответ на второй звонок</translation>
    </message>
    <message>
        <source>The SIP code that the PBX gets. 486: busy.</source>
        <translation>Код SIP для АТС. 486 — занято.</translation>
    </message>
    <message>
        <source>Open the client search</source>
        <translation>Открывать поиск клиента</translation>
    </message>
    <message>
        <source>When an incoming call opens “Client search by number”.</source>
        <translation>Когда входящий звонок открывает «Поиск клиента по номеру».</translation>
    </message>
    <message>
        <source>when it rings</source>
        <translation>когда звонит</translation>
    </message>
    <message>
        <source>after accepting</source>
        <translation>после ответа</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>вручную</translation>
    </message>
    <message>
        <source>Result codes</source>
        <translation>Коды результата</translation>
    </message>
    <message>
        <source>What a call can be marked with. One a line.</source>
        <translation>Чем можно отметить звонок. По одному в строке.</translation>
    </message>
    <message>
        <source>Length of internal numbers</source>
        <translation>Длина внутренних номеров</translation>
    </message>
    <message>
        <source>Numbers of so many digits are extensions, not numbers of the city. Separated by commas.</source>
        <translation>Номера из стольких цифр — внутренние, а не городские. Через запятую.</translation>
    </message>
    <message>
        <source>As in the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Без звука</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Микрофон</translation>
    </message>
    <message>
        <source>What you speak into.</source>
        <translation>В него говорите вы.</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>Динамик</translation>
    </message>
    <message>
        <source>What you hear the caller in.</source>
        <translation>В нём вы слышите собеседника.</translation>
    </message>
    <message>
        <source>Ringing</source>
        <comment>device</comment>
        <translation>Звонок</translation>
    </message>
    <message>
        <source>Where incoming calls are heard.</source>
        <translation>Где слышны входящие звонки.</translation>
    </message>
    <message>
        <source>Echo cancellation</source>
        <translation>Подавление эха</translation>
    </message>
    <message>
        <source>Keeps callers from hearing themselves without a headset.</source>
        <translation>Чтобы без гарнитуры собеседник не слышал сам себя.</translation>
    </message>
    <message>
        <source>Version of the CRM</source>
        <translation>Версия CRM</translation>
    </message>
    <message>
        <source>Web API: Dynamics CRM 2016 and later, Dynamics 365. Without a CRM the desk only makes calls.</source>
        <translation>Web API: Dynamics CRM 2016 и новее, Dynamics 365. Без CRM остаётся только телефония.</translation>
    </message>
    <message>
        <source>no CRM</source>
        <translation>без CRM</translation>
    </message>
    <message>
        <source>Address of the CRM</source>
        <translation>Адрес CRM</translation>
    </message>
    <message>
        <source>For example https://crm.example.com/api/data/v9.2/, or https://crm.example.com/Contoso.</source>
        <translation>Например, https://crm.example.com/api/data/v9.2/ или https://crm.example.com/Contoso.</translation>
    </message>
    <message>
        <source>Way to sign in</source>
        <translation>Способ входа</translation>
    </message>
    <message>
        <source>“Windows” needs no password where the computer is in the domain.</source>
        <translation>«Windows» не спрашивает пароль, если компьютер в домене.</translation>
    </message>
    <message>
        <source>Windows (Negotiate)</source>
        <translation>Windows (Negotiate)</translation>
    </message>
    <message>
        <source>in the browser (OAuth)</source>
        <translation>в браузере (OAuth)</translation>
    </message>
    <message>
        <source>name and password (Basic)</source>
        <translation>имя и пароль (Basic)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>не нужен</translation>
    </message>
    <message>
        <source>User name in the CRM</source>
        <translation>Имя пользователя CRM</translation>
    </message>
    <message>
        <source>For example CONTOSO\anna, or anna@example.com.</source>
        <translation>Например, CONTOSO\anna или anna@example.com.</translation>
    </message>
    <message>
        <source>CRM password</source>
        <translation>Пароль CRM</translation>
    </message>
    <message>
        <source>Operator&apos;s record</source>
        <translation>Запись оператора</translation>
    </message>
    <message>
        <source>Domain name, e-mail or id of your user in the CRM. Empty: who the CRM says you are.</source>
        <translation>Доменное имя, почта или id вашего пользователя в CRM. Пусто — тот, кем вас считает CRM.</translation>
    </message>
    <message>
        <source>Application id</source>
        <translation>Идентификатор приложения</translation>
    </message>
    <message>
        <source>For the sign-in in the browser; your administrator registers it.</source>
        <translation>Для входа в браузере; его регистрирует администратор.</translation>
    </message>
    <message>
        <source>Address of the sign-in</source>
        <translation>Адрес входа</translation>
    </message>
    <message>
        <source>Who signs you in in the browser (OAuth).</source>
        <translation>Где выполняется вход в браузере (OAuth).</translation>
    </message>
    <message>
        <source>Records in one request</source>
        <translation>Записей в одном запросе</translation>
    </message>
    <message>
        <source>Smaller where the network or the CRM is weak.</source>
        <translation>Меньше, если сеть или CRM слабые.</translation>
    </message>
    <message>
        <source>Prefix of own names</source>
        <translation>Префикс собственных имён</translation>
    </message>
    <message>
        <source>What the names of your CRM&apos;s own entities begin with.</source>
        <translation>С чего начинаются имена собственных сущностей вашей CRM.</translation>
    </message>
    <message>
        <source>Reading many records</source>
        <translation>Чтение больших объёмов</translation>
    </message>
    <message>
        <source>For CRM 2011–2015: SOAP is faster, where it is open.</source>
        <translation>Для CRM 2011–2015: SOAP быстрее, если он открыт.</translation>
    </message>
    <message>
        <source>SOAP where it answers</source>
        <translation>SOAP, если отвечает</translation>
    </message>
    <message>
        <source>OData only</source>
        <translation>только OData</translation>
    </message>
    <message>
        <source>Look for changes every</source>
        <translation>Проверять изменения каждые</translation>
    </message>
    <message>
        <source>How often the desk asks the CRM what is new.</source>
        <translation>Как часто программа спрашивает CRM о новом.</translation>
    </message>
    <message>
        <source>Country of the numbers</source>
        <translation>Страна номеров</translation>
    </message>
    <message>
        <source>Two letters (RU, BY, KZ), for numbers written without a country code.</source>
        <translation>Две буквы (RU, BY, KZ) — для номеров, записанных без кода страны.</translation>
    </message>
    <message>
        <source>Names in this CRM</source>
        <translation>Имена в этой CRM</translation>
    </message>
    <message>
        <source>For administrators. One name a line: employee_number.number = new_number. An empty set switches an entity off.</source>
        <translation>Для администраторов. По одному имени в строке: employee_number.number = new_number. Пустое имя set выключает сущность.</translation>
    </message>
    <message>
        <source>Encrypt the local copy</source>
        <translation>Шифровать локальную копию</translation>
    </message>
    <message>
        <source>The key lies in the system&apos;s password store. Needs the encryption part to be installed.</source>
        <translation>Ключ лежит в системном хранилище паролей. Нужен установленный компонент шифрования.</translation>
    </message>
    <message>
        <source>Numbers from other programs</source>
        <translation>Номера из других программ</translation>
    </message>
    <message>
        <source>What a click on a telephone link or the key for the copied number does.</source>
        <translation>Что делает щелчок по телефонной ссылке или клавиша для скопированного номера.</translation>
    </message>
    <message>
        <source>ask first</source>
        <translation>сначала спросить</translation>
    </message>
    <message>
        <source>only fill it in</source>
        <translation>только подставить</translation>
    </message>
    <message>
        <source>call at once</source>
        <translation>звонить сразу</translation>
    </message>
    <message>
        <source>Buttons of the headset</source>
        <translation>Кнопки гарнитуры</translation>
    </message>
    <message>
        <source>Answer, end and mute by the headset&apos;s own buttons.</source>
        <translation>Отвечать, завершать и выключать микрофон кнопками гарнитуры.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Of all windows and messages.</source>
        <translation>Всех окон и сообщений.</translation>
    </message>
    <message>
        <source>as in the system</source>
        <translation>как в системе</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Light or dark.</source>
        <translation>Светлая или тёмная.</translation>
    </message>
    <message>
        <source>light</source>
        <translation>светлая</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>тёмная</translation>
    </message>
    <message>
        <source>Place of the panel</source>
        <translation>Место панели</translation>
    </message>
    <message>
        <source>At the top edge it keeps its place free of other windows.</source>
        <translation>У верхнего края панель не даёт другим окнам занять своё место.</translation>
    </message>
    <message>
        <source>at the top edge</source>
        <translation>у верхнего края</translation>
    </message>
    <message>
        <source>a window of its own</source>
        <translation>отдельное окно</translation>
    </message>
    <message>
        <source>Start with the session</source>
        <translation>Запускать вместе с сеансом</translation>
    </message>
    <message>
        <source>When you sign in to this computer, in the tray.</source>
        <translation>Когда вы входите в систему; панель остаётся в области уведомлений.</translation>
    </message>
    <message>
        <source>In the desk&apos;s own windows. Click into the field and press the key.</source>
        <translation>В окнах программы. Щёлкните в поле и нажмите клавишу.</translation>
    </message>
    <message>
        <source>In every program, whichever window is in front.</source>
        <translation>В любой программе, какое бы окно ни было впереди.</translation>
    </message>
    <message>
        <source>{action}, everywhere</source>
        <translation>{action} — везде</translation>
    </message>
</context>
<context>
    <name>SettingsFooter</name>
    <message>
        <source>Save the changes?</source>
        <translation>Сохранить изменения?</translation>
    </message>
    <message>
        <source>Restart the desk</source>
        <translation>Перезапустить программу</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Save (Ctrl+S)</source>
        <translation>Сохранить (Ctrl+S)</translation>
    </message>
    <message>
        <source>Do not save</source>
        <translation>Не сохранять</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Save</source>
        <comment>in answer to a question</comment>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Сохраняется…</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Сохранено.</translation>
    </message>
    <message>
        <source>Some of it holds after a restart of the desk.</source>
        <translation>Часть — после перезапуска.</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Search in names, explanations and values</source>
        <translation>Поиск по названиям, пояснениям и значениям</translation>
    </message>
    <message>
        <source>Search in the settings</source>
        <translation>Поиск по настройкам</translation>
    </message>
    <message>
        <source>Nothing found. Try another word.</source>
        <translation>Ничего не нашлось. Попробуйте другое слово.</translation>
    </message>
    <message>
        <source>Groups of settings</source>
        <translation>Группы настроек</translation>
    </message>
</context>
<context>
    <name>SignInWindow</name>
    <message>
        <source>Sign-in to the CRM</source>
        <translation>Вход в CRM</translation>
    </message>
    <message>
        <source>The CRM did not accept this password. Check the keyboard layout and Caps Lock.</source>
        <translation>CRM не приняла этот пароль. Проверьте раскладку клавиатуры и Caps Lock.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Вход…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Войти</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Имя пользователя</translation>
    </message>
</context>
<context>
    <name>SoundPage</name>
    <message>
        <source>Microphone</source>
        <translation>Микрофон</translation>
    </message>
    <message>
        <source>Speaker</source>
        <translation>Динамик</translation>
    </message>
    <message>
        <source>Ringing</source>
        <comment>device</comment>
        <translation>Звонок</translation>
    </message>
    <message>
        <source>Loudness of the microphone</source>
        <translation>Громкость микрофона</translation>
    </message>
    <message>
        <source>Play the ring tone</source>
        <translation>Проиграть звонок</translation>
    </message>
    <message>
        <source>Hear myself</source>
        <translation>Услышать себя</translation>
    </message>
    <message>
        <source>As in the system</source>
        <translation>Как в системе</translation>
    </message>
</context>
<context>
    <name>StatusButton</name>
    <message>
        <source>Operator status: {status}</source>
        <translation>Статус оператора: {status}</translation>
    </message>
    <message>
        <source>Connection: {state}</source>
        <translation>Соединение: {state}</translation>
    </message>
    <message>
        <source>Operator status</source>
        <translation>Статус оператора</translation>
    </message>
    <message>
        <source>Choose a status</source>
        <translation>Выбрать статус</translation>
    </message>
    <message>
        <source>then: {status}</source>
        <translation>затем: {status}</translation>
    </message>
    <message>
        <source>chosen: {status}</source>
        <translation>выбран: {status}</translation>
    </message>
    <message>
        <source>A click ends wrap-up ({key})</source>
        <translation>Нажмите, чтобы завершить постобработку ({key})</translation>
    </message>
    <message>
        <source>A click opens the choice ({key})</source>
        <translation>Нажмите, чтобы выбрать статус ({key})</translation>
    </message>
</context>
<context>
    <name>SwitchEditor</name>
    <message>
        <source>On</source>
        <translation>Включено</translation>
    </message>
</context>
<context>
    <name>SyncActions</name>
    <message>
        <source>Synchronise now</source>
        <translation>Синхронизировать сейчас</translation>
    </message>
    <message>
        <source>Load everything from the CRM again</source>
        <translation>Загрузить все данные из CRM заново</translation>
    </message>
    <message>
        <source>Stop the synchronisation</source>
        <translation>Остановить синхронизацию</translation>
    </message>
</context>
<context>
    <name>SyncIndicator</name>
    <message>
        <source>Synchronise now</source>
        <translation>Синхронизировать сейчас</translation>
    </message>
    <message>
        <source>Synchronisation</source>
        <translation>Синхронизация</translation>
    </message>
    <message>
        <source>Last synchronised: {moment}</source>
        <translation>Последняя синхронизация: {moment}</translation>
    </message>
    <message>
        <source>Clients and organizations: {count}</source>
        <translation>Клиентов и организаций: {count}</translation>
    </message>
    <message>
        <source>Waiting to be sent: {count}</source>
        <translation>Ждут отправки: {count}</translation>
    </message>
    <message>
        <source>A click synchronises now, a right click offers more</source>
        <translation>Щелчок — синхронизировать сейчас, правый щелчок — другие действия</translation>
    </message>
</context>
<context>
    <name>TargetLine</name>
    <message>
        <source>Asking whether the colleague is free…</source>
        <translation>Проверяем, свободен ли оператор…</translation>
    </message>
    <message>
        <source>This telephony engine cannot transfer calls.</source>
        <translation>Этот движок телефонии не умеет переводить звонки.</translation>
    </message>
    <message>
        <source>Choose an employee or enter a number.</source>
        <translation>Выберите сотрудника или введите номер.</translation>
    </message>
    <message>
        <source>This operator is not available</source>
        <translation>Данный оператор недоступен</translation>
    </message>
    <message>
        <source>State unknown. The transfer is tried.</source>
        <translation>Состояние неизвестно. Перевод возможен.</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>The panel is for members of the working groups in «CTI configurator». Ask your administrator.</source>
        <translation>Панель работает только для рабочих групп из «Конфигуратора CTI». Обратитесь к администратору.</translation>
    </message>
    <message>
        <source>Next try in {seconds} s.</source>
        <translation>Повтор через {seconds} с.</translation>
    </message>
    <message>
        <source>Your right to use the panel is not checked yet.</source>
        <translation>Право на работу с панелью пока не проверено.</translation>
    </message>
    <message>
        <source>Next try in {span}.</source>
        <translation>Повтор через {span}.</translation>
    </message>
    <message>
        <source>The caller is with you again.</source>
        <translation>Абонент снова с вами.</translation>
    </message>
    <message>
        <source>The caller is still on hold.</source>
        <translation>Абонент пока на удержании.</translation>
    </message>
    <message>
        <source>Nothing is heard from {whom}. The caller is on hold: take him back.</source>
        <translation>{whom}: ничего не слышно. Абонент на удержании: верните его.</translation>
    </message>
    <message>
        <source>You are talking with {whom}. The caller is on hold.</source>
        <translation>Разговор с {whom} — абонент на удержании.</translation>
    </message>
    <message>
        <source>The call is not over yet. End it and quit?</source>
        <translation>Звонок ещё не завершён. Завершить его и выйти?</translation>
    </message>
    <message>
        <source>Call {number}?</source>
        <translation>Позвонить по номеру {number}?</translation>
    </message>
    <message>
        <source>Nothing is heard from the other side. If it stays so, end the call and call back.</source>
        <translation>С другой стороны ничего не слышно. Если это не пройдёт, завершите звонок и перезвоните.</translation>
    </message>
    <message>
        <source>You cannot be heard: the microphone is off.</source>
        <translation>Вас не слышно: микрофон выключен.</translation>
    </message>
    <message>
        <source>You cannot be heard: there is no microphone. Plug in a headset.</source>
        <translation>Вас не слышно: нет микрофона. Подключите гарнитуру.</translation>
    </message>
    <message>
        <source>You cannot be heard and hear nothing: there is no headset. Plug one in.</source>
        <translation>Вас не слышно, и вы ничего не слышите: нет гарнитуры. Подключите её.</translation>
    </message>
    <message>
        <source>You cannot be heard: the microphone is silent. Check the headset and its switch.</source>
        <translation>Вас не слышно: микрофон молчит. Проверьте гарнитуру и её выключатель.</translation>
    </message>
    <message>
        <source>The call is linked to {name}.</source>
        <translation>Звонок привязан: {name}.</translation>
    </message>
    <message>
        <source>No card has {number} yet.</source>
        <translation>Номера {number} нет ни в одной карточке.</translation>
    </message>
    <message>
        <source>Sign in to the CRM on the page that your browser shows.</source>
        <translation>Войдите в CRM на странице, открытой в браузере.</translation>
    </message>
    <message>
        <source>Enter the code {code} at {address}, on any device: no browser opens here.</source>
        <translation>Введите код {code} на странице {address} с любого устройства: браузер здесь не открылся.</translation>
    </message>
    <message>
        <source>{what}: {done}</source>
        <translation>{what}: {done}</translation>
    </message>
    <message>
        <source>{what}: {done} of {total}</source>
        <translation>{what}: {done} из {total}</translation>
    </message>
    <message>
        <source>{what}: {done} of {total}, about {left} left</source>
        <translation>{what}: {done} из {total}, осталось около {left}</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} с</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} мин</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} ч</translation>
    </message>
    <message>
        <source>Inactive</source>
        <comment>connection</comment>
        <translation>Неактивный</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Активный</translation>
    </message>
    <message>
        <source>Incoming call</source>
        <translation>Входящий звонок</translation>
    </message>
    <message>
        <source>Outgoing call</source>
        <translation>Исходящий звонок</translation>
    </message>
    <message>
        <source>Busy</source>
        <comment>connection</comment>
        <translation>Занят</translation>
    </message>
    <message>
        <source>Call wrap-up</source>
        <translation>Постобработка звонка</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Доступен</translation>
    </message>
    <message>
        <source>Inactive</source>
        <comment>status</comment>
        <translation>Неактивный</translation>
    </message>
    <message>
        <source>Busy</source>
        <comment>status</comment>
        <translation>Занят</translation>
    </message>
    <message>
        <source>Wrap-up</source>
        <translation>Постобработка</translation>
    </message>
    <message>
        <source>free</source>
        <comment>presence</comment>
        <translation>свободен</translation>
    </message>
    <message>
        <source>in a call</source>
        <comment>presence</comment>
        <translation>разговаривает</translation>
    </message>
    <message>
        <source>wrap-up</source>
        <comment>presence</comment>
        <translation>постобработка</translation>
    </message>
    <message>
        <source>away</source>
        <comment>presence</comment>
        <translation>не на месте</translation>
    </message>
    <message>
        <source>unknown</source>
        <comment>presence</comment>
        <translation>неизвестно</translation>
    </message>
    <message>
        <source>Caller on hold</source>
        <translation>Абонент на удержании</translation>
    </message>
    <message>
        <source>You are on hold</source>
        <translation>Вы на удержании</translation>
    </message>
    <message>
        <source>Microphone off</source>
        <translation>Микрофон выключен</translation>
    </message>
    <message>
        <source>Transfer to {whom} · ringing…</source>
        <translation>Перевод на {whom} · вызов…</translation>
    </message>
    <message>
        <source>Talking with {whom}</source>
        <translation>Разговор с {whom}</translation>
    </message>
    <message>
        <source>Transfer to {whom} · connecting…</source>
        <translation>Перевод на {whom} · соединяем…</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>состоялся</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>пропущен</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>отклонён</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>занято</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>отменён</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>не состоялся</translation>
    </message>
    <message>
        <source>transferred</source>
        <translation>переведён</translation>
    </message>
    <message>
        <source>Missed</source>
        <comment>call</comment>
        <translation>Пропущенный</translation>
    </message>
    <message>
        <source>Incoming</source>
        <comment>call</comment>
        <translation>Входящий</translation>
    </message>
    <message>
        <source>Outgoing</source>
        <comment>call</comment>
        <translation>Исходящий</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>идёт сейчас</translation>
    </message>
    <message>
        <source>You called back: {when}</source>
        <translation>Вы перезвонили: {when}</translation>
    </message>
    <message>
        <source>Called back: {who}</source>
        <translation>Перезвонили: {who}</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>Номер скрыт</translation>
    </message>
    <message>
        <source>incoming</source>
        <translation>входящий</translation>
    </message>
    <message>
        <source>outgoing</source>
        <translation>исходящий</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Клиенты</translation>
    </message>
    <message>
        <source>Organizations</source>
        <translation>Организации</translation>
    </message>
    <message>
        <source>Phone calls</source>
        <translation>Звонки</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>содержит</translation>
    </message>
    <message>
        <source>begins with</source>
        <translation>начинается с</translation>
    </message>
    <message>
        <source>equals</source>
        <translation>равно</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>не заполнено</translation>
    </message>
    <message>
        <source>is filled in</source>
        <translation>заполнено</translation>
    </message>
    <message>
        <source>not before</source>
        <translation>не раньше</translation>
    </message>
    <message>
        <source>not after</source>
        <translation>не позже</translation>
    </message>
    <message>
        <source>The CRM is switched off</source>
        <translation>CRM отключена</translation>
    </message>
    <message>
        <source>Connecting to the CRM…</source>
        <translation>Подключаемся к CRM…</translation>
    </message>
    <message>
        <source>Data is being loaded from the CRM</source>
        <translation>Идёт загрузка данных из CRM</translation>
    </message>
    <message>
        <source>Data is up to date</source>
        <translation>Данные актуальны</translation>
    </message>
    <message>
        <source>No connection to the CRM</source>
        <translation>Нет связи с CRM</translation>
    </message>
    <message>
        <source>The CRM answered with an error</source>
        <translation>CRM ответила ошибкой</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Клиент</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Организация</translation>
    </message>
    <message>
        <source>Worksheet</source>
        <translation>Рабочий лист</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Обращение</translation>
    </message>
    <message>
        <source>Phone call</source>
        <translation>Звонок</translation>
    </message>
    <message>
        <source>Employee</source>
        <translation>Сотрудник</translation>
    </message>
    <message>
        <source>New client</source>
        <translation>Новый клиент</translation>
    </message>
    <message>
        <source>New organization</source>
        <translation>Новая организация</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>Новое обращение</translation>
    </message>
    <message>
        <source>Loading clients</source>
        <translation>Загружаются клиенты</translation>
    </message>
    <message>
        <source>Loading organizations</source>
        <translation>Загружаются организации</translation>
    </message>
    <message>
        <source>Loading worksheets</source>
        <translation>Загружаются рабочие листы</translation>
    </message>
    <message>
        <source>Loading cases</source>
        <translation>Загружаются обращения</translation>
    </message>
    <message>
        <source>Loading employees</source>
        <translation>Загружаются сотрудники</translation>
    </message>
    <message>
        <source>Loading the phone directory</source>
        <translation>Загружается телефонный справочник</translation>
    </message>
    <message>
        <source>Loading settings from the CRM</source>
        <translation>Загружаются настройки из CRM</translation>
    </message>
    <message>
        <source>Main phone</source>
        <translation>Основной телефон</translation>
    </message>
    <message>
        <source>Business phone</source>
        <translation>Рабочий телефон</translation>
    </message>
    <message>
        <source>Other phone</source>
        <translation>Другой телефон</translation>
    </message>
    <message>
        <source>Home phone</source>
        <translation>Домашний телефон</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Полное имя</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Case number</source>
        <translation>Номер обращения</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Создан</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Ответственный</translation>
    </message>
    <message>
        <source>Regarding</source>
        <translation>В отношении</translation>
    </message>
    <message>
        <source>Required: the last name or the first name.</source>
        <translation>Обязательно: фамилия или имя.</translation>
    </message>
    <message>
        <source>Required.</source>
        <translation>Обязательное поле.</translation>
    </message>
    <message>
        <source>Organization name</source>
        <translation>Название организации</translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation>вчера {time}</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>сегодня {time}</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>вчера</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} мин</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} ч {minutes} мин</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Фамилия</translation>
    </message>
    <message>
        <source>Middle name</source>
        <translation>Отчество</translation>
    </message>
    <message>
        <source>Job title</source>
        <translation>Должность</translation>
    </message>
    <message>
        <source>Mobile phone</source>
        <translation>Мобильный телефон</translation>
    </message>
    <message>
        <source>Additional phone</source>
        <translation>Дополнительный телефон</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Эл. почта</translation>
    </message>
    <message>
        <source>Organization number</source>
        <translation>Номер организации</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Изменён</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>Дата и время</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Направление</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Телефон</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Длительность</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Название</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>ещё %n совпадение</numerusform>
            <numerusform>ещё %n совпадения</numerusform>
            <numerusform>ещё %n совпадений</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransferFormWindow</name>
    <message>
        <source>Call transfer: {who}</source>
        <translation>Перевод звонка: {who}</translation>
    </message>
    <message>
        <source>This telephony engine cannot transfer calls</source>
        <translation>Этот движок телефонии не умеет переводить звонки</translation>
    </message>
    <message>
        <source>This telephony engine cannot hold one call and make another</source>
        <translation>Этот движок телефонии не умеет держать один звонок и делать другой</translation>
    </message>
    <message>
        <source>The caller waits on hold and is connected as soon as the colleague answers</source>
        <translation>Абонент ждёт на удержании и будет соединён, как только коллега ответит</translation>
    </message>
    <message>
        <source>The caller waits on hold while you talk with the colleague</source>
        <translation>Абонент ждёт на удержании, пока вы говорите с коллегой</translation>
    </message>
    <message>
        <source>Name or number of an employee</source>
        <translation>Имя или номер сотрудника</translation>
    </message>
    <message>
        <source>Search in the phone directory</source>
        <translation>Поиск по телефонному справочнику</translation>
    </message>
    <message>
        <source>Transfer to number</source>
        <translation>Перевести на номер</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Talk first</source>
        <translation>Сначала поговорить</translation>
    </message>
    <message>
        <source>Unconditional transfer</source>
        <translation>Безусловный перевод</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>The panel is in the tray</source>
        <translation>Панель скрыта</translation>
    </message>
    <message>
        <source>Calls come in as before. A click on the icon in the tray brings the panel back; its menu ends the program.</source>
        <translation>Звонки поступают как прежде. Панель вернёт щелчок по значку в области уведомлений, выход — в его меню.</translation>
    </message>
    <message numerus="yes">
        <source>Missed calls: %n</source>
        <translation>
            <numerusform>%n пропущенный звонок</numerusform>
            <numerusform>%n пропущенных звонка</numerusform>
            <numerusform>%n пропущенных звонков</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept the call</source>
        <translation>Принять звонок</translation>
    </message>
    <message>
        <source>End the call</source>
        <translation>Завершить звонок</translation>
    </message>
    <message>
        <source>Show the panel</source>
        <translation>Показать панель</translation>
    </message>
    <message>
        <source>Hide the panel</source>
        <translation>Скрыть панель</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выход</translation>
    </message>
</context>
<context>
    <name>UnsentDetail</name>
    <message>
        <source>empty</source>
        <translation>пусто</translation>
    </message>
</context>
<context>
    <name>UnsentFooter</name>
    <message>
        <source>Delete? It will not reach the CRM.</source>
        <translation>Удалить? В CRM это не попадёт.</translation>
    </message>
    <message numerus="yes">
        <source>%n dependent change(s) go with it.</source>
        <translation>
            <numerusform>С ним удалится ещё %n зависимое изменение.</numerusform>
            <numerusform>С ним удалятся ещё %n зависимых изменения.</numerusform>
            <numerusform>С ним удалится ещё %n зависимых изменений.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Waiting: %n</source>
        <translation>
            <numerusform>Ждёт: %n</numerusform>
            <numerusform>Ждут: %n</numerusform>
            <numerusform>Ждут: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>to be decided: %n</source>
        <translation>
            <numerusform>требует решения: %n</numerusform>
            <numerusform>требуют решения: %n</numerusform>
            <numerusform>требуют решения: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Send what is chosen</source>
        <translation>Отправить выбранное</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
</context>
<context>
    <name>UnsentModel</name>
    <message>
        <source>Change</source>
        <translation>Изменение</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Попытки</translation>
    </message>
</context>
<context>
    <name>UnsentTable</name>
    <message>
        <source>Changes that wait to be sent</source>
        <translation>Изменения, которые ждут отправки</translation>
    </message>
    <message>
        <source>Everything has been sent to the CRM.</source>
        <translation>Всё отправлено в CRM.</translation>
    </message>
</context>
<context>
    <name>UnsentTexts</name>
    <message>
        <source>Phone call {name}</source>
        <translation>Звонок {name}</translation>
    </message>
    <message>
        <source>Change of the call {name}</source>
        <translation>Изменение звонка {name}</translation>
    </message>
    <message>
        <source>Completion of the call {name}</source>
        <translation>Завершение звонка {name}</translation>
    </message>
    <message>
        <source>Change: {name}</source>
        <translation>Изменение: {name}</translation>
    </message>
    <message>
        <source>New client {name}</source>
        <translation>Новый клиент {name}</translation>
    </message>
    <message>
        <source>New organization {name}</source>
        <translation>Новая организация {name}</translation>
    </message>
    <message>
        <source>New case “{name}”</source>
        <translation>Новое обращение «{name}»</translation>
    </message>
    <message>
        <source>New record {name} ({entity})</source>
        <translation>Новая запись {name} ({entity})</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>ждёт</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>отправляется</translation>
    </message>
    <message>
        <source>not accepted</source>
        <translation>не принято</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>конфликт</translation>
    </message>
    <message>
        <source>waits for another</source>
        <translation>ждёт другое</translation>
    </message>
    <message>
        <source>Goes after: {what}</source>
        <translation>После: {what}</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Описание</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Номер</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Направление</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начало</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Конец</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Минуты</translation>
    </message>
    <message>
        <source>Regarding</source>
        <translation>В отношении</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Клиент</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Оператор</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>incoming</source>
        <translation>входящий</translation>
    </message>
    <message>
        <source>outgoing</source>
        <translation>исходящий</translation>
    </message>
    <message>
        <source>reopened</source>
        <translation>открыт снова</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>завершён</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>отменён</translation>
    </message>
</context>
<context>
    <name>UnsentWindow</name>
    <message>
        <source>Unsent changes</source>
        <translation>Неотправленные изменения</translation>
    </message>
</context>
<context>
    <name>ValueChoice</name>
    <message>
        <source>empty</source>
        <translation>пусто</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Telephony</source>
        <translation>Телефония</translation>
    </message>
    <message>
        <source>CRM</source>
        <translation>CRM</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Звук</translation>
    </message>
    <message>
        <source>Who am I</source>
        <translation>Кто я</translation>
    </message>
    <message>
        <source>Choose the language</source>
        <translation>Выберите язык</translation>
    </message>
    <message>
        <source>Connect the telephone</source>
        <translation>Подключите телефон</translation>
    </message>
    <message>
        <source>Connect the CRM</source>
        <translation>Подключите CRM</translation>
    </message>
    <message>
        <source>Check the sound</source>
        <translation>Проверьте звук</translation>
    </message>
    <message>
        <source>Check who you are</source>
        <translation>Проверьте, кто вы</translation>
    </message>
    <message>
        <source>Five short steps, and the desk is ready for calls. You can go back at any time.</source>
        <translation>Пять коротких шагов, и панель готова к звонкам. Вернуться можно в любой момент.</translation>
    </message>
    <message>
        <source>The server, your extension and its password come from the administrator of the PBX.</source>
        <translation>Сервер, внутренний номер и пароль к нему сообщает администратор АТС.</translation>
    </message>
    <message>
        <source>Copy the address from the browser in which you open the CRM. The rest is found out.</source>
        <translation>Скопируйте адрес из браузера, в котором вы открываете CRM. Остальное определится само.</translation>
    </message>
    <message>
        <source>Put the headset on and say something: the bar has to move.</source>
        <translation>Наденьте гарнитуру и скажите что-нибудь: полоска должна двигаться.</translation>
    </message>
    <message>
        <source>This is how the desk will work. “Done” keeps it, and you can take calls at once.</source>
        <translation>Так панель будет работать. «Готово» сохранит это, и можно сразу принимать звонки.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>готово</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>пропущено</translation>
    </message>
    <message>
        <source>something is wrong</source>
        <translation>что-то не так</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>проверяется</translation>
    </message>
    <message>
        <source>not checked yet</source>
        <translation>ещё не проверено</translation>
    </message>
    <message>
        <source>Keeping the settings…</source>
        <translation>Сохраняем настройки…</translation>
    </message>
    <message>
        <source>Looking for microphone and loudspeaker…</source>
        <translation>Ищем микрофон и динамик…</translation>
    </message>
    <message>
        <source>No browser opened. On any device, open {address} and enter the code {code}.</source>
        <translation>Браузер не открылся. На любом устройстве откройте {address} и введите код {code}.</translation>
    </message>
    <message>
        <source>Looking for the server…</source>
        <translation>Ищем сервер…</translation>
    </message>
    <message>
        <source>Asking the CRM how to sign in…</source>
        <translation>Узнаём у CRM, как в неё входят…</translation>
    </message>
    <message>
        <source>Registering with the PBX…</source>
        <translation>Регистрируемся на АТС…</translation>
    </message>
    <message>
        <source>Signing in to the CRM…</source>
        <translation>Входим в CRM…</translation>
    </message>
    <message>
        <source>Please sign in on the page that has opened in the browser.</source>
        <translation>Войдите на странице, которая открылась в браузере.</translation>
    </message>
    <message>
        <source>The CRM has let you in. Reading who you are…</source>
        <translation>CRM вас впустила. Узнаём, кто вы…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Проверяем…</translation>
    </message>
    <message>
        <source>Without telephony there are no calls. This wizard asks again at the next start.</source>
        <translation>Без телефонии звонков не будет. Мастер спросит о ней снова при следующем запуске.</translation>
    </message>
    <message>
        <source>Without the CRM calls come without names, and no record of them is kept there.</source>
        <translation>Без CRM звонки приходят без имён, и записи о них в ней не появляются.</translation>
    </message>
    <message>
        <source>The sound has not been checked. Devices can be changed in the menu of the panel.</source>
        <translation>Звук не проверен. Устройства можно сменить в меню панели.</translation>
    </message>
    <message>
        <source>The PBX has accepted the extension {number}.</source>
        <translation>АТС приняла внутренний номер {number}.</translation>
    </message>
    <message>
        <source>The CRM has let you in: {name}.</source>
        <translation>CRM вас впустила: {name}.</translation>
    </message>
    <message>
        <source>You can be heard.</source>
        <translation>Вас слышно.</translation>
    </message>
    <message>
        <source>The devices work. Say something.</source>
        <translation>Устройства работают. Скажите что-нибудь.</translation>
    </message>
    <message>
        <source>“Check” finds out which CRM it is and signs in.</source>
        <translation>«Проверить» определит, какая это CRM, и войдёт в неё.</translation>
    </message>
    <message>
        <source>“Check” registers once and signs off again.</source>
        <translation>«Проверить» один раз зарегистрируется на АТС и снова отключится.</translation>
    </message>
    <message>
        <source>The password store of the system is locked or absent. Unlock it and press the button again.</source>
        <translation>Системное хранилище паролей закрыто или отсутствует. Откройте его и нажмите кнопку ещё раз.</translation>
    </message>
    <message>
        <source>No PBX answers at {server}. Check address and port, the connection (UDP, TCP or TLS) and the VPN.</source>
        <translation>По адресу {server} АТС не отвечает. Проверьте адрес и порт, соединение (UDP, TCP или TLS) и VPN.</translation>
    </message>
    <message>
        <source>The PBX did not accept extension and password. Check the keyboard layout and Caps Lock.</source>
        <translation>АТС не приняла номер и пароль. Проверьте раскладку клавиатуры и Caps Lock.</translation>
    </message>
    <message>
        <source>The PBX does not know this extension. Check it for slips.</source>
        <translation>АТС не знает этого номера. Проверьте, нет ли опечатки.</translation>
    </message>
    <message>
        <source>Please enter the password of the extension.</source>
        <translation>Введите пароль внутреннего номера.</translation>
    </message>
    <message>
        <source>The CRM does not answer. Check the address, the network and the VPN.</source>
        <translation>CRM не отвечает. Проверьте адрес, сеть и VPN.</translation>
    </message>
    <message>
        <source>There is no Dynamics CRM at this address. Copy it from the browser once more.</source>
        <translation>По этому адресу нет Dynamics CRM. Скопируйте его из браузера ещё раз.</translation>
    </message>
    <message>
        <source>The CRM did not accept name and password. Check the keyboard layout and Caps Lock.</source>
        <translation>CRM не приняла имя и пароль. Проверьте раскладку клавиатуры и Caps Lock.</translation>
    </message>
    <message>
        <source>Please enter the password for the CRM.</source>
        <translation>Введите пароль к CRM.</translation>
    </message>
    <message>
        <source>The CRM did not accept this computer&apos;s sign-in. Enter your name and password.</source>
        <translation>CRM не приняла вход этого компьютера. Введите имя и пароль.</translation>
    </message>
    <message>
        <source>The CRM asks for a sign-in. Choose one, or let it be found out.</source>
        <translation>CRM требует входа. Выберите способ или оставьте «Определить».</translation>
    </message>
    <message>
        <source>This sign-in needs an encrypted connection: the address of the CRM has to begin with https.</source>
        <translation>Такой вход требует шифрования: адрес CRM должен начинаться с https.</translation>
    </message>
    <message>
        <source>The CRM does not tell who you are. Enter your sign-in name or e-mail.</source>
        <translation>CRM не сообщает, кто вы. Введите имя входа или эл. почту.</translation>
    </message>
    <message>
        <source>The CRM has no user “{operator}”. Check the name for slips.</source>
        <translation>В CRM нет пользователя «{operator}». Проверьте, нет ли опечатки.</translation>
    </message>
    <message>
        <source>You can go on. The CRM lacks some of what the desk looks for, tell the administrator: {names}.</source>
        <translation>Можно продолжать. В CRM нет части того, что ищет панель, сообщите администратору: {names}.</translation>
    </message>
</context>
</TS>
