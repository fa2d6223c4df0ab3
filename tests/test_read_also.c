/* « Lire aussi » lines: the usual spellings are recognised, prose that resembles them is
 * not. Each array below is a list that a person wrote; add to them what goes wrong. */
#include "core/load/label.h"
#include "core/load/load.h"
#include "core/load/phrase.h"
#include "tests/suite.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
    const char *line, *title;
} boxes[] = {
    /* French: labels */
    {"Lire aussi : Lutte contre le terrorisme : La DGST au cœur de l’affaire Cole "
     "Bridges",
     "Lutte contre le terrorisme : La DGST au cœur de l’affaire Cole Bridges"},
    {"Lire aussi: Le prix du blé repart à la hausse",
     "Le prix du blé repart à la hausse"},
    {"LIRE AUSSI : Le prix du blé repart à la hausse",
     "Le prix du blé repart à la hausse"},
    {"À lire aussi : Pourquoi le prix du blé flambe ?",
     "Pourquoi le prix du blé flambe ?"},
    {"A lire aussi : Sécheresse : l’Oriental à sec", "Sécheresse : l’Oriental à sec"},
    {"Lire également : Tanger, la ville qui avance", "Tanger, la ville qui avance"},
    {"À lire également : comment la mer monte à Saïdia", "comment la mer monte à Saïdia"},
    {"À LIRE ÉGALEMENT : Ce que dit la loi", "Ce que dit la loi"},
    {"A\u0300 lire aussi : Accent décomposé", "Accent décomposé"},
    {"Voir aussi : Les images de la crue", "Les images de la crue"},
    {"À voir aussi : Les images de la crue", "Les images de la crue"},
    {"Sur le même sujet : Les lycées ferment leurs portes",
     "Les lycées ferment leurs portes"},
    {"Pour aller plus loin : Le dossier complet de la rédaction",
     "Le dossier complet de la rédaction"},
    {"À relire : Dix ans après, Fukushima", "Dix ans après, Fukushima"},
    {"À lire : Le grand entretien avec Leïla Slimani",
     "Le grand entretien avec Leïla Slimani"},
    {"Lire notre enquête : comment la mafia blanchit son argent",
     "comment la mafia blanchit son argent"},
    {"Lire aussi notre dossier spécial : La fin du pétrole", "La fin du pétrole"},
    {"Lire l’article de nos confrères : L’Espagne change de cap",
     "L’Espagne change de cap"},
    {"Notre dossier : Vivre sans voiture", "Vivre sans voiture"},
    {"Retrouvez notre reportage : Une nuit aux urgences", "Une nuit aux urgences"},
    /* separators, spaces, bullets */
    {"Lire aussi\u00A0: Avec un espace insécable", "Avec un espace insécable"},
    {"Lire aussi\u202F:\u202FAvec des espaces fines", "Avec des espaces fines"},
    {"\u00A0\tLire  aussi  :  Trop d’espaces", "Trop d’espaces"},
    {"Lire aussi – Avec un tiret demi-cadratin", "Avec un tiret demi-cadratin"},
    {"Lire aussi — Avec un tiret cadratin", "Avec un tiret cadratin"},
    {"LIRE AUSSI - Avec un trait d’union", "Avec un trait d’union"},
    {"À lire aussi | Avec une barre", "Avec une barre"},
    {"Lire aussi > Avec un chevron", "Avec un chevron"},
    {"Lire aussi » Avec un guillemet pour flèche", "Avec un guillemet pour flèche"},
    {"→ Lire aussi : Une flèche devant", "Une flèche devant"},
    {"▶ À lire aussi : Un triangle devant", "Un triangle devant"},
    {">> Lire aussi : Des chevrons devant", "Des chevrons devant"},
    {"* Lire aussi : Une étoile devant", "Une étoile devant"},
    {"👉 À lire aussi : Une main devant", "Une main devant"},
    {"» LIRE AUSSI - Un guillemet devant", "Un guillemet devant"},
    /* titles */
    {"Lire aussi : « Nous n’avons plus peur », disent les manifestants",
     "« Nous n’avons plus peur », disent les manifestants"},
    {"Lire aussi : TÉMOIGNAGE. « J’ai tout quitté pour élever des chèvres »",
     "TÉMOIGNAGE. « J’ai tout quitté pour élever des chèvres »"},
    {"Lire aussi : 3 millions d’euros pour le port", "3 millions d’euros pour le port"},
    {"Lire aussi : iPhone : ce qui change en 2025", "iPhone : ce qui change en 2025"},
    {"Lire aussi : Le Maroc mise sur l’hydrogène vert.",
     "Le Maroc mise sur l’hydrogène vert."},
    {"Lire aussi : M. Macron reçoit le Dr. Ba à l’O.N.U. de Genève",
     "M. Macron reçoit le Dr. Ba à l’O.N.U. de Genève"},
    /* English */
    {"Read also: Flood warnings across the north", "Flood warnings across the north"},
    {"READ ALSO: Flood warnings across the north", "Flood warnings across the north"},
    {"Also read: What we know about the vote", "What we know about the vote"},
    {"Read more: Inside the city that never floods", "Inside the city that never floods"},
    {"See also – The long road to Glasgow", "The long road to Glasgow"},
    {"Related: Minister resigns after leak", "Minister resigns after leak"},
    {"Related article | Minister resigns after leak", "Minister resigns after leak"},
    {"Don’t miss: The ten best walks in Wales", "The ten best walks in Wales"},
    {"More on this story: Who owns the river?", "Who owns the river?"},
    {"Read our full investigation: The Offshore Papers", "The Offshore Papers"},
    {"➡ Read next: U.S. markets brace for a long winter",
     "U.S. markets brace for a long winter"},
    /* Arabic */
    {"اقرأ أيضا: ارتفاع أسعار القمح", "ارتفاع أسعار القمح"},
    {"اقرأ أيضًا: ارتفاع أسعار القمح", "ارتفاع أسعار القمح"},
    {"اقرأ أيضاً : ارتفاع أسعار القمح", "ارتفاع أسعار القمح"},
    {"إقرأ أيضاً | ارتفاع أسعار القمح", "ارتفاع أسعار القمح"},
    {"اقرا ايضا - ارتفاع أسعار القمح", "ارتفاع أسعار القمح"},
    {"اقرأ أيضا.. ارتفاع أسعار القمح", "ارتفاع أسعار القمح"},
    {"طالع أيضا: المغرب يفوز بكأس إفريقيا", "المغرب يفوز بكأس إفريقيا"},
    {"شاهد أيضا: لحظة انهيار السد", "لحظة انهيار السد"},
    {"مواضيع ذات صلة: أزمة الماء في الجنوب", "أزمة الماء في الجنوب"},
    {"\u200Fاقرأ المزيد: أزمة الماء في الجنوب", "أزمة الماء في الجنوب"},
};

static const char *const prose[] = {
    /* French */
    "Lire aussi souvent que possible est un plaisir.",
    "Lire aussi, c’est résister.",
    "Lire aussi : un plaisir que l’école oublie trop souvent de transmettre.",
    "À lire : un roman superbe, qui, selon l’auteur, n’aurait jamais dû paraître.",
    "À lire : Un roman superbe, âpre, drôle, long, qui vaut le détour",
    "À lire : Les Années, d’Annie Ernaux. Un texte majeur. Gallimard, 2008.",
    "À lire et à relire sans modération.",
    "À lire entre les lignes, le message est clair : le ministre partira.",
    "Lire : tel était son seul plaisir.",
    "Lire, écrire, compter : l’école revient aux fondamentaux.",
    "Lire – et relire – les classiques n’a jamais fait de mal à personne.",
    "Lire aussi – et surtout relire – les classiques, voilà le secret.",
    "Relire Camus aujourd’hui : une urgence.",
    "Relire : voilà le vrai travail de l’écrivain.",
    "Voir aussi loin que lui demandait du courage.",
    "Voir aussi : les annexes du rapport, qui détaillent chaque poste de dépense.",
    "Voir aussi le chapitre 3, page 12.",
    "Sur le même sujet, le ministre a déclaré : « Nous verrons. »",
    "Sur le même sujet : le Sénat doit voter mardi.",
    "Sur le même sujet, lire le rapport de la Cour des comptes",
    "Pour aller plus loin, il faudrait : du temps, de l’argent, du courage.",
    "Pour aller plus loin : rendez-vous à la mairie mardi à 18 heures.",
    "Pour en savoir plus : 01 23 45 67 89 ou en mairie.",
    "Notre article de mardi a suscité de nombreuses réactions : les voici.",
    "Notre enquête le montre : rien n’a changé depuis dix ans.",
    "Notre dossier est vide : aucune pièce n’a été versée.",
    "« Lire aussi : c’est ce que je dis à mes élèves », raconte-t-elle.",
    "« Lire aussi » est une rubrique que personne ne lit.",
    "Il faut lire aussi : Flaubert, Zola et Maupassant.",
    "Lire aussi-tôt levé, voilà son habitude.",
    "Lire aussi : La phrase commence comme un titre. Puis elle continue comme le ferait "
    "un "
    "article, sans aucune retenue. On n’en voit pas la fin.",
    "Lire aussi : Ce long développement qui n’a rien d’un titre aligne à plaisir des "
    "mots et "
    "encore des mots, des incises et des détours, sans jamais consentir à s’arrêter là "
    "où un "
    "titre s’arrêterait depuis longtemps pour laisser respirer le lecteur",
    "Lire l’article : une épreuve pour qui n’aime pas les chiffres.",
    "Lire aussi... et relire, tel est le programme.",
    "Lireaussi : rien à voir.",
    "Lire aussi :",
    "Lire aussi : …",
    /* English */
    "Read also means to study in British universities.",
    "Read more books, she said: it is the only way.",
    "Read more, worry less: a manifesto for tired people.",
    "Read more: that was his only advice to young writers.",
    "See also how the light falls: softly.",
    "See also: the appendix on page twelve of the report.",
    "Related: both companies share an address in Dublin.",
    "Related: The firm also owns the land.",
    "Related matters: money, power and land.",
    "Don’t miss: doors open at eight.",
    "Don’t miss the bus: it is the last one.",
    "More on this later: first, the weather.",
    "Read our minds: that is what he thinks he can do.",
    "Also read by millions: the Bible.",
    /* Arabic */
    "اقرأ أيضا كتب التاريخ حتى تفهم الحاضر.",
    "اقرأ: كانت هذه أول كلمة نزلت في القرآن الكريم.",
    "شاهد أيضا الجمهور لحظة وصول اللاعبين إلى الملعب.",
    "قد يهمك أن تعرف: الموعد تغير.",
    "مواضيع ذات صلة بالتعليم كانت على جدول الأعمال.",
    "للمزيد من المعلومات: اتصلوا بالرقم التالي في أوقات العمل.",
};

START_TEST(every_usual_spelling_is_recognised)
{
    const char *line = boxes[_i].line;
    size_t end = 0, title = 0;

    ck_assert_msg(encart__read_also(encart__str_z(line), &end, &title), "not seen: %s",
                  line);
    ck_assert_msg(strcmp(line + title, boxes[_i].title) == 0, "%s: title \"%s\"", line,
                  line + title);
    ck_assert_uint_le(end, title);
    ck_assert_uint_gt(end, 4);
}
END_TEST

START_TEST(prose_that_resembles_a_label_stays_prose)
{
    size_t end, title;

    ck_assert_msg(!encart__read_also(encart__str_z(prose[_i]), &end, &title), "taken: %s",
                  prose[_i]);
}
END_TEST

START_TEST(a_label_is_found_with_its_parts)
{
    encart__str s = ENCART__STR("→ Lire aussi\u00A0: Titre");
    encart__label l;

    ck_assert(encart__label_find(s, &l));
    ck_assert(encart__str_is(encart__str_sub(s, l.start, l.words), "Lire aussi"));
    ck_assert(encart__str_is(encart__str_sub(s, l.words, l.end), "\u00A0:"));
    ck_assert(encart__str_is(encart__str_sub(s, l.title, s.n), "Titre"));
    ck_assert(l.strong && l.french);
    ck_assert_int_eq(l.sep, ENCART__SEP_COLON);
    s = ENCART__STR("Read also Titre");
    ck_assert(encart__label_find(s, &l));
    ck_assert_int_eq(l.sep, ENCART__SEP_NONE);
    ck_assert(!l.french);
    ck_assert(!encart__label_titled(s, &l));
}
END_TEST

START_TEST(folding_compares_letters_not_bytes)
{
    encart__str s = ENCART__STR("L\u2019ÉTÉ\u00A0\u202Fa\u0300 Sète");

    ck_assert_uint_eq(encart__phrase_at(s, 0, "l'ete a sete"), s.n);
    ck_assert_uint_eq(encart__phrase_at(s, 0, "l'ete a set"), ENCART__NOWHERE);
    ck_assert_uint_eq(encart__phrase_at(ENCART__STR("أيضاً"), 0, "ايضا"),
                      sizeof "أيضاً" - 1);
    ck_assert(encart__str_is(encart__phrase_trim(ENCART__STR("\u00A0 a b\u202F\u200F")),
                             "a b"));
    ck_assert_uint_eq(encart__phrase_trim(ENCART__STR(" \u00A0")).n, 0);
}
END_TEST

START_TEST(any_bytes_are_read_without_harm)
{
    char noise[64];
    unsigned seed = 12345;
    size_t end, title;

    for (int i = 0; i < 20000; i++) {
        size_t n = 0, start = (size_t)i % COUNT(boxes);

        n = (size_t)snprintf(noise, sizeof noise, "%.20s", boxes[start].line);
        while (n < sizeof noise) {
            seed = seed * 1103515245u + 12345u;
            noise[n++] = (char)(seed >> 16);
        }
        if (encart__read_also((encart__str){noise, sizeof noise}, &end, &title)) {
            ck_assert_uint_le(end, title);
            ck_assert_uint_lt(title, sizeof noise);
        }
        encart__residue_of((encart__str){noise, sizeof noise});
    }
}
END_TEST

START_TEST(real_paragraphs_of_prose_hold_no_box)
{
    const char *dir = suite_data();
    char path[4200];
    size_t n = 0, end, title, lines = 0, taken = 0;
    char *text;

    if (!dir)
        skip_test("no real inputs beside the checkout");
    snprintf(path, sizeof path, "%s/related/fr-orange/sample-300.jsonl", dir);
    text = suite_read(path, &n);
    if (!text)
        skip_test("no sample-300.jsonl");
    for (char *p = text, *next; *p; p = next) { /* paragraphs stand between \n escapes */
        next = p;
        while (*next && *next != '\n' && !(next[0] == '\\' && next[1] == 'n'))
            next++;
        lines++;
        taken +=
            encart__read_also(encart__str_n(p, (size_t)(next - p)), &end, &title) != 0;
        next += *next == '\\' ? 2 : *next == '\n';
    }
    free(text);
    ck_assert_uint_gt(lines, 2000);
    ck_assert_uint_eq(taken, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("read_also");
    TCase *c = tcase_create("read_also");

    tcase_add_loop_test(c, every_usual_spelling_is_recognised, 0, COUNT(boxes));
    tcase_add_loop_test(c, prose_that_resembles_a_label_stays_prose, 0, COUNT(prose));
    tcase_add_test(c, a_label_is_found_with_its_parts);
    tcase_add_test(c, folding_compares_letters_not_bytes);
    tcase_add_test(c, any_bytes_are_read_without_harm);
    tcase_add_test(c, real_paragraphs_of_prose_hold_no_box);
    suite_add_tcase(s, c);
    return suite_main("test_read_also", s);
}
