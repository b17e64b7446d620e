/** Words for personal data in the names of columns: English, German, French, Spanish. */
import type { PersonalCategory } from '@carmilla/extract'

/**
 * Terms by category. A term is found where its words follow each other in a name, or are written as one
 * (`first name` in `cust_first_name`, `firstName` and `firstname`).
 */
export const TERMS: readonly (readonly [PersonalCategory, string])[] = [
  [
    'email',
    'email, e mail, mail address, mail addr, mail, courriel, correo, emails, e mails, emailadresse',
  ],
  [
    'birth',
    `birth, birthday, birthdate, dob, date of birth, born, geburtsdatum, geburtstag, geburtsort,
     geburtsjahr, naissance, nacimiento, age, alter, edad`,
  ],
  [
    'credential',
    `password, passwd, pwd, passphrase, passwort, kennwort, mot de passe, contrasena, clave secreta,
     secret, api key, api token, access token, refresh token, session token, auth token, private key, pin code,
     security question, security answer, otp, mfa secret`,
  ],
  [
    'id number',
    `ssn, social security, social insurance, national id, national identifier, passport, drivers license,
     driver license, drivers licence, driver licence, license plate, tax id, tax number, taxpayer, nin,
     nino, id card, identity card, identity number, steuernummer, steuer id, steuer nummer,
     sozialversicherungsnummer, ausweisnummer, ausweis, personalausweis, reisepass, fuehrerschein,
     numero securite sociale, securite sociale, nir, carte identite, passeport, permis conduire, dni,
     nif, nie, curp, rfc, cedula, pasaporte, seguro social, matricule, kennzeichen`,
  ],
  [
    'financial',
    `iban, bank account, account number, account holder, credit card, card number, cardholder, cvv, cvc,
     salary, income, wage, payroll, kontonummer, kontoinhaber, bankverbindung, gehalt, einkommen, lohn,
     kreditkarte, compte bancaire, rib, numero de compte, titulaire, salaire, revenu, cuenta bancaria,
     numero de cuenta, tarjeta, sueldo, salario, ingresos, bic, sort code, routing number`,
  ],
  [
    'phone',
    `phone, telephone, tel, mobile, mobile number, cell, cellphone, fax, whatsapp, msisdn, telefon,
     telefonnummer, telefonnr, handy, handynummer, mobilnummer, mobiltelefon, rufnummer, portable,
     telefono, movil, celular, landline`,
  ],
  [
    'ip address',
    'ip, ip address, ip addr, ip adresse, adresse ip, direccion ip, remote addr, ipv4, ipv6',
  ],
  [
    'online id',
    `username, user name, login, login name, screen name, facebook id, google id, linkedin id, twitter id, apple id, user agent, device id, device token, cookie,
     cookie id, session id, session key, visitor id, advertising id, idfa, gaid, imei, mac address,
     handle, twitter, linkedin, facebook, instagram, skype, benutzername, benutzer, nom utilisateur,
     identifiant connexion, usuario, nombre usuario, computer id, sso`,
  ],
  [
    'name',
    `first name, last name, middle name, full name, given name, family name, maiden name, birth name,
     legal name, preferred name, display name, nick name, middle initial, salutation, anrede, civilite, surname, forename, fname, lname, f name,
     l name, mname, initials, contact name, customer name, client name, person name, recipient,
     recipient name, recipient, addressee, attention, attn, care of, owner name, author, author name,
     employee name, patient name, cardholder name, signer, signer name, sender name, spouse, guardian,
     beneficiary, next of kin, vorname, nachname, familienname, geburtsname, kundenname, rufname,
     ansprechpartner, empfaenger, inhaber, vollname, prenom, nom famille, nom de famille, nom complet,
     nom client, nom de jeune fille, destinataire, nombre completo, nombre cliente, nombres, apellido,
     apellidos, destinatario, contacto, contact person, driver name, guest name, member name,
     buyer name, payer name, user full name`,
  ],
  [
    'address',
    `address, addr, address line, street, street name, house number, apartment, zip, zip code, zipcode,
     postcode, post code, postal code, postal, strasse, hausnummer, plz, postleitzahl, wohnort,
     anschrift, adresse, rue, code postal, residence, residencia, domicile, direccion, calle, codigo postal,
     domicilio, hausnr, str`,
  ],
  [
    'demographic',
    `gender, sex, ethnicity, ethnic, race, nationality, citizenship, religion, marital, marital status,
     sexual orientation, political, veteran, geschlecht, staatsangehoerigkeit, nationalitaet,
     familienstand, konfession, sexe, nationalite, situation familiale, etat civil, genero, sexo,
     nacionalidad, estado civil, language spoken, immigration, place of birth`,
  ],
  [
    'health',
    `blood, blood type, diagnosis, diagnoses, medical, medication, allergy, allergies, disability,
     health, illness, disease, symptom, symptoms, prescription, patient, pregnancy, krankenkasse,
     krankenversicherung, diagnose, behinderung, sante, maladie, handicap, salud, enfermedad, alergias,
     insurance number`,
  ],
  ['biometric', 'fingerprint, face embedding, faceprint, voiceprint, iris, retina, biometric, dna'],
  [
    'image',
    `avatar, profile picture, profile image, profile photo, photo, selfie, portrait, signature image,
     foto, lichtbild`,
  ],
  [
    'location',
    `latitude, longitude, lat, lng, lon, gps, geo location, geolocation, coordinates, whereabouts,
     breitengrad, laengengrad, latitud, longitud`,
  ],
  [
    'free text',
    `note, notes, comment, comments, remark, remarks, message, message body, message text, body, bio,
     biography, about me, feedback, free text, chat, transcript, bemerkung, bemerkungen, kommentar,
     notiz, notizen, commentaire, commentaires, remarque, comentario, comentarios, observaciones,
     mensaje, nota, notas, raw post`,
  ],
]

/** Last words of names that tell about a column of another kind: `email_count`, `phone_type`. */
export const HARMLESS_ENDS: ReadonlySet<string> = new Set(
  `at on count counts type kind status state version template templates format enabled disabled verified
   confirmed required valid sent opt in flag method mode policy provider port server host class code
   language locale category width height size length filter specific score rate limit cost price
   amount total cycle holiday file views order sort index position expiry expires ttl attempts
   retries changed updated created deleted color colour html subject label`.split(/\s+/),
)

/** Last words of names that refer to a row elsewhere; some identifiers are personal all the same. */
export const REFERENCE_ENDS: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'guid', 'fk'])

/** First words of names that ask a question. */
export const QUESTION_STARTS: ReadonlySet<string> = new Set(
  'is has was can should allow allows show shows send sends use uses requires num number count'.split(
    ' ',
  ),
)

/** Words of tables that hold people: a plain `name` in one of them is a person's. */
export const PEOPLE: ReadonlySet<string> = new Set(
  `user users person persons people customer customers contact contacts employee employees patient
   patients member members author authors driver drivers guest guests passenger passengers student
   students teacher teachers staff subscriber subscribers recipient recipients candidate candidates
   kunde kunden mitarbeiter person personen benutzer patienten mitglied mitglieder ansprechpartner
   utilisateur utilisateurs personne personnes employe employes adherent adherents contacto contactos
   usuario usuarios empleado empleados persona personas paciente pacientes socio socios`.split(
    /\s+/,
  ),
)

/** The names that a person's name has in such a table. */
export const PLAIN_NAMES: ReadonlySet<string> = new Set(['name', 'nom', 'nombre', 'names'])
