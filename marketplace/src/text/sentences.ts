/** Sentences of notes, requests and comments, by language. */
export const SENTENCES: readonly (readonly string[])[] = [
  [
    'Please confirm that the samples can be shipped on dry ice.',
    'The quote doesn’t include import duties; could you add them?',
    'We’d like to split the delivery: 40% now, the rest in June.',
    'Received, thank you! The certificate of analysis is missing, though.',
    'Our procurement team needs a "pro forma" invoice before Friday.',
    'Lead time is 3–4 weeks after receipt of the purchase order.',
  ],
  [
    'Bitte prüfen Sie das Angebot und geben Sie es bis Montag frei.',
    'Die Lieferung enthält 12 Röhrchen à 50 µl, gekühlt bei −20 °C.',
    'Für die Größenänderung fällt ein Zuschlag von 4,5 % an.',
    'Rückfragen gern telefonisch, Herr Müller ist ab 9 Uhr erreichbar.',
  ],
  [
    'Merci de nous envoyer le devis avant la fin de la semaine.',
    'Le colis est arrivé abîmé : l’étiquette était illisible.',
    'Nous souhaitons commander la même référence qu’en février.',
    'Où en est la réception des échantillons de l’été dernier ?',
  ],
  [
    '¿Podrían confirmar el plazo de entrega de la próxima semana?',
    'El año pasado pagamos menos; ¿hay algún descuento por volumen?',
    'Adjuntamos la orden de compra firmada. ¡Gracias!',
  ],
  [
    'A entrega está atrasada; poderiam informar a nova previsão?',
    'Não recebemos a nota fiscal da última remessa.',
    'As amostras já estão prontas para a coleta em São Paulo.',
  ],
  [
    'Proszę o przesłanie faktury na adres działu księgowości.',
    'Zażółć gęślą jaźń – próbka tekstu dla drukarki.',
    'Dostawa została opóźniona o pięć dni roboczych.',
  ],
  [
    'Παρακαλούμε επιβεβαιώστε την ημερομηνία παράδοσης.',
    'Η προσφορά ισχύει μέχρι το τέλος του μήνα.',
    'Το δείγμα έφτασε σε καλή κατάσταση, ευχαριστούμε!',
  ],
  [
    'Просим подтвердить получение образцов до пятницы.',
    'Счёт оплачен, ждём отгрузку со склада в Новосибирске.',
    'Нужен сертификат анализа на каждую партию.',
  ],
  [
    'يرجى تأكيد موعد التسليم قبل نهاية الأسبوع.',
    'لم نستلم الفاتورة رقم ١٢٣٤ بعد.',
    'شكراً لكم، وصلت العينات بحالة جيدة.',
  ],
  [
    'कृपया डिलीवरी की तारीख की पुष्टि करें।',
    'नमूने अच्छी स्थिति में प्राप्त हुए, धन्यवाद।',
    'हमें पिछले महीने का बिल अभी तक नहीं मिला है।',
  ],
  ['请在周五之前确认交货日期。', '样品已经收到,质量很好,谢谢!', '报价单是否包含运费和增值税?'],
  [
    '納期についてご確認をお願いいたします。',
    'サンプルは無事に届きました。ありがとうございます。',
    '見積書を「税込」で再発行していただけますか。',
  ],
  [
    '납품 일정을 확인해 주시기 바랍니다.',
    '샘플을 잘 받았습니다. 감사합니다!',
    '세금계산서를 다시 발행해 주세요.',
  ],
]

/** Text that breaks careless code: escapes, quotes, control characters, odd Unicode. */
export const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\t',
  '\n',
  'line one\nline two\r\nline three\n',
  'tab\tseparated\tvalues',
  '"quoted", \'single\', `back` and „deutsch“',
  'back\\slash, \\N, \\t, C:\\new\\table',
  'comma, semicolon; pipe| and {braces} [brackets] (parens)',
  "Robert'); DROP TABLE orders;--",
  '<script>alert("x")</script> &amp; &#169;',
  'NULL',
  'null',
  '\\.',
  'emoji 👩🏽‍🔬🧪🏳️‍🌈 👨‍👩‍👧‍👦 🇩🇪 1️⃣',
  'combining: e\u0301 a\u0308 n\u0303; composed: é ä ñ',
  'right to left: \u202Bمرحبا\u202C and back; zero\u200Bwidth; soft\u00ADhyphen; nbsp\u00A0here',
  'beyond the BMP: 𝒜𝓁𝑔𝑒𝒷𝓇𝒶 𠮷野家 𐍈',
  'control: \u0001\u0007\u001B[31mred\u001B[0m\u007F',
  '\uFEFFstarts with a byte order mark',
  'İstanbul, ıspanak, ﬁnance, ß, ẞ, Ǆ',
  '%s %d ${HOME} $(id) {{ template }} #{ruby}',
  '2024-02-30',
  '1e5',
  'true',
]
