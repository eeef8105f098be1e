/**
 * Nouns and states of failure in the languages that hosters answer in. A class is recognised where a noun
 * (mailbox, user, account) and a state (full, unknown, disabled) stand in one sentence, in either order
 * thus a wording nobody has listed is understood too. Latin letters are given without accents (see foldWords).
 */

interface Tongue {
  user: string
  unknown: string
  full: string
  disabled: string
}

const TONGUES: readonly Tongue[] = [
  { // German
    user: '(?:empfaenger|empfanger|benutzer|nutzer|postfach|mailbox|(?:e-?)?mail-?(?:adresse|konto)|adresse|konto|account|teilnehmer|anwender|empfangeradresse|kunde)',
    unknown: "(?:unbekannt|existiert (?:\\w+ ){0,2}nicht|nicht (?:gefunden|vorhanden|bekannt|existent|existiert|eingerichtet|gultig|zustellbar|ermittelt)|gibt es nicht|ungultig|ungueltig|kein(?:e[nrs]?)? (?:gultig|solche)|existieren nicht|nicht existierend)",
    full: '(?:voll|uberschritten|ueberschritten|erschopft|ausgeschopft|uberfullt|ueberfuellt|uberlauf|keinen? (?:freien )?speicher)',
    disabled: '(?:gesperrt|deaktiviert|inaktiv|nicht mehr aktiv|nicht aktiv|stillgelegt|abgeschaltet|geschlossen|gekundigt|nicht mehr (?:verwendet|genutzt|in betrieb))',
  },
  { // French
    user: "(?:destinataire|utilisateur|adresse|boite(?: aux lettres| mail| e-?mail)?|compte|abonne|messagerie|usager|mailbox|bal\\b)",
    unknown: "(?:inconnue?s?\\b|n'existe (?:pas|plus)|inexistante?s?|introuvable|invalide|non (?:valide|trouvee?|existante?)|n'a pas (?:pu )?(?:ete|etre) trouvee?|n'est pas (?:valide|connue?|reconnue?)|pas valide|n existe pas|erronee?)",
    full: "(?:pleine?\\b|satur|depass|atteint|trop pleine?|quota|plus d'espace)",
    disabled: "(?:desactiv|suspendue?|inactive?|bloquee?|fermee?|n'est plus (?:active?|utilis|en service)|resili|cloture)",
  },
  { // Spanish
    user: '(?:usuario|destinatario|buzon|cuenta|direccion|casilla|correo(?: electronico)?|destino|recipiente)',
    unknown: '(?:desconocid|no (?:\\w+ ){0,2}exist|inexistente|no (?:se )?(?:ha |fue |pudo )?(?:\\w+ )?encontr|no (?:es )?valid|invalid|incorrect|no localizad|no hallad)',
    full: '(?:llen[oa]|exced|superad|sin espacio|agotad|sobrepas|no tiene (?:mas )?espacio|cuota)',
    disabled: '(?:deshabilitad|desactivad|inactiv|suspendid|bloquead|cancelad|de baja|expirad|vencid|caducad|falta de uso|desabilitad|inhabilitad|no esta activ)',
  },
  { // Italian
    user: "(?:utente|destinatario|casella|indirizzo|account|mailbox|posta|conto|e-?mail)",
    unknown: "(?:sconosciut|inesistente|non (?:\\w+ ){0,2}esist|non (?:e |e' )?(?:stat[oa] )?trovat|non valid|non e valid|errat[oa]|non riconosciut|non risulta)",
    full: "(?:pien[ao]\\b|superat|esaurit|eccedut|ecceden|oltre il limite|spazio insufficiente|quota)",
    disabled: "(?:disabilitat|disattiv|sospes|inattiv|bloccat|scadut|non (?:e )?(?:piu )?attiv|chius[ao]|cessat)",
  },
  { // Portuguese
    user: '(?:usuario|utilizador|destinatario|caixa(?: postal| de (?:correio|entrada))?|conta|endereco|correio|e-?mail)',
    unknown: '(?:desconhecid|nao (?:\\w+ ){0,2}exist|inexistente|nao (?:foi |pode ser )?(?:\\w+ )?(?:encontrad|localizad)|invalid|nao e valid|incorret|nao encontr)',
    full: '(?:chei[ao]\\b|excedid|exced|lotad|esgotad|ultrapass|sem espaco|cota|quota)',
    disabled: '(?:desativad|desactivad|desabilitad|inativ|inactiv|suspens|bloquead|cancelad|encerrad|desligad)',
  },
  { // Dutch
    user: '(?:gebruiker|ontvanger|geadresseerde|postbus|postvak|(?:e-?mail)?adres|mailbox|account|brievenbus)',
    unknown: '(?:onbekend|bestaat (?:\\w+ )?niet|niet (?:gevonden|bekend|bestaand|geldig)|ongeldig|kan niet worden gevonden|bestaan niet)',
    full: '(?:\\bvol\\b|overschreden|te vol|geen ruimte|quotum|limiet bereikt)',
    disabled: '(?:gedeactiveerd|uitgeschakeld|geblokkeerd|inactief|niet (?:meer )?(?:actief|in gebruik)|opgeheven|opgezegd|afgesloten)',
  },
  { // Japanese
    user: '(?:ユーザ|宛先|宛て?先|あて先|アドレス|受信者|アカウント|メールボックス|メール先|送信先|お客様|ディレクトリ)',
    unknown: '(?:見つかり?ません|みつかり?ません|見つかりませんでした|存在しま?せん|存在しな|不明|間違|誤り|無効|該当|ありません(?!か)|ございません|正しくあり)',
    full: '(?:いっぱい|一杯|超過|超え|オーバー|満杯|容量不足|あふれ|フル)',
    disabled: '(?:停止|休止|使われて(?:いま|おりま)せん|解約|凍結|利用できま|受信できない状態|廃止|ロック)',
  },
  { // Russian, Ukrainian
    user: '(?:пользовател|получател|адрес|ящик|аккаунт|абонент|учетн|користувач|одержувач|скриньк)',
    unknown: '(?:не (?:\\p{L}+ ){0,2}(?:найден|существу|обнаруж|зарегистрирован|існу|знайден)|неизвест|недействит|отсутству|неверн|некоррект|невідом|нет такого|не верн)',
    full: '(?:переполн|превыш|заполнен|квот|полон|перевищ|нет места)',
    disabled: '(?:заблокир|отключ|неактив|приостанов|деактив|закрыт|заморож|не активен|заблоков)',
  },
  { // Chinese
    user: '(?:用户|用戶|使用者|收件人|收件者|邮箱|郵箱|信箱|地址|帐户|帳戶|账户|账号|帳號)',
    unknown: '(?:不存在|无效|無效|未知|找不到|不正确|不正確|没有找到|查无|無此|无此|非法|错误|錯誤)',
    full: '(?:已满|已滿|满|滿|超过|超過|超出|不足|容量|配额|配額)',
    disabled: '(?:停用|禁用|冻结|凍結|锁定|鎖定|未激活|注销|註銷|暂停|暫停|关闭)',
  },
  { // Polish, Czech, Slovak
    user: '(?:uzytkownik|adres|skrzynk|kont[oa]|odbiorc|uzivatel|schrank|adresat|prijemc|pouzivatel)',
    unknown: '(?:nie (?:\\w+ )?(?:istnieje|znalezion|ma)|nieznan|nieprawidlow|neexistuje|neznam|nenalezen|nebyla? nalezen|neexistuj|niepoprawn|bledn)',
    full: '(?:pelna|przekrocz|przepeln|brak miejsca|zapeln|plna|prekrocen|preplnen|zaplnen)',
    disabled: '(?:zablokowan|nieaktywn|wylaczon|zawieszon|zablokovan|neaktivn|zrusen|usunie)',
  },
  { // Swedish, Danish, Norwegian, Finnish
    user: '(?:mottagare|mottaker|modtager|anvandare?n?|brukeren?|brugeren?|adress(?:en)?|postkasse|brevlada|konto(?:en|n|t)?|vastaanottaja|osoite|postilaatikko|kayttaja)',
    unknown: '(?:okand|ukjent|ukendt|finns (?:\\w+ )?inte|finnes ikke|findes ikke|hittades inte|ble ikke funnet|blev ikke fundet|eksisterer ikke|existerar inte|ugyldig|ogiltig|ei (?:loydy|ole|loytynyt)|tuntematon|ikke funnet|kunde inte hittas)',
    full: '(?:\\bfull\\b|\\bfuld\\b|fullt|overskred|overskrid|overskr|taynna|ylitt)',
    disabled: '(?:inaktiv|avstangd|sperret|spaerret|sparrad|deaktiver|stengt|lukket|poistettu kaytosta|suljettu)',
  },
  { // Turkish, Hungarian, Romanian, Greek, Korean
    user: '(?:kullanici|alici|adres|posta kutusu|hesap|hesab|cimzett|felhasznalo|e-?mail ?cim|postafiok|utilizator|destinatar|adresa|casuta|παραληπτη|χρηστη|διευθυνση|사용자|수신자|주소|계정|받는 사람|받는사람|메일함|편지함|수신인)',
    unknown: '(?:bulunamadi|bulunmuyor|mevcut degil|gecersiz|bilinmeyen|bilinmiyor|yok\\b|ismeretlen|nem (?:letezik|talalhato|talaltuk)|necunoscut|nu (?:exista|a fost gasit)|inexistent|αγνωστ|δεν (?:υπαρχει|βρεθηκε)|찾을 수 없|존재하지|없습니다|없는|잘못된)',
    full: '(?:\\bdolu\\b|asildi|doldu|megtelt|betelt|tele van|plina|depasit|γεματ|초과|가득|꽉|부족)',
    disabled: '(?:devre disi|askiya|kapatil|kapali|inaktiv|letilt|felfuggeszt|dezactivat|suspendat|blocat|απενεργοποι|휴면|정지|사용 중지|비활성)',
  },
]

/** Noun and state in one sentence, at most 60 characters apart, in either order. */
function pair(noun: string, state: string): RegExp {
  return new RegExp(`${noun}[^.!?。！？;\\n]{0,60}?${state}|${state}[^.!?。！？;\\n]{0,40}?${noun}`, 'u')
}

export const FOREIGN_UNKNOWN = TONGUES.map((tongue) => pair(tongue.user, tongue.unknown))
export const FOREIGN_FULL = TONGUES.map((tongue) => pair(tongue.user, tongue.full))
export const FOREIGN_DISABLED = TONGUES.map((tongue) => pair(tongue.user, tongue.disabled))
