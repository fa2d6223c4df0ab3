<?php
// Posts of our own: what editors write, in blocks and in the classic editor, and what they do to us.
require __DIR__ . '/kit.php';
load_wordpress();

const THEMES = [
    'pont' => ['Le pont de Senne fermé deux mois', 'Transports', ['pont', 'travaux'], 'La mairie de Senne a présenté mardi le calendrier des travaux du pont, et les riverains ont demandé des garanties sur la circulation des bus pendant la fermeture annoncée.'],
    'bus' => ['Les bus changent de route à Senne', 'Transports', ['bus', 'travaux'], 'Pendant les travaux du pont, les bus passeront par le quai, et la compagnie promet un passage toutes les dix minutes aux heures où les élèves vont au lycée.'],
    'velo' => ['Deux mille vélos de plus', 'Transports', ['vélo'], 'La ville met en service deux mille vélos, répartis dans quarante stations, et compte sur eux pour remplacer une partie des trajets en bus et en voiture.'],
    'ecole' => ['L’école du quai rouvre en septembre', 'Éducation', ['école'], 'L’école du quai, fermée depuis les inondations, rouvrira ses six classes en septembre, avec une cantine neuve et une cour plantée d’arbres fruitiers.'],
    'crue' => ['La crue de la Senne, dix ans après', 'Environnement', ['rivière', 'crue'], 'Dix ans après la crue, les riverains de la Senne gardent la mémoire de l’eau, et la mairie a terminé les travaux du quai et de l’école inondée.'],
    'tram' => ['Un tram sur le pont, dans cinq ans', 'Transports', ['pont', 'travaux', 'tram'], 'Quand les travaux du pont seront finis, la mairie y posera deux voies pour un tram, qui remplacera les bus du quai et portera vingt mille voyageurs chaque jour.'],
    'gare' => ['La gare attend ses bus', 'Transports', ['bus', 'travaux', 'gare'], 'Devant la gare de Senne, les bus ne tournent plus : la circulation est coupée par les travaux, et les voyageurs marchent jusqu’au pont avec leurs valises.'],
    'peage' => ['Pas de péage sur le pont', 'Transports', ['pont', 'circulation'], 'Le conseil a refusé un péage sur le pont de Senne ; la circulation y restera libre après les travaux, et les riverains, qui avaient manifesté, ont applaudi.'],
    'chantier' => ['Sur le chantier du pont, la nuit', 'Transports', ['pont', 'travaux', 'chantier'], 'De minuit à cinq heures, quarante ouvriers soudent les poutres du pont ; les travaux se font la nuit pour que la circulation des bus reprenne avant le jour.'],
    'pain' => ['Le pain de Marthe', 'Vie locale', ['pain'], 'Marthe pétrit depuis trente ans la même pâte, faite de farine, d’eau, de sel et de patience, dans la boulangerie que sa grand-mère avait ouverte près du pont.'],
];

function write(string $slug, string $content, array $more = []): int
{
    [$title, $section, $tags] = THEMES[$slug] ?? ['Essai : ' . $slug, 'Essais', []];
    $section = get_term_by('name', $section, 'category') ?: (object) wp_insert_term($section, 'category');
    $id = wp_insert_post($more + ['post_title' => $title, 'post_name' => $slug, 'post_content' => wp_slash($content),
        'post_status' => 'publish', 'post_category' => [$section->term_id], 'tags_input' => $tags,
        'post_date' => '2024-05-' . sprintf('%02d', 1 + count_posts()) . ' 08:00:00'], true);
    must(is_int($id), "post $slug: " . (is_wp_error($id) ? $id->get_error_message() : ''));
    return $id;
}

function count_posts(): int
{
    static $n = 0;
    return $n++;
}

function paragraphs(string $text, int $count, bool $blocks): string
{
    $one = fn (int $i) => $blocks ? "<!-- wp:paragraph -->\n<p>$i. $text</p>\n<!-- /wp:paragraph -->" : "$i. $text";
    return implode("\n\n", array_map($one, range(1, $count)));
}

foreach (array_keys(THEMES) as $i => $slug) {
    $id = write($slug, paragraphs(THEMES[$slug][3], 12, $i % 2 === 0));
    if ($slug === 'pont') {
        wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => 'Aline', 'comment_content' => 'Enfin !', 'comment_approved' => 1]);
    }
}
$text = THEMES['pont'][3];
write('mixte', "<!-- wp:heading -->\n<h2>Un titre</h2>\n<!-- /wp:heading -->\n" . paragraphs($text, 5, true)
    . "\n<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>Une citation.</p><cite>Jeanne</cite></blockquote>\n<!-- /wp:quote -->\n"
    . "<!-- wp:list -->\n<ul><li>un</li><li>deux</li></ul>\n<!-- /wp:list -->\n" . paragraphs($text, 6, true)
    . "\n<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></figure>\n<!-- /wp:table -->");
$column = "<!-- wp:column -->\n<div class=\"wp-block-column\">" . paragraphs($text, 3, true) . "</div>\n<!-- /wp:column -->";
write('colonnes', paragraphs($text, 4, true) . "\n<!-- wp:columns -->\n<div class=\"wp-block-columns\">$column$column</div>\n<!-- /wp:columns -->\n"
    . "<!-- wp:group -->\n<div class=\"wp-block-group\">" . paragraphs($text, 2, true) . "</div>\n<!-- /wp:group -->\n" . paragraphs($text, 4, true)
    . "\n<!-- wp:buttons -->\n<div class=\"wp-block-buttons\"><!-- wp:button -->\n<div class=\"wp-block-button\"><a class=\"wp-block-button__link\" href=\"/pont\">Read more about the bridge</a></div>\n<!-- /wp:button --></div>\n<!-- /wp:buttons -->");
write('court', 'Une seule phrase.');
write('sans-encart', paragraphs($text, 10, true), ['meta_input' => ['_encart' => ['off' => true]]]);
write('epingle', paragraphs($text, 12, true), ['meta_input' => ['_encart' => ['none' => ['related'], 'here' => [['box' => 'lire-aussi/links', 'after' => 4]]]]]);
write('commentaire-none', paragraphs($text, 10, true) . "\n\n<!-- encart:none lire-aussi/links -->");
write('formulaire', paragraphs($text, 10, true) . "\n\n<!-- wp:html -->\n<form action=\"/ailleurs\"><p><label>Nom <input name=\"n\"></label> <button>Envoyer</button></p></form>\n<!-- /wp:html -->");
write('ferme', paragraphs($text, 10, true), ['comment_status' => 'closed']);
write('secret', paragraphs($text, 10, true), ['post_password' => 'sesame']);
write('pages', paragraphs($text, 8, false) . "\n\n<!--nextpage-->\n\n" . paragraphs($text, 8, false));
write('emboite', paragraphs($text, 10, true) . "\n\n[encart_test_nested]");
write('lire-aussi', paragraphs($text, 6, false) . "\n\nLire aussi : Les bus changent de route à Senne\n\n" . paragraphs($text, 6, false));
wp_insert_post(['post_type' => 'page', 'post_title' => 'À propos', 'post_name' => 'a-propos', 'post_status' => 'publish', 'post_content' => paragraphs($text, 10, true)]);
echo wp_count_posts()->publish, "\n";
