/** First and last names that go together. */
export interface NameStock {
  readonly first: readonly string[]
  readonly last: readonly string[]
}

/** Names by language; in Chinese, Japanese and Korean as written in Latin letters and not. */
export const NAMES: readonly NameStock[] = [
  {
    first: ['Grace', 'Ada', 'James', 'Olivia', 'Mary-Ann', 'Ethan', 'Siobhán'],
    last: ['Hopper', "O'Brien", 'Smith', 'McAllister', 'de Souza-Jones', 'Nguyen', 'X'],
  },
  {
    first: ['Jürgen', 'Käthe', 'Sören', 'Anneliese', 'Björn'],
    last: ['Müller', 'Großmann', 'von der Heide', 'Weiß', 'Schröder'],
  },
  {
    first: ['Zoé', 'François', 'Anaïs', 'Loïc', 'Hélène'],
    last: ['Lefèvre', 'D’Aubigné', 'Garçon', 'Noël', 'Saint-Exupéry'],
  },
  {
    first: ['José', 'Begoña', 'Iñaki', 'María del Mar', 'Óscar'],
    last: ['Núñez', 'García Márquez', 'Ibáñez', 'Peña', 'Argüello'],
  },
  {
    first: ['João', 'Conceição', 'Luís', 'Inês'],
    last: ['Gonçalves', 'da Conceição', 'Magalhães', 'Simões'],
  },
  {
    first: ['Łukasz', 'Zofia', 'Grażyna', 'Michał'],
    last: ['Wójcik', 'Szczęsny', 'Brzęczyszczykiewicz', 'Żak'],
  },
  { first: ['Ελένη', 'Γιώργος', 'Σοφία'], last: ['Παπαδοπούλου', 'Νικολαΐδης', 'Οικονόμου'] },
  { first: ['Анна', 'Фёдор', 'Наталья'], last: ['Кузнецова', 'Щербаков', 'Соловьёва'] },
  { first: ['محمد', 'فاطمة', 'ليلى'], last: ['الخطيب', 'بن سعيد', 'حداد'] },
  { first: ['अनन्या', 'राजेश', 'प्रिया'], last: ['शर्मा', 'गुप्ता', 'चट्टोपाध्याय'] },
  { first: ['伟', '秀英', 'Xiaoming'], last: ['王', '欧阳', 'Zhang'] },
  { first: ['さくら', '健太', 'Haruki'], last: ['佐藤', '渡邉', 'Tanaka'] },
  { first: ['지우', '민준', 'Seo-yeon'], last: ['김', '남궁', 'Park'] },
]
