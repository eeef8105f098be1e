/**
 * Families of wording, each with the class it speaks for and its strength: 5 unmistakable, 4 strong,
 * 3 clear, 2 likely, 1 a hint. They work on folded words (see foldWords); patterns are bounded, so any
 * text is read in linear time. Families describe how servers word a reason, not single servers' replies.
 */
import type { BounceClass } from './vocabulary.ts'
import { FOREIGN_DISABLED, FOREIGN_FULL, FOREIGN_UNKNOWN } from './languages.ts'

export interface Phrase {
  readonly name: BounceClass
  readonly strength: 1 | 2 | 3 | 4 | 5
  readonly test: readonly RegExp[]
}

const GAP = '[^.;!?]{0,50}?'
const USER = '(?:users?|mail ?box(?:es)?|recipients?|accounts?|address(?:es)?|e-?mail(?: address| account| id)?|addressee|alias(?:es)?|inbox|mail ?drop|user ?ids?|user ?names?|customer|subscriber|local[- ]?part|person|rcpt|destination|mailid|login|domino directory)'
const SENDER = '(?:sender|envelope|return[- ]path|mail from|originator|helo|ehlo|hostname you|your (?:domain|host|server|name|address|ip))'
const SOURCE = '(?:(?:your|the|this|client|sending|source|connecting|remote|originating|sender|smtp)\\W{1,3})?(?:ip(?: address(?:es)?)?|host|mail ?server|server|client|network|mta|isp|connection|subnet|range|zzip)'

/** Well-known lists and reputation services, as they stand in words, host names and links. */
export const LIST_NAMES = /\bspam(?:haus|cop|rats|cannibal)\b|\bsorbs\.|\bdnsbl\b|\brbl\b|\buceprotect|\bbarracuda ?central|\bmailspike|\binvaluement|\bsenderscore\.|\bsenderbase\.|\bpsbl\.|\bnjabl\.|\bbackscatterer\.|\bhostkarma|\babuseat\.|\bmail-abuse\.|\btalosintelligence/

export const PHRASES: readonly Phrase[] = [
  // --- block lists and reputation ---
  { name: 'block', strength: 5, test: [
    /\bmy name was rejected\b/, /\b(?:is|are) an open (?:relay|proxy)\b|\binsecure mail relay\b|\bopen proxy\b/,
    /\b(?:black|block|deny)[- ]?list/, /\bdnsbl|\brbls?\b|\brhsbl/, /\bspam(?:haus|cop|rats|cannibal)\b|\bsorbs\b|\buceprotect|\bbarracuda ?(?:central|networks? reputation)|\bmailspike|\binvaluement|\bsender ?score|\bsenderbase|\babusix|\bpsbl\b|\bnjabl\b|\bbackscatterer|\bhostkarma|\bcloudmark sender|\btalos/,
    /\bzz(?:ip|host)\b\W{0,3}(?:is |was |has been )?(?:currently |already )?(?:listed|blacklisted|blocked|banned|found in|identified as)\b|\blisted (?:at|on|in|by) (?:the )?(?:zzhost|zzurl|spam|lookup|exploits|real)|\b(?:blocked|rejected|denied|refused) (?:by|using) (?:the )?(?:zzhost|dns|real-?time)/, /\bbanned send(?:er|ing)\b|\bidentified as (?:a )?spammer\b|\b(?:is|you are) (?:a |in the )?spammer\b|\bbad ip\b|\bnot allowed to connect\b|\byour access to (?:submit|this|our)\b|\bnot accept(?:ed|ing)? (?:mail |connections? |messages )?from (?:ip|zzip|dynamic|this ip|your ip|servers? at)\b|\bip (?:address )?(?:was |is |has been )?(?:rejected|refused|denied)\b/,
    /\bbanned sending ip\b|\bip (?:address )?(?:has been |is )?(?:blocked|banned|listed)\b/,
    /\b(?:poor|bad|low|very low|negative|no|insufficient) (?:sending )?(?:ip |domain |sender )?reputation\b|\breputation (?:is |of |too |score|filter|reject|problem|block)/,
    /\b(?:host|client|ip|server|site|address) @?\w{0,20} ?(?:is |was )?(?:found |currently )?listed (?:in|on|at|by)\b/,
    /\b(?:adresse ip|ip-adresse|direccion ip|indirizzo ip|endereco ip|ip-adres)\b[^.;]{0,50}(?:bloqu|refus|rejet|gesperrt|blockiert|abgelehnt|rechaz|bloccat|rifiut|geblokkeerd|geweigerd)|блэк-?лист|черн(?:ый|ом|ого) спис|sperrliste|schwarze[nr]? liste|liste noire|lista (?:negra|nera)|zwarte lijst|ブラックリスト|黑名单|黑名單/u,
  ] },
  { name: 'block', strength: 4, test: [
    new RegExp(`\\b${SOURCE}\\b${GAP}\\b(?:blocked|banned|blacklist\\w*|black-listed|not (?:allowed|welcome|authorized) to connect|denied access|rejected for|is refused|has been denied|temporarily blocked)\\b`),
    /\b(?:mail|messages?|connections?|e-?mails?|smtp access|access|traffic) from (?:your |this |the |that )?(?:@?ip|host|server|client|network|isp|zzhost|domain|site|mail ?server|sender's ip|source|dynamic|dial-?up|residential)\b[^.;]{0,60}?(?:blocked|denied|refused|rejected|banned|not (?:be )?accepted|not allowed|prohibited)/,
    /\b(?:blocked|rejected|refused|denied) (?:mail |connection |access )?(?:from|by|using|due to|because)[^.;]{0,20}?\b(?:your ip|zzip|ip address|host|network|dynamic|dial-?up)\b/,
    /\bblock(?:ed)? (?:by|using) (?:zzhost|the receiving|list)\b/, /\b(?:dynamic|residential|dial-?up|generic) (?:ip|host|rdns|reverse|address|client|hostname|pool)/,
    /\b(?:dynamic|dial-?up) (?:ip |client |host )?(?:address|range|pool|space)s?\b/, /\bunsolicited mail originating from your (?:ip|network|host)/, /\bsuspicious activity (?:has been )?(?:detected )?(?:from|on) your\b/,
    /\b(?:too many|excessive|due to) (?:spam|abuse|complaints|unknown (?:users|recipients)|invalid recipients) from your\b/, /\byour (?:access|ip|host|server|network|isp|domain|mta|mail server)\b[^.;]{0,30}?(?:has been |was |is )?(?:blocked|banned|rejected|barred|denied)/,
    /\bnetwork is on our block/, /\bmessages? from zzip\b[^.;]{0,40}(?:blocked|weren't sent|not sent)/, /\bservice (?:unavailable|refused|not available)[;,:]? (?:client|helo|host|sender)[^.;]{0,40}blocked\b/,
    /\bbad (?:helo|ehlo)\b|\b(?:helo|ehlo)\b[^.;]{0,40}(?:reject|denied|invalid|refus|not (?:accept|valid)|block|forged|bad)/,
  ] },
  { name: 'block', strength: 3, test: [
    /\b(?:blocked|banned|barred)\b[^.;]{0,60}\b(?:abuse|postmaster|unblock|delist|removal|zzurl)/, /\b(?:abuse|spam) (?:complaints?|reports?|source)\b/, /\bconnection (?:rejected|refused|denied) (?:by|due to|for) (?:policy|reputation|administrative|security)/,
    /\baccess (?:from|for) (?:your )?(?:zzip|zzhost|ip|host|network)\b[^.;]{0,30}(?:denied|blocked|refused)/, /\b(?:due to|for|of) abuse\b/, /\b(?:complaint|spam) (?:rate|level)s?\b/, /\bfrom (?:an )?ip address\b/, /\bgeo-?(?:ip|graphic\w*|location)\b|\b(?:your|this|the) country\b/, /\bno access from mail server\b/, /\bclient host\b[^.;]{0,30}(?:rejected|blocked)/,
  ] },
  // --- authentication of the sender ---
  { name: 'auth', strength: 5, test: [
    /\bdmarc\b/, /\bdkim\b|\bdomainkeys?\b/, /\bspf\b|\bsender policy framework\b/, /\bsender ?id\b[^.;]{0,20}(?:fail|check|pra|not permitted)/,
    /\b(?:ptr|rdns|reverse[- ]dns|reverse (?:lookup|hostname|host name|mapping|resolution|address|dns)|forward-confirmed|fcrdns)\b/, /\bunable to (?:find|get|resolve) (?:your |the )?(?:reverse|hostname|client hostname)/,
    /\b(?:cannot|can't|could not|couldn't) (?:find|resolve) your (?:reverse )?(?:hostname|host name|ip|address)/, /\bclient (?:host )?(?:was )?not authenticated\b|\bclient\b[^.;]{0,30}\bcannot find your (?:reverse )?hostname/,
    /\b(?:does not|doesn't|no|missing) (?:have (?:a )?)?(?:valid )?(?:reverse|rdns|ptr)\b/, /\bmismatch\w* (?:client |your |the )?ip\b|\binvalid ip for sending\b/, /\bemail authentication\b|\bauthentication (?:checks|requirements?|results)\b|\bunauthenticated\b|\bnot authenticated\b|\bauthentication[- ](?:level|status)\b/,
    /\bip name lookup failed|\bip (?:address )?(?:does not resolve|has no (?:reverse|name|ptr|hostname)|could not be resolved|lookup failed)|\bname (?:service )?lookup of your ip|\bno (?:reverse|hostname|host name) (?:for|found)/,
  ] },
  { name: 'auth', strength: 4, test: [/\bauthentication (?:is )?(?:required|failed|failure|needed|unsuccessful|credentials|error)\b/, /\b(?:must|need to|please) (?:first )?(?:log ?in|authenticate|be authenticated)\b|\bauthenticate (?:first|yourself)|\bsmtp[- ]auth\b|\b(?:invalid|incorrect|bad) (?:credentials|login|password)\b|\blog ?in (?:first|failed|denied)/] },
  // --- too much, too early ---
  { name: 'throttled', strength: 5, test: [
    /\bgr[ea]y-?list|\bpostgrey\b|\bgreylisted\b|グレイ?リスト/u, /\btoo many (?:messages?|mails?|e-?mails?)\b(?! (?:on|in) (?:this|the|your|his|her)\b)|\btoo many (?:connections?|sessions?|recipients?|concurrent|simultaneous|requests?|errors?|smtp|threads|rcpt|unknown|invalid|login)/,
    /\brate[- ]?limit|\bthrottl/, /\btoo (?:fast|frequent(?:ly)?|quickly|often|soon)\b/, /\bunusual(?:ly high)? (?:rate|volume|number|traffic)\b/, /\bexceed(?:s|ed|ing)? (?:the |its |your |our )?(?:\w+ ){0,3}(?:rate|connections?|number of|messages? (?:per|limit)|sending|hourly|daily|frequency|concurren|velocity|volume|rcpt|recipients)/,
    /\b(?:hourly|daily|sending|outgoing|message rate|frequency|(?:daily|hourly) \w+|per[- ]hour|per[- ]day|daily relay|receiv\w+ rate) (?:limit(?:ed)?|quota|threshold|rate)/, /\b(?:messages?|connections?|mails?) (?:per|a) (?:hour|minute|second|day)\b/, /\breceiving (?:mail|e-?mail|messages) (?:at a rate|too quickly|too fast)/, /\b(?:connection|recipient|message|delivery) (?:rate|frequency|concurrency) (?:limit|exceed)/, /\bmail ?flood|\bflood(?:ing|ed)?\b/, /\bbeing rate\b|\bslow(?:ed|ing)? down\b/, /\bmax(?:imum)? (?:number of )?(?:connections?|sessions?|concurrent|recipients)/,
  ] },
  { name: 'throttled', strength: 3, test: [
    /\btemporar(?:il)?y (?:deferred|blocked|rate|limited|throttled|restricted|suspended due|rejected)\b/, /\bdeferred due to\b|\bmessages?\b[^.;]{0,30}\b(?:temporarily )?deferred\b/, /\b(?:server|system|host|mta|service|we(?:'re| are)) (?:is |are )?(?:currently |too |temporarily )?(?:busy|overloaded|overload)\b|\bload (?:is )?(?:too high|average)\b|\bhigh load\b|\bsystem load\b/, /\bconnection limit\b|\bconcurren\w+\b[^.;]{0,30}(?:limit|exceed|connection)/, /\bvolume\b[^.;]{0,20}\bexceed|\b(?:resources|server) (?:temporarily )?(?:unavailable|busy|restricted)\b/, /\bnot yet authorized to deliver\b/,
  ] },
  { name: 'throttled', strength: 1, test: [/\btry (?:again|later|resending)\b[^.;]{0,30}(?:later|minutes|seconds|hours|soon)?/] },
  // --- size ---
  { name: 'too_large', strength: 5, test: [
    new RegExp(`\\b(?:message|mail|e-?mail|file|data|attachments?|size|content|letter|body|messagesize)(?: file)?\\b(?:(?!queue|hop|line|quota|rate\\b|mailbox)[^.;!?]){0,50}?\\b(?:too (?:large|big|long)|exceeds?|exceeded|exceeding|larger than(?! the (?:free |remaining )?space)|bigger than|over (?:the )?(?:max\\w*|limit|size)|greater than|oversized?)\\b(?!${GAP}(?:quota|rate|per hour|retr|attempts|queue|hop|time))`),
    /\b(?:size limit|maximum (?:message |allowed |e-?mail |permitted )?size|max(?:imum)? ?message ?size|message size (?:limit|restrict)|message length exceeds|size exceed|too (?:large|big) (?:message|mail|file|email|to)|oversize|exceeds? (?:the )?(?:fixed |maximum |max |allowed |size |administrative |server |message )+(?:size|limit))/,
    /\bnachricht[^.;]{0,40}(?:zu gross|uberschreitet|ueberschreitet)|\bmaximale (?:nachrichten|mail)?grosse|\btrop (?:volumineu|gros|grand)|\btaille (?:maximale|du message)|\bdemasiado grande|\btamano (?:maximo|del mensaje)|\btroppo grande|\bdimension[ei] (?:massim|del mess)|\bmuito grande|\btamanho (?:maximo|da mensagem)|\bte groot\b|превыша\p{L}+ (?:\p{L}+ )?размер|слишком больш|サイズ[^。]{0,20}(?:超|大き)|(?:邮件|郵件|信件)[^。]{0,10}(?:过大|太大|過大)/u,
  ] },
  // --- full ---
  { name: 'quota', strength: 5, test: [
    new RegExp(`\\b(?:mail ?box|in-?box|account|users?|recipient(?:'s)?|mail ?drop|disk|storage|mail(?:box)? ?folder|maildir|quota|zzaddr|folder|he|she|customer|address)\\b[^.;!?]{0,45}?\\b(?:(?:is |are |almost |too |now |already )?full\\b|over-? ?(?:the )?(?:disk |storage |allowed |mail |mailbox |user |maximum |their |its |his |allocated )*quota|is over (?:its|their|his|the)|overquota|quota[ -]?exceeded|exceed(?:s|ed|ing)? (?:the |its |their |his |storage |mailbox |mail |disk |allowed |allocated |size |space |maximum |max |message |on )*(?:quota|storage|space|size|limit|capacity|allocation|allowed)|out of (?:storage|space|disk|quota)|reached (?:its |their |the )?(?:maximum |max )?(?:storage|quota|size|capacity)|(?:is )?out of storage)`),
    /\bover ?quota\b|\bquota (?:is |was |has been |would be |will be )?(?:exceed|full|reach|violat|over|limit)|\bexceed\w* (?:\w+ ){0,4}(?:quota|storage|disk space|storage allocation|space allocation|mailbox size)\b|\bmail ?box (?:is )?full|\bmailboxfull\b|\bfull mail ?box|\bnot enough (?:storage|disk|space|room)|\binsufficient (?:disk |storage |quota |mailbox )?(?:space|quota|storage space)\b|\b(?:storage|disk) (?:quota|limit|space|full)[^.;]{0,25}(?:exceed|full|reach|over|low)|\b(?:diskquota|mailbox size limit|mailbox quota|quotaexceeded|storequota|quota_exceeded|mbox exceeded|mailbox over)\b|\bno (?:storage|room|space) (?:left |available )?(?:for|in) (?:\w+ )?(?:user|mailbox|recipient|account|mail)/,
    /\bover (?:its |the |their |his )?(?:maximum |max |allowed |allotted |disk |storage |size )+(?:limit|quota|size|space|capacity)?/, /\bwould (?:exceed|be over|put (?:the )?\w+ over)\b[^.;]{0,20}(?:quota|limit)/, ...FOREIGN_FULL,
    /\bkontingent[^.;]{0,30}(?:uberschr|erschopf)|\b(?:speicherplatz|quota)[^.;]{0,30}(?:uberschr|erschopf|voll)|\bquota[^.;]{0,20}(?:depass|superad|excedid|superat|overschr)|容量[^。]{0,12}(?:いっぱい|超|オーバー|不足)|квот[^.]{0,30}(?:превыш|исчерп)/u,
  ] },
  { name: 'quota', strength: 5, test: [/\b(?:user|mailbox|recipient|account|benutzer|postfach) (?:has|hat|contains) (?:too many|zu ?viele) (?:messages|mails|e-?mails)/, /\btoo many (?:messages|mails|e-?mails) (?:on|in) (?:this|the|your|his|her)\b/, /\bnot able to receive any more\b|\blarger than the (?:free |remaining )?space\b|\b(?:does not|n't|not) have enough (?:\w+ )?(?:space|room|storage)\b|\b(?:disk ?|mail ?box ?|storage )?space (?:\w+ ){0,2}(?:used up|exhausted|not enough|not sufficient|exceeded)\b|\bmaximum allowed (?:storage|mail ?box)\b/, /\boverdrawn\b/, /\b(?:disk ?space|disc|disk|maildir|storage|mail) quota\b/, /\bcasilla (?:de mail )?agotad/] },
  { name: 'quota', strength: 3, test: [/\bquota\b/] },
  // --- disabled ---
  { name: 'inactive', strength: 4, test: [
    new RegExp(`\\b${USER}\\b[^.;!?]{0,40}?\\b(?:disabled|de-?activated|suspended|inactive|not active|locked|frozen|closed|terminated|dormant|has expired|is expired|cancell?ed|abandoned|discontinued|retired|(?:temporarily |currently |permanently )?on hold|not activated|not enabled|switched off)\\b`),
    /\b(?:mail ?box|account|user)\b[^.;!?]{0,25}?\b(?:is|has been|was|currently|temporarily|permanently) (?:\w+ )?blocked\b/, /\b(?:disabled|inactive|suspended|expired|closed|deactivated|locked|discontinued|terminated|dormant|unactivated) (?:\w+ )?(?:user|mail ?box|recipient|account|address|e-?mail|alias|customer)\b/,
    new RegExp(`\\b${USER}\\b[^.;!?]{0,40}?\\bno longer (?:in use|available|accept\\w*|active|with|works?|monitored|used|reachable|receiv\\w+|maintained|employed|supported|in service|operational)\\b`),
    /\bno longer (?:accepts?|accepting|receiv\w+) (?:\w+ ){0,3}(?:mail|e-?mail|messages)\b|\bno longer (?:works? (?:here|for|at)|employed|with (?:the|our|this))\b|\bhas left (?:the|our|this)\b/,
    /\b(?:account|mail ?box|user|recipient|address)\b[^.;!?]{0,30}?\b(?:is |has been |was )?(?:not (?:currently )?(?:accept\w+|receiv\w+) (?:\w+ ){0,2}(?:mail|messages|e-?mails?))\b(?! (?:from|with))/, ...FOREIGN_DISABLED,
  ] },
  // --- unknown mailbox ---
  { name: 'unknown_user', strength: 5, test: [
    /\buser (?:is )?unknown\b|\bunknown user\b|\bno such (?:user|mail ?box|recipient|account|address|person|local|alias|email|customer|virtual|domain user|id\b|name\b)|\bnosuchuser\b|\brecipientnotfound|\brecipnotfound|\bresolver\.adr\.(?:recip|ex|bad|inv)/,
    new RegExp(`\\b${USER}\\b[^.;!?]{0,60}?\\b(?:unknown|(?:does|do|did|could|can|was|were|is|are|has|have)(?: ?not|n't) (?:\\w+ ){0,2}?(?:exist|found|be found|known|recogni[sz]ed|a valid|valid|listed|registered|match|have an?|hosted|a known|local|handle)|doesnt exist|dont exist|doesn't have|not exists?|non-?exist\\w*|not (?:be )?(?:found|known|recogni[sz]ed|valid|listed|registered|exist\\w*|local|hosted)|no longer (?:exists?|valid)|undeliverable address|is (?:invalid|bad|incorrect|wrong|nonexistent|non-existent|unrouteable)|has (?:moved|changed)|has been (?:removed|deleted)|(?:was|been|is) (?:removed|deleted))\\b`),
    new RegExp(`\\b(?:unknown|invalid|non-?existent|unrecogni[sz]ed|illegal|incorrect|nonexistant|bad|wrong|undefined|not a known|not a valid|isn't a valid|is not a valid|no valid|not a local|not our) (?:\\w+ ){0,3}?(?:\\b${USER}\\b)(?! (?:syntax|verification))`),
    new RegExp(`\\b(?:couldn't|could not|can't|cannot|unable to|did not|failed to|not) (?:be )?(?:find|found|locate|locate[d]?|match|recogni[sz]e|resolve|lookup|look up) (?:\\w+ ){0,4}?${USER}\\b`),
    /\b(?:no|not) (?:one|body|mail ?box|user|account|recipient|such person|customer|matching|address|inbox|mail-?box) (?:\w+ ){0,3}?(?:here|by|of|with|at|for|called|named|found|matches)\b|\bthere is no (?:one|user|mailbox|account|such|recipient)\b|\bnobody (?:here|by)\b|\bno mailbox\b|\bnot our customer\b/,
    /\b(?:address|recipient|mailbox|user|e-?mail) (?:could not|couldn't|can't|cannot|can not) be (?:found|verified|resolved|located)\b|\baddress not found\b|\bwasn't found at\b|\bcouldn't be found\b|\bdoes not have an? (?:\w+ ){0,3}(?:account|mailbox|address)|\bdoesn't have an? (?:\S+ ){0,3}(?:account|mailbox|address)/,
    /\b(?:unrouteable|unroutable|undeliverable) address\b|\bmail ?box (?:not found|unknown|does not exist|invalid)|\bno account\b|\bunknown (?:local|recipient|address|mailbox|or|account|virtual|alias|internal|destination address|e-?mail)/,
    /\brecipient (?:has )?(?:moved|no longer on server)|\bhas moved\b[^.;]{0,20}(?:new address|please try|forward)|\buser not local\b|\bnot listed in (?:\w+ ){0,3}(?:name ?& ?address book|directory|domino)/, /\bdelivered to unknown\b|\bbad destination mailbox\b|\bbad recipient\b|\bambiguous\b|\bunresolvable address|\b(?:recipient|user|address|mail ?box)\b[^.;]{0,20}?\bnot in (?:\w+ ){0,2}(?:list|table|directory|database|validrcptto)|\b(?:name|recipient|address)\b[^.;]{0,40}not unique\b|\b550 no such\b|\bbadrcptto\b/, ...FOREIGN_UNKNOWN,
  ] },
  { name: 'unknown_user', strength: 3, test: [/\bmail ?box (?:is )?(?:unavailable|not available|unreachable|disabled or)\b/, /\b(?:email|address|mailbox|account)\b[^.;]{0,20}\b(?:unavailable|not available)\b/, /\binvalid (?:address|recipient)/, /\bcheck (?:if|that|whether) (?:the )?address is correct\b/] },
  { name: 'unknown_user', strength: 2, test: [/\b(?:recipient|user|rcpt)s?(?: address(?:es)?)?(?: was| is| has been| were)? (?:rejected|refused|denied)\b/, /\baddress(?:es)? (?:was |is |been )?(?:rejected|refused)\b/, /\bdoes not like recipient\b/, /\b(?:rejected|refused) (?:address|recipient|user)\b|\brejected your (?:address|recipient)/, /\bnot? (?:exist|found)\b/, /\bdelivery to this (?:address|recipient|user)\b/] },
  // --- unknown domain ---
  { name: 'unknown_host', strength: 5, test: [
    /\bzzhost (?:does(?:n't| not) exist|is unknown|not found|unknown)\b/,
    /\b(?:unknown|non-?existent|no such|invalid|bad|illegal) (?:\w+ )?(?:domain|host|hostname|destination (?:host|system|domain))\b(?! (?:of|in) (?:sender|from|helo|envelope))/, /\b(?:host|domain)(?: name)?(?: or domain name)?(?: @\w+| \S{1,60})? (?:is )?(?:unknown|not found|doesn't exist|does not exist|not exist|invalid|could not be found|couldn't be found|can't be found|not recognized|not existing)\b/,
    /\bno (?:mx|mail (?:exchanger|server|host))\b|\bnull ?mx\b|\bnxdomain\b|\bno (?:dns|a) record|\b(?:mx|a) record[^.;]{0,30}(?:not (?:found|exist)|does not|missing|no smtp|non-?exist)|\bhas no (?:mx|mail|dns|a)\b|\bdoes(?:n't| not) (?:have|list) (?:\w+ ){0,3}(?:mx|mail exchange)/,
    /\bname or service not known\b|\bhostname nor servname\b|\bcouldn't find any host\b|\b(?:cannot|could not|couldn't|can't|unable to) (?:find|resolve|locate) (?:\w+ ){0,3}(?:host|domain|mx|mail server|dns|exchanger|server)(?!\w)|\bunrouteable (?:mail )?domain\b|\bunresolvable (?:domain|host|name)\b|\bhost or domain name not found\b|\bdomain (?:name )?not found\b/,
    /\bdomain\b[^.;]{0,40}\b(?:does(?:n't| not) (?:exist|accept (?:mail|email|any mail))|is not (?:valid|registered)|has expired|isn't (?:valid|registered))|\b(?:domain|host) (?:zzhost )?(?:does(?:n't| not)|never) accepts? (?:any )?(?:mail|email)\b|\brecipient's? domain\b[^.;]{0,40}(?:not|invalid|unknown|wrong)/,
    /\bdomain\b[^.;]{0,30}not reachable|\bcould not find a gateway\b|\bdomain (?:name )?(?:lookup|resolution) failed\b|\bdns (?:name )?error\b|\bno route (?:found )?to (?:the )?domain|\b(?:domain|rechnername|hostname|host) (?:\w+ )?(?:unbekannt|existiert nicht|nicht gefunden)|\bdomain(?:e)? (?:inconnu|inexistant|introuvable)|\bdominio (?:\w+ )?(?:no existe|desconocido|inexistente|sconosciuto|non (?:esiste|trovato)|nao (?:existe|encontrado))|\bdomein (?:\w+ )?(?:onbekend|bestaat niet)|домен[^.]{0,30}(?:не (?:найден|существ)|неизвест)|(?:ホスト|ドメイン)[^。]{0,20}(?:見つかり|不明|存在し)|(?:域名|主机|域)[^。]{0,12}(?:不存在|找不到|未找到|无法解析)/u,
  ] },
  { name: 'unknown_host', strength: 3, test: [/\bunable to route\b|\bunrouteable\b|\bno route\b(?! to host)/, /\bdns\b[^.;]{0,30}(?:fail|not found|no record|error)/, /\bhost not found\b/] },
  // --- relay ---
  { name: 'relay', strength: 5, test: [
    /\brelay(?:ing)?\b[^.;]{0,40}?\b(?:denied|not (?:permitted|allowed|authori[sz]ed|accepted|supported|possible)|prohibited|disallowed|refused|rejected|forbidden|not for|verboten|nicht erlaubt|non autoris|interdit|no permitid|non consentit|nao permitid)\b/, /\b(?:not|n't|cannot|unable to|refuse to|denied|we do not|no|not allowed to|not permitted to|not authori[sz]ed to|deny) relay/, /\brcpthosts\b|\bnot a(?:n open)? gateway\b|\brelay (?:access )?denied\b|\binvalid relay\b|\bas a relay\b|\bconfigured to relay\b|\bwe don't (?:handle|host) (?:mail )?for|\bdoesn't handle mail for\b|\bthird[- ]party relay|\brelaying mail\b/, /\btenantattribution\b/,
  ] },
  // --- spam ---
  { name: 'spam', strength: 4, test: [
    /spam(?!haus|cop|rats)|\bjunk[- ]?(?:mail|e-?mail)?\b|\bunsolicited\b|\bube\b|\buce\b|\bbulk ?(?:mail|e-?mail)\b|\bas bulk\b|\bphish\w*\b|\banti-?spam\b/, /\bheuristic|\bbayes|\bsurbl\b|\burib?l\b|\bmass[- ]?mail|\b(?:black|block)[- ]?list(?:ed)? (?:url|link|uri)|\b(?:url|link|uri)s?\b[^.;]{0,30}(?:black|block|listed)/, /\bspam[ -]?(?:score|filter|assassin|content|detect)/, /спам|スパム|迷惑メール|垃圾(?:邮件|郵件|信)?|스팸|correo (?:basura|no deseado)|pourriel|indesirable|posta indesiderata|indesejad|ongewenst/u,
  ] },
  // --- content ---
  { name: 'content', strength: 5, test: [
    /\bvirus(?:es)?\b|\bmalware\b|\binfected\b|\btrojan\b|\bworm\b|\bransomware\b|вирус|ウイルス|ウィルス|病毒/u, /\battach(?:ment|ed)s?\b[^.;]{0,40}(?:not (?:allowed|accepted|permitted)|block|reject|prohibit|forbidden|banned|illegal|refus|type|executable|unsafe|dangerous|potentially)|\b(?:illegal|prohibited|banned|forbidden|blocked|executable|unacceptable|suspicious|unsafe|dangerous) (?:\w+ )?(?:attachment|file(?: ?type| ?name| extension)?|content|extension)/,
    /\brfc ?-?(?:2?822|5322|2045|2047)\b|\bnot (?:\w+ )?(?:rfc[- ]?)?complian/, /\b(?:malformed|missing|invalid|illegal|duplicate|multiple|bad|no|broken|incorrect|improper|unparseable|too many) (?:\w+ )?(?:mime|headers?|from(?:: | header| field)|date header|message-id|message id|subject|to: header|content-type|header ?fields?|structure)\b/, /\bheader (?:error|syntax|is missing|check|content|field|too)|\b(?:missing|invalid|no|bad) (?:or \w+ )?(?:from|date|sender|message-id|to|subject)(?::|\s)? ?header/, /\b(?:bare (?:lf|linefeed|cr)|line (?:is )?too long|line (?:length )?limit|stray (?:cr|lf)|nul character|8[- ]?bit (?:data|header|mime)|non-?ascii|character ?set|charset|mime (?:error|type|structure|boundary|conversion))\b|\bconversion (?:to|from|required|not)/,
    /\b(?:url|link|uri)s?\b[^.;]{0,30}(?:reject|prohibit|malicious|not allowed)|\bmalicious\b/, /\bbanned\b[^.;]{0,20}?(?:application|executable|\bfile|x-ms|x-dos)|\bmaximum attachment\b|\battachment (?:count|filter)/, /\baccept\w* (?:any )?(?:mail|e-?mails?|messages?) with (?:attach|embedded|images)|\bmultiple addresses in\b|\bmissing a valid\b|\b(?:messages?|mails?) without (?:an? )?(?:to|from|date|subject|message-id)\b/, /\bthreat(?:s)?\b|\bmessage (?:failed|blocked by) (?:content|sanity)/,
  ] },
  { name: 'content', strength: 3, test: [
    /\b(?:message|mail) content\b|\bcontent (?:was |is |of )?(?:reject|not accept|refus|filter|block|restrict|denied|unacceptable|inspection|violat|scan|this message|polic)/, /\b(?:rejected|blocked|refused|denied)\b[^.;]{0,30}\bcontent\b/, /\b(?:inappropriate|objectionable|offensive|profan|prohibited|restricted)\b[^.;]{0,20}(?:content|words?|language|text)/, /\bmessage (?:contents? )?(?:cannot be|could not be) (?:scanned|parsed)/, /\b(?:content|media) not supported\b/, /\bunacceptable\b|\brequired standards\b/,
  ] },
  // --- policy: about the sender's right to write ---
  { name: 'policy', strength: 4, test: [
    /\bnot accept\w* (?:any )?(?:mail|messages|e-?mails?) from\b|\bbadmailfrom\b|\bheld (?:for|before)\b/,
    /\bbut sender was rejected\b/, /\bvalid from\b|\bfrom: domain\b/,
    new RegExp(`\\b${SENDER}\\b(?:'s)?[^.;!?]{0,60}?\\b(?:verify failed|verification (?:failed|error)|not (?:verified|allowed|authori[sz]ed|permitted|accepted|valid|exist|found|local|resolve\\w*|in (?:the )?(?:allowed|list)|a member|recogni[sz]ed|fully)|(?:does|did|could) ?n[o']t (?:be )?(?:exist|resolve\\w*|verified|valid)|denied|unknown|invalid|prohibited|restricted|refused|rejected|must (?:exist|resolve))\\b(?!${GAP}(?:recipient|user) (?:unknown|not))`),
    /\b(?:unable to|could not|couldn't|cannot|can't|failed to) (?:verify|validate|resolve) (?:your |the )?(?:sender|from|envelope|domain of sender|return)|\bsender (?:callout|callback|verif)\w*/, /\b(?:invalid|unknown|bad|unresolvable|unrout\w+|nonexistent|non-existent|illegal) (?:sender|from|return path|originator|domain (?:of|in) (?:sender|from|envelope))|\bdomain of sender\b|\bsender (?:address )?(?:domain )?(?:not|does)/,
    /\byou (?:are|have been|don't|do not)\b[^.;]{0,30}(?:not )?(?:allowed|authori[sz]ed|permitted|permission|restricted|blocked|banned) (?:to|from|by)?\b/, /\b(?:delivery )?not authori[sz]ed\b|\bnot allowed to (?:send|post|mail)|\bpermission (?:to|denied)|\bdon't have permission|\brestricted (?:to|by|list|group|recipient|from)\b|\bonly (?:accepts?|members|authenticated|internal|allow\w*|specific)\b|\bmoderat(?:ed|or|ion)\b|\bnot (?:in|on) (?:the |my |our )?(?:allowed|white|safe|approved|accepted)[- ]?(?:senders?|list)/,
    /\bnot support (?:tls|starttls|encryption)\b|\b(?:starttls|tls|encryption|secure connection|ssl)\b[^.;]{0,30}(?:required|needed|first|must|mandatory)|\bmust (?:issue|use) (?:a )?(?:starttls|tls|encrypt)|\brequire(?:s)? (?:tls|encryption)/, /\bresolver\.rst\.|\btransport\.rules\.|\brulesagent|\bmailflow|\btransport rule\b|\brule imposed\b/,
    /\b(?:challenge|confirm (?:that )?you|verify that you are|requires confirmation|pre-approved|click (?:on )?(?:the|this) (?:following )?link to (?:have|confirm|verify))\b/,
  ] },
  { name: 'policy', strength: 3, test: [
    /\bbanned\b|\bfilter(?:ed)? (?:rejection|rule)\b/, /\bpolic(?:y|ies)\b|\brichtlinie|\bpolitique|\bpolitica\b|\bbeleid\b|политик|ポリシー|策略/u, /\baccess (?:is )?(?:denied|refused|not allowed|restricted)\b/, /\badministrative(?:ly)?\b|\bprohibit\w*|\bforbidden\b|\bnot (?:permitted|allowed|authori[sz]ed|acceptable)\b|\bpermission denied\b|\bunauthori[sz]ed\b|\bsecurity\b/, /\b(?:rejected|blocked|refused|denied|filtered|discarded) (?:by|due to|because of|per) (?:\w+ ){0,3}(?:filter|rule|recipient|user|administrator|admin|customer|receiver|owner|site|local|server)/, /\b(?:doesn't|does not|don't|do not|not) (?:want|wish|accept(?:ing)?) (?:\w+ ){0,4}(?:mail|e-?mails?|messages?)(?: from)?/, /\brefuses? (?:to accept|to receive|your|mail|messages)/,
  ] },
  { name: 'policy', strength: 2, test: [/\bgoogle groups\b/, /\b(?:message|mail|e-?mail|delivery|transaction)\b[^.;]{0,25}\b(?:rejected|refused|blocked|denied|not accepted|discarded|filtered|prohibited)\b/, /\b(?:rejected|refused|denied)\b[^.;]{0,10}\b(?:by|for)\b/, /受信拒否|拒否|拒绝|拒收|отклонен|запрещ|abgelehnt|verweigert|refuse\b|rechazad|rifiutat|rejeitad|recusad|geweigerd/u] },
  // --- network ---
  { name: 'network', strength: 4, test: [
    /\bconnect(?:ion)?\b[^.;]{0,50}?\b(?:timed? ?out|refused|reset|lost|dropped|closed|failed|died|aborted|broken|terminated|interrupted)\b/, /\b(?:lost connection|no route to host|network (?:is )?unreachable|host (?:is )?(?:unreachable|down)|broken pipe|no answer|not responding|did not respond|not respond|didn't respond|doesn't respond|does not respond|unreachable|not reachable|connection timeout|timed out while|conversation with|operation timed out|socket error|read timeout|i\/o timeout)\b/, /\b(?:could ?n[o']t|unable to|cannot|can't|failed to|wasn't able to|was not able to) (?:\w+ ){0,3}?(?:connect|establish|contact(?! ldap)|reach|communicate|open (?:a )?(?:smtp )?connection)/,
    /\b(?:name server|dns|name service|domain name|mx|host name|hostname)\b[^.;]{0,50}(?:timeout|timed out|temporar|try again|not respond|servfail|failure)|\btemporary (?:dns|name|lookup)|\bcname lookup failed temporarily|\btransient (?:dns|name)|\btry again\b[^.;]{0,20}\b(?:name|dns|host)/,
    /\bname (?:service|server) error\b|\bmalformed (?:or unexpected )?name server reply/, /\breceived\W{1,3}headers?\b[^.;]{0,20}(?:count|too many|exceed)|\bheader counts?\b/, /\b(?:unable|failed|failure) to (?:get|find|look ?up) (?:mx|ips?)\b/, /\b(?:mail|routing|forwarding|mx) (?:loop|loops)\b|\bloop(?:s)? (?:detected|back|count)|\btoo many (?:hops|received|mta hops|forward)|\bhop(?:s)? (?:count|exceeded|limit)|\bmaximum hop|\blooping\b/, /\btls (?:handshake|negotiation|connection|session)\b[^.;]{0,30}(?:fail|error|timeout)|\bsyscall|\bnetwork error\b|\bremote host said nothing\b/,
  ] },
  { name: 'network', strength: 2, test: [/\btime(?:d)? ?-?out\b|\btimeout\b/] },
  // --- expired ---
  { name: 'expired', strength: 3, test: [
    /\b(?:message|mail|delivery|time|retry|queue|retries|lifetime)\b[^.;]{0,30}?\b(?:expired|timed? ?out|timeout exceeded|time ?limit|exceeded)\b/, /\btoo long (?:in|on) (?:the )?(?:mail )?queue|\b(?:in|on) (?:the |this )?(?:mail )?queue (?:for )?too long|\bqueued? (?:for )?too long|\bretry (?:timeout|time)\b|\bmaximum (?:retr|time|queue|delivery attempts|number of (?:delivery )?(?:attempts|retr))|\bretries\b|\bundeliverable for \d|\b(?:not|n't) (?:be )?(?:delivered|transferred|sent) (?:for|within|after|in) (?:\d|the (?:last|past|allotted|time)|several|a )|\ball hosts\b[^.;]{0,30}failing|\bunable to deliver\b[^.;]{0,30}(?:after|for|within) \d|\b(?:\d+|several|many|repeated) (?:delivery )?attempts\b|\bcould not be delivered in the (?:last|past)/,
    /\bnot been (?:able to be )?delivered (?:for|after|within)\b|\bfor (?:the (?:last|past) )?\d+ (?:hours?|days?|seconds|minutes)\b|\benvelope expired\b|\bwithin \d+ (?:hours?|days?)|\bnicht innerhalb|\bdelai (?:depasse|expire)/,
  ] },
  // --- protocol ---
  { name: 'protocol', strength: 4, test: [
    /\bsyntax error\b|\bprotocol violation\b|\bcommand (?:not |un)(?:recogni[sz]ed|implemented|known|supported)|\bbad (?:command )?sequence|\bimproper sequence|\bunrecogni[sz]ed (?:command|parameter)|\bprotocol error\b|\bnot implemented\b|\bbad (?:command|syntax|address syntax)\b|\bmalformed (?:address|recipient|command)|\bneed (?:mail|rcpt|a recipient|helo|ehlo)|\bpolite people say|\bsend (?:helo|ehlo)|\bsmtputf8\b|\bout of (?:order|sequence)|\bunknown command\b|\bpipelining\b|\bsynchroni[sz]ation error|\bnested mail command|\bsyntax\b/,
  ] },
  // --- trouble inside a system ---
  { name: 'soft', strength: 3, test: [
    /\b(?:internal|server|system|local|configuration|software|temporary|database|ldap|unexpected|i\/o|disk|queue file|mailer|transient|processing|delivery agent) (?:\w+ )?(?:error|problem|failure|failed|trouble|issue|unavailable)\b/, /\b(?:unable to|cannot|can't|could not|couldn't) (?:create|open|write|read|lock|chdir|execute|exec|fork|allocate|access|lookup|switch|append|rename|stat|process|contact ldap|save)\b/, /\bunknown mailer error|\bexit(?:ed)? (?:status|code|with)|\breturned (?:error|exit|status)|\b(?:child|process|pipe|program|command|script|procmail|maildrop|mailer|transport)\b[^.;]{0,30}(?:fail|died|exit|returned|error|crash|status|signal|code)|\bcommand (?:output|died|time limit)|\blocal delivery failed|\bno space left\b|\bdisk full\b|\bfile system full|\binsufficient (?:system )?(?:storage|resources|memory)|\bout of memory|\bread-?only file ?system|\bx-unix\b|\bconfiguration\b|\bmisconfigur/,
    /\bunavailable to take delivery\b/, /\bservice (?:is )?(?:temporarily |currently )?(?:unavailable|not available)\b|\btemporar(?:y|ily)\b|\bmaintenance\b|\bshutting down\b|\bnot accepting (?:network )?(?:messages|mail|connections)|\bsystem not accepting/,
  ] },
]
