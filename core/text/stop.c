/* Stop words of French, English and Arabic, folded and sorted: grammar, and what every
 * piece of news says (days, months, "said"). Written for Encart. */
#include "core/text/stop.h"

#include <stddef.h>

static const char *const stop_ar[] = {
    "اخر", "اخري", "اذ", "اذا", "اشار", "اضاف", "اعوام", "اقل", "اكثر", "اكد",
    "الاثنين", "الاحد", "الاربعاء", "الان", "التي", "الثلاثاء", "الجمعه", "الخميس",
    "الذي", "الذين", "السبت", "اللتان", "اللذان", "اللواتي", "الي", "اليه", "اليها",
    "اليهم", "اليوم", "ام", "امام", "امس", "ان", "انا", "انت", "انتم", "انتن", "انما",
    "انه", "انها", "انهم", "او", "اول", "اولي", "اوليك", "اي", "ايام", "ايضا", "اين",
    "ايه", "بدون", "بسبب", "بشكل", "بعد", "بعض", "بل", "بما", "به", "بها", "بهم", "بين",
    "بينما", "بينها", "بينهم", "تحت", "تكون", "تلك", "تم", "ثم", "جدا", "حتي", "حول",
    "حيث", "حين", "خارج", "خلال", "خلف", "داخل", "دون", "ذات", "ذلك", "ذو", "ربما",
    "ستكون", "سنه", "سوف", "سوي", "سيكون", "شهر", "صباح", "ضد", "ضمن", "عام", "عبر",
    "عدد", "عده", "علي", "عليه", "عليها", "عليهم", "عما", "عن", "عند", "عندما", "عنه",
    "عنها", "غدا", "غير", "فان", "فقد", "فقط", "فهو", "فهي", "فوق", "في", "فيما", "فيه",
    "فيها", "فيهم", "قال", "قالت", "قبل", "قد", "كان", "كانت", "كانوا", "كذلك", "كل",
    "كلما", "كما", "كي", "كيف", "لا", "لان", "لدي", "لديه", "لديها", "لقد", "لكن",
    "لكي", "لم", "لما", "لماذا", "لن", "له", "لها", "لهم", "لو", "لولا", "ليس", "ليست",
    "ما", "ماذا", "متي", "مثل", "مساء", "مع", "معه", "معها", "مما", "من", "منذ", "منه",
    "منها", "منهم", "نحن", "نحو", "هذا", "هذه", "هل", "هم", "هما", "هن", "هنا", "هناك",
    "هو", "هولاء", "هي", "واشار", "واضاف", "واكد", "والتي", "والذي", "والي", "وان",
    "وانه", "وتم", "وذلك", "وراء", "وعلي", "وعن", "وفق", "وفقا", "وفي", "وقال", "وقالت",
    "وقد", "وكان", "وكانت", "وكما", "ولا", "ولكن", "ولم", "ولن", "وما", "ومع", "ومن",
    "وهذا", "وهذه", "وهم", "وهو", "وهي", "يتم", "يقول", "يكون", "يوم",
};

static const char *const stop_en[] = {
    "about", "above", "after", "again", "against", "ago", "all", "almost", "also",
    "although", "always", "am", "among", "an", "and", "another", "any", "april", "are",
    "aren", "around", "as", "at", "august", "be", "became", "because", "been", "before",
    "being", "below", "between", "both", "but", "by", "came", "can", "cannot", "could",
    "couldn", "day", "days", "december", "did", "didn", "do", "does", "doesn", "doing",
    "don", "done", "down", "during", "each", "either", "else", "ever", "every",
    "february", "few", "first", "for", "friday", "from", "further", "get", "gets",
    "got", "had", "hadn", "has", "hasn", "have", "haven", "having", "he", "her", "here",
    "hers", "herself", "him", "himself", "his", "how", "however", "if", "in", "into",
    "is", "isn", "it", "its", "itself", "january", "july", "june", "just", "last",
    "later", "least", "less", "like", "ll", "made", "make", "many", "march", "may",
    "me", "might", "monday", "more", "most", "mostly", "mr", "mrs", "ms", "much",
    "must", "mustn", "my", "myself", "near", "neither", "never", "new", "next", "no",
    "nor", "not", "november", "now", "october", "of", "off", "often", "on", "once",
    "one", "only", "or", "other", "others", "our", "ours", "ourselves", "out", "over",
    "own", "per", "perhaps", "put", "rather", "re", "said", "same", "saturday", "say",
    "says", "second", "see", "seen", "september", "several", "shall", "she", "should",
    "shouldn", "since", "so", "some", "still", "such", "sunday", "than", "that", "the",
    "their", "theirs", "them", "themselves", "then", "there", "these", "they", "this",
    "those", "though", "three", "through", "thursday", "thus", "to", "together", "told",
    "too", "took", "toward", "towards", "tuesday", "two", "under", "until", "up",
    "upon", "us", "use", "used", "ve", "very", "via", "was", "wasn", "way", "we",
    "wednesday", "well", "were", "weren", "what", "when", "where", "whether", "which",
    "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "won",
    "would", "wouldn", "year", "years", "yes", "yet", "you", "your", "yours",
    "yourself", "yourselves",
};

static const char *const stop_fr[] = {
    "affirme", "afin", "ah", "ai", "aie", "aient", "ailleurs", "ainsi", "ait", "ajoute",
    "alors", "annee", "annees", "annonce", "ans", "aout", "apres", "as", "assez",
    "assure", "au", "aucun", "aucune", "aujourd", "aupres", "auquel", "aura",
    "auraient", "aurais", "aurait", "auront", "aussi", "aussitot", "autant", "autour",
    "autre", "autres", "aux", "auxquelles", "auxquels", "avaient", "avais", "avait",
    "avant", "avec", "avez", "avions", "avoir", "avons", "avril", "ayant", "beaucoup",
    "bien", "ca", "car", "ce", "ceci", "cela", "celle", "celles", "celui", "cent",
    "cependant", "certain", "certaine", "certaines", "certains", "ces", "cet", "cette",
    "ceux", "chacun", "chacune", "chaque", "chez", "ci", "cinq", "combien", "comme",
    "comment", "contre", "dans", "de", "decembre", "declare", "dedans", "dehors",
    "deja", "depuis", "dernier", "derniere", "dernieres", "derniers", "derriere", "des",
    "desormais", "dessous", "dessus", "deux", "devant", "devra", "devrait", "dimanche",
    "dit", "dix", "doit", "doivent", "donc", "dont", "du", "durant", "effet", "elle",
    "elles", "en", "encore", "enfin", "ensuite", "entre", "environ", "es", "est",
    "estime", "et", "etaient", "etais", "etait", "etant", "etc", "ete", "etions",
    "etre", "eu", "eussent", "eut", "eux", "explique", "face", "facon", "faire", "fait",
    "faites", "faut", "fevrier", "fois", "font", "fussent", "fut", "grace", "haut",
    "heure", "heures", "hier", "hors", "hui", "huit", "ici", "il", "ils", "indique",
    "jamais", "janvier", "je", "jeudi", "jour", "jours", "juillet", "juin", "jusqu",
    "jusque", "juste", "la", "lance", "laquelle", "le", "lequel", "les", "lesquelles",
    "lesquels", "leur", "leurs", "loin", "lors", "lorsqu", "lorsque", "lui", "lundi",
    "ma", "mai", "mais", "malgre", "mardi", "mars", "me", "meme", "memes", "mercredi",
    "mes", "mien", "mieux", "mille", "mis", "moi", "moins", "mois", "mon", "nbsp", "ne",
    "neuf", "ni", "nombreuses", "nombreux", "non", "nos", "notamment", "notre", "nous",
    "nouveau", "nouvelle", "novembre", "nul", "octobre", "on", "ont", "or", "ou", "oui",
    "outre", "par", "parce", "parfois", "parmi", "part", "pas", "pendant", "peu",
    "peut", "peuvent", "plus", "plusieurs", "plutot", "pour", "pourquoi", "pourrait",
    "pouvait", "precise", "premier", "premiere", "pres", "presque", "puis", "puisqu",
    "puisque", "qu", "quand", "quant", "quatre", "que", "quel", "quelle", "quelles",
    "quelqu", "quelque", "quelques", "quels", "qui", "quoi", "quoique", "rappele",
    "rien", "sa", "samedi", "sans", "sauf", "se", "selon", "sept", "septembre", "sera",
    "serai", "seraient", "serait", "seront", "ses", "seul", "seule", "seulement", "si",
    "sien", "sinon", "six", "soi", "soient", "soit", "sommes", "son", "sont",
    "souligne", "sous", "souvent", "suis", "suivant", "sur", "surtout", "ta", "tandis",
    "tant", "te", "tel", "telle", "telles", "tels", "tes", "toi", "ton", "toujours",
    "tous", "tout", "toute", "toutefois", "toutes", "tres", "trois", "trop", "tu", "un",
    "une", "va", "vais", "vendredi", "vers", "veut", "via", "voici", "voila", "voire",
    "vos", "votre", "vous", "vraiment", "vu",
};

#define TABLE(words) words, sizeof words / sizeof *words

const encart__stop_table *encart__stop_table_for(encart__str lang)
{
    static const encart__stop_table tables[] = {
        {"ar", TABLE(stop_ar)},
        {"en", TABLE(stop_en)},
        {"fr", TABLE(stop_fr)},
    };

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (encart__str_is(lang, tables[i].lang))
            return &tables[i];
    return NULL;
}
