/* A theme's furniture: its wordings are recognised as whole lines, sentences never are.
 */
#include "core/load/load.h"
#include "tests/suite.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define RELATED ENCART__RESIDUE_RELATED
#define COMMENTS ENCART__RESIDUE_COMMENTS
#define CLOSED ENCART__RESIDUE_COMMENTS_CLOSED
#define TOP ENCART__RESIDUE_TOP
#define SHARE ENCART__RESIDUE_SHARE

static const struct {
    const char *line;
    unsigned bit;
} furniture[] = {
    {"Articles similaires", RELATED},
    {"ARTICLES SIMILAIRES", RELATED},
    {"Articles similaires :", RELATED},
    {"Articles similaires (3)", RELATED},
    {"» Articles similaires", RELATED},
    {"Articles liés", RELATED},
    {"Sur le même sujet", RELATED},
    {"Dans la même rubrique", RELATED},
    {"Vous aimerez peut‑être aussi", RELATED},
    {"À lire aussi", RELATED},
    {"Related Posts", RELATED},
    {"You May Also Like", RELATED},
    {"مقالات ذات صلة", RELATED},
    {"قد يُعجبك أيضًا", RELATED},
    {"Laisser un commentaire", COMMENTS},
    {"\u00A0Laisser un commentaire ", COMMENTS},
    {"Laisser un commentaire Annuler la réponse", COMMENTS},
    {"Annuler la réponse", COMMENTS},
    {"Votre adresse e-mail ne sera pas publiée.", COMMENTS},
    {"Votre adresse de messagerie ne sera pas publiée. Les champs obligatoires sont "
     "indiqués "
     "avec *",
     COMMENTS},
    {"3 commentaires", COMMENTS},
    {"Aucun commentaire", COMMENTS},
    {"Leave a Reply", COMMENTS},
    {"Leave a comment", COMMENTS},
    {"Your email address will not be published. Required fields are marked *", COMMENTS},
    {"اترك تعليقًا", COMMENTS},
    {"أضف تعليق", COMMENTS},
    {"Les commentaires sont fermés.", CLOSED},
    {"Comments are closed.", CLOSED},
    {"التعليقات مغلقة.", CLOSED},
    {"Bouton retour en haut de la page", TOP},
    {"Retour en haut", TOP},
    {"↑ Haut de page", TOP},
    {"Back to top", TOP},
    {"العودة إلى أعلى الصفحة", TOP},
    {"زر الذهاب إلى الأعلى", TOP},
    {"Partager sur Facebook", SHARE},
    {"Facebook Twitter WhatsApp", SHARE},
    {"Facebook | Twitter | LinkedIn | Copier le lien", SHARE},
    {"Partager :", SHARE},
    {"Share this article", SHARE},
    {"Share on X and Facebook", SHARE},
    {"شارك على فيسبوك", SHARE},
    {"J’aime ça : J’aime chargement…", SHARE},
};

static const char *const prose[] = {
    "",
    "   ",
    "Articles similaires à ceux du code civil, ils n’ont jamais été abrogés.",
    "Des articles similaires",
    "Les articles similaires ont été retirés de la vente.",
    "Articles similaires, prix différents",
    "Sur le même sujet, le ministre s’est tu.",
    "Sur le même sujet que Zola",
    "À lire aussi : Le prix du blé",
    "Laisser un commentaire, c’est déjà participer.",
    "Laisser un commentaire sur un site n’engage à rien.",
    "Il a préféré laisser un commentaire",
    "Les commentaires sont fermés depuis mardi, à la demande de la famille.",
    "Les commentaires sont libres, les faits sont sacrés.",
    "3 commentaires ont été retirés par la modération.",
    "Aucun commentaire n’a été fait par le procureur.",
    "Sans commentaire",
    "Pas de commentaire",
    "Retour en haut de l’affiche pour le champion",
    "Retour en haut lieu",
    "Le retour en haut de la page est un bouton",
    "Haut de gamme",
    "Partager, c’est aimer",
    "Partager le pouvoir",
    "Partager sur Facebook est devenu un réflexe.",
    "Facebook",
    "Facebook et Twitter suspendent le compte du président",
    "Facebook rachète WhatsApp",
    "Twitter, X : une histoire de marque",
    "Email",
    "X",
    "Share prices fell sharply on Monday.",
    "Back to top form, the champion won again.",
    "Back to top-flight football",
    "Comments are closed minds, he joked.",
    "No comment from the minister",
    "Leave a reply on the machine, she said.",
    "Related posts were found on his phone.",
    "See also the appendix",
    "شارك في الاجتماع وزير الخارجية",
    "اترك تعليقا على مكتبه ثم رحل.",
    "التعليقات مغلقة منذ يوم الثلاثاء",
    "مقالات ذات صلة بالموضوع نشرت أمس",
};

START_TEST(every_furniture_line_is_recognised)
{
    ck_assert_msg(encart__residue_of(encart__str_z(furniture[_i].line)) ==
                      furniture[_i].bit,
                  "not seen: %s", furniture[_i].line);
}
END_TEST

START_TEST(prose_is_never_furniture)
{
    unsigned bit = encart__residue_of(encart__str_z(prose[_i]));

    ck_assert_msg(bit == 0, "taken: %s", prose[_i]);
}
END_TEST

START_TEST(a_long_line_is_prose_whatever_it_says)
{
    char line[2000];

    for (size_t i = 0; i < sizeof line; i++)
        line[i] = "Facebook Twitter "[i % 17];
    ck_assert_uint_eq(encart__residue_of((encart__str){line, sizeof line}), 0);
    ck_assert_uint_eq(encart__residue_of((encart__str){line, 33}), SHARE);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("residue");
    TCase *c = tcase_create("residue");

    tcase_add_loop_test(c, every_furniture_line_is_recognised, 0, COUNT(furniture));
    tcase_add_loop_test(c, prose_is_never_furniture, 0, COUNT(prose));
    tcase_add_test(c, a_long_line_is_prose_whatever_it_says);
    suite_add_tcase(s, c);
    return suite_main("test_residue", s);
}
