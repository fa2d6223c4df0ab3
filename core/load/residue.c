/* Lines that a theme left in the text: share bars, « Articles similaires », the comment
 * form, the way back to the top. Exact wordings after folding, or a line made of nothing
 * but the names of networks. */
#include "core/base/utf8.h"
#include "core/load/load.h"
#include "core/load/phrase.h"

#define RELATED ENCART__RESIDUE_RELATED
#define COMMENTS ENCART__RESIDUE_COMMENTS
#define CLOSED ENCART__RESIDUE_COMMENTS_CLOSED
#define TOP ENCART__RESIDUE_TOP
#define SHARE ENCART__RESIDUE_SHARE

/* Folded as phrase.h says. The whole line, arrows, counts and final punctuation apart. */
static const struct {
    const char *words;
    unsigned bit;
} lines[] = {
    {"articles similaires", RELATED},
    {"article similaire", RELATED},
    {"articles lies", RELATED},
    {"articles connexes", RELATED},
    {"articles recommandes", RELATED},
    {"articles associes", RELATED},
    {"sur le meme sujet", RELATED},
    {"sur le meme theme", RELATED},
    {"dans la meme rubrique", RELATED},
    {"dans la meme categorie", RELATED},
    {"vous aimerez aussi", RELATED},
    {"vous pourriez aussi aimer", RELATED},
    {"vous aimerez peut-etre aussi", RELATED},
    {"ces articles pourraient vous interesser", RELATED},
    {"a lire aussi", RELATED},
    {"lire aussi", RELATED},
    {"a lire egalement", RELATED},
    {"lire egalement", RELATED},
    {"voir aussi", RELATED},
    {"a voir aussi", RELATED},
    {"related posts", RELATED},
    {"related articles", RELATED},
    {"related stories", RELATED},
    {"related content", RELATED},
    {"similar articles", RELATED},
    {"similar posts", RELATED},
    {"you may also like", RELATED},
    {"you might also like", RELATED},
    {"more from this section", RELATED},
    {"recommended for you", RELATED},
    {"see also", RELATED},
    {"read also", RELATED},
    {"also read", RELATED},
    {"مقالات ذات صله", RELATED},
    {"مقالات مشابهه", RELATED},
    {"مواضيع ذات صله", RELATED},
    {"موضوعات ذات صله", RELATED},
    {"اخبار ذات صله", RELATED},
    {"قد يعجبك ايضا", RELATED},
    {"قد يهمك ايضا", RELATED},
    {"اقرا ايضا", RELATED},
    {"laisser un commentaire", COMMENTS},
    {"laissez un commentaire", COMMENTS},
    {"laisser une reponse", COMMENTS},
    {"laisser un commentaire annuler la reponse", COMMENTS},
    {"annuler la reponse", COMMENTS},
    {"poster un commentaire", COMMENTS},
    {"publier un commentaire", COMMENTS},
    {"ecrire un commentaire", COMMENTS},
    {"ajouter un commentaire", COMMENTS},
    {"votre commentaire", COMMENTS},
    {"votre adresse de messagerie ne sera pas publiee", COMMENTS},
    {"votre adresse e-mail ne sera pas publiee", COMMENTS},
    {"votre adresse e-mail ne sera pas publiee. les champs obligatoires sont indiques "
     "avec *",
     COMMENTS},
    {"votre adresse de messagerie ne sera pas publiee. les champs obligatoires sont "
     "indiques "
     "avec *",
     COMMENTS},
    {"les champs obligatoires sont indiques avec *", COMMENTS},
    {"leave a comment", COMMENTS},
    {"leave a reply", COMMENTS},
    {"leave a reply cancel reply", COMMENTS},
    {"cancel reply", COMMENTS},
    {"post a comment", COMMENTS},
    {"post comment", COMMENTS},
    {"add a comment", COMMENTS},
    {"join the conversation", COMMENTS},
    {"your email address will not be published", COMMENTS},
    {"your email address will not be published. required fields are marked *", COMMENTS},
    {"required fields are marked *", COMMENTS},
    {"اترك تعليقا", COMMENTS},
    {"اترك ردا", COMMENTS},
    {"اضف تعليق", COMMENTS},
    {"اضف تعليقا", COMMENTS},
    {"لن يتم نشر عنوان بريدك الالكتروني", COMMENTS},
    {"الحقول الالزاميه مشار اليها بـ *", COMMENTS},
    {"الحقول الالزاميه مشار اليها ب *", COMMENTS},
    {"les commentaires sont fermes", CLOSED},
    {"les commentaires sont desactives", CLOSED},
    {"commentaires fermes", CLOSED},
    {"commentaires desactives", CLOSED},
    {"comments are closed", CLOSED},
    {"comments are disabled", CLOSED},
    {"comments closed", CLOSED},
    {"comments off", CLOSED},
    {"التعليقات مغلقه", CLOSED},
    {"bouton retour en haut de la page", TOP},
    {"retour en haut de la page", TOP},
    {"retour en haut de page", TOP},
    {"retour en haut", TOP},
    {"retour au debut", TOP},
    {"haut de page", TOP},
    {"haut de la page", TOP},
    {"revenir en haut", TOP},
    {"revenir en haut de la page", TOP},
    {"remonter en haut de la page", TOP},
    {"back to top", TOP},
    {"back to top button", TOP},
    {"back to the top", TOP},
    {"return to top", TOP},
    {"scroll to top", TOP},
    {"go to top", TOP},
    {"top of page", TOP},
    {"العوده الي اعلي الصفحه", TOP},
    {"العوده الي الاعلي", TOP},
    {"زر الذهاب الي الاعلي", TOP},
    {"اذهب الي الاعلي", TOP},
    {"partager", SHARE},
    {"partagez", SHARE},
    {"partager cet article", SHARE},
    {"partagez cet article", SHARE},
    {"partager l'article", SHARE},
    {"partager sur les reseaux sociaux", SHARE},
    {"partager via", SHARE},
    {"copier le lien", SHARE},
    {"imprimer", SHARE},
    {"imprimer cet article", SHARE},
    {"envoyer par e-mail", SHARE},
    {"envoyer par email", SHARE},
    {"envoyer a un ami", SHARE},
    {"j'aime ca", SHARE},
    {"j'aime ca : j'aime chargement", SHARE},
    {"share", SHARE},
    {"share this", SHARE},
    {"share this article", SHARE},
    {"share this post", SHARE},
    {"share this story", SHARE},
    {"like this", SHARE},
    {"copy link", SHARE},
    {"print this article", SHARE},
    {"شارك", SHARE},
    {"شاركها", SHARE},
    {"شارك المقال", SHARE},
    {"شارك هذا المقال", SHARE},
    {"شارك علي فيسبوك", SHARE},
    {"نسخ الرابط", SHARE},
};

static const char *const networks[] = {
    "facebook", "twitter", "whatsapp",  "linkedin",      "pinterest", "telegram",
    "reddit",   "tumblr",  "messenger", "viber",         "skype",     "bluesky",
    "mastodon", "threads", "vkontakte", "odnoklassniki", "pocket",    "flipboard",
    "e-mail",   "email",   "instagram", "فيسبوك",        "تويتر",     "واتساب",
    "لينكدان",  "تيلقرام", "تيليغرام",  "تيليجرام",
};
/* Words that may stand between networks in a share bar. */
static const char *const share_words[] = {
    "partager",
    "partagez",
    "partager sur",
    "partagez sur",
    "share",
    "share on",
    "share via",
    "partager via",
    "partager par",
    "tweet",
    "tweeter",
    "imprimer",
    "print",
    "copier le lien",
    "copy link",
    "lien",
    "sms",
    "x",
    "par",
    "via",
    "sur",
    "on",
    "et",
    "and",
    "شارك علي",
    "شاركها",
    "طباعه",
    "(ouvre dans une nouvelle fenetre)",
    "(opens in new window)",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LONGEST 400 /* bytes: no furniture line is longer */

static int is_ornament(uint32_t cp)
{
    return cp == ' ' || cp == ':' || cp == '.' || cp == '!' || cp == 0x2026 ||
           cp == '-' || cp == '>' || cp == '<' || cp == '|' || cp == '*' || cp == '#' ||
           cp == 0xAB || cp == 0xBB || cp == 0x2039 || cp == 0x203A || cp == 0xB7 ||
           cp == 0x2022 || cp == ',' || (cp >= 0x2190 && cp <= 0x21FF) ||
           (cp >= 0x2300 && cp <= 0x2BFF) || cp == 0xFE0F ||
           (cp >= 0x1F000 && cp <= 0x1FAFF);
}

static size_t skip_ornaments(encart__str s, size_t at)
{
    for (size_t next = at; next < s.n; at = next) {
        uint32_t cp = encart__phrase_next(s, &next);

        if (cp && !is_ornament(cp))
            return at;
    }
    return at;
}

/* « (3) » or « 12 » after the words. */
static size_t skip_count(encart__str s, size_t at)
{
    for (size_t next = at; next < s.n; at = next) {
        uint32_t cp = encart__phrase_next(s, &next);

        if (cp != '(' && cp != ')' && !(cp < 0x80 && encart__is_digit((int)cp)))
            return at;
    }
    return at;
}

static unsigned whole_line(encart__str s)
{
    size_t start = skip_ornaments(s, 0);

    for (size_t i = 0; i < COUNT(lines); i++) {
        size_t at = encart__phrase_at(s, start, lines[i].words);

        if (at == ENCART__NOWHERE)
            continue;
        if (skip_ornaments(s, skip_count(s, skip_ornaments(s, at))) == s.n)
            return lines[i].bit;
    }
    return 0;
}

/* « 3 commentaires », « Aucun commentaire ». */
static unsigned comment_count(encart__str s)
{
    static const char *const none[] = {"aucun commentaire", "no comments", "لا تعليقات"};
    static const char *const some[] = {"commentaire", "commentaires", "comment",
                                       "comments",    "تعليق",        "تعليقات"};
    size_t start = skip_ornaments(s, 0), at = start;

    for (size_t i = 0; i < COUNT(none); i++) {
        at = encart__phrase_at(s, start, none[i]);
        if (at != ENCART__NOWHERE && skip_ornaments(s, at) == s.n)
            return COMMENTS;
    }
    at = skip_count(s, start);
    if (at == start)
        return 0;
    at = encart__phrase_skip_spaces(s, at);
    for (size_t i = 0; i < COUNT(some); i++) {
        size_t end = encart__phrase_at(s, at, some[i]);

        if (end != ENCART__NOWHERE && skip_ornaments(s, end) == s.n)
            return COMMENTS;
    }
    return 0;
}

/* « Facebook Twitter WhatsApp », « Partager sur Facebook »: nothing but names of networks
 * and the words between them, at least two of either. */
static unsigned share_bar(encart__str s)
{
    size_t at = skip_ornaments(s, 0), end;
    int names = 0, words = 0;

    while (at < s.n) {
        if ((end = ENCART__PHRASE_ANY(s, at, networks)) != ENCART__NOWHERE)
            names++;
        else if ((end = ENCART__PHRASE_ANY(s, at, share_words)) != ENCART__NOWHERE)
            words++;
        else
            return 0;
        at = skip_ornaments(s, end);
    }
    return names && names + words >= 2 ? SHARE : 0;
}

unsigned encart__residue_of(encart__str line)
{
    unsigned bit;

    line = encart__phrase_trim(line);
    if (line.n == 0 || line.n > LONGEST)
        return 0;
    bit = whole_line(line);
    if (!bit)
        bit = comment_count(line);
    return bit ? bit : share_bar(line);
}
