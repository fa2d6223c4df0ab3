<?php
// A network of two sites, from installation to uninstallation: network.php found | check URL | leave
require __DIR__ . '/kit.php';

const SITES = ['journal.example' => 'Le Journal', 'sport.journal.example' => 'Le Sport'];

/** The page that the server at `$server` has for a host, whatever the name resolves to. */
function page(string $server, string $url): string
{
    $host = parse_url($url, PHP_URL_HOST);
    $path = parse_url($url, PHP_URL_PATH) . '?' . parse_url($url, PHP_URL_QUERY);
    return (string) file_get_contents($server . $path, false, stream_context_create(['http' => ['header' => "Host: $host\r\n", 'ignore_errors' => true]]));
}

function found(): void
{
    define('WP_INSTALLING', true);
    require getenv('WP_ROOT') . '/wp-load.php';
    require ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('Le Journal', 'redaction', 'redaction@journal.example', true, '', 'secret', 'fr_FR');
    switch_theme('twentytwentyone');
    global $wpdb;
    foreach ($wpdb->tables('ms_global') as $table => $prefixed) {
        $wpdb->$table = $prefixed;
    }
    install_network();
    $done = populate_network(1, 'journal.example', 'redaction@journal.example', 'Le groupe', '/', true);
    must($done === true || in_array('no_wildcard_dns', $done->get_error_codes(), true), 'there is a network');
}

function write_posts(string $word): void
{
    $about = ['la mairie en a présenté le calendrier aux riverains venus nombreux', 'deux cents bénévoles y servent la soupe et le café chaque matin',
        'le préfet redoute l’orage annoncé par les météorologues de la vallée', 'les commerçants du centre espèrent des clients et des recettes',
        'le maire a promis une place aux enfants des écoles voisines'];
    foreach ($about as $i => $words) {
        $one = "<p>Le $word du printemps commence : $words, dit-on au comité du $word.</p>";
        wp_insert_post(['post_title' => 'Article ' . ($i + 1) . ", $word", 'post_name' => "article-$i", 'post_status' => 'publish',
            'post_content' => str_repeat($one, 12), 'tags_input' => [$word]]);
    }
}

function check(string $server): void
{
    load_wordpress();
    must(is_multisite() && activate_plugin('encart/encart.php', '', true) === null && is_plugin_active_for_network('encart/encart.php'), 'the plugin is active everywhere');
    $second = wpmu_create_blog('sport.journal.example', '/', 'Le Sport', 1, ['public' => 1]);
    must(is_int($second), 'there is a second site');
    \Encart\WordPress\content_hooks(); // it was activated in this very request
    \Encart\WordPress\index_hooks();
    $words = [1 => 'chantier', $second => 'tournoi'];
    foreach ($words as $site => $word) {
        switch_to_blog($site);
        switch_theme('twentytwentyone');
        write_posts($word);
        must(\Encart\WordPress\reindex_all(fn ($line) => null) === 0, 'all is indexed');
        restore_current_blog();
    }
    switch_to_blog($second);
    update_option('encart_settings', ['plugins' => ['related']] + \Encart\WordPress\settings());
    restore_current_blog();

    must(count(glob(WP_CONTENT_DIR . '/encart-*')) === count(glob(WP_CONTENT_DIR . '/encart-*/collection.db')), 'folders with a collection');
    foreach ($words as $site => $word) {
        switch_to_blog($site);
        $posts = get_posts(['post_type' => 'post', 'numberposts' => -1]);
        $titles = array_map(fn ($p) => \Encart\WordPress\collection()->get(\Encart\WordPress\article_id($p->ID))['title'], $posts);
        must(count($posts) === count(\Encart\WordPress\collection()) && !in_array(null, $titles, true),
            "site $site has its own collection: " . json_encode($titles));
        $html = page($server, get_permalink(get_page_by_path('article-0', OBJECT, 'post')));
        must(str_contains($html, 'data-encart="related/'), "site $site has its boxes");
        must(str_contains($html, 'footer-controls/top') === ($site === 1), "site $site has its own settings");
        $box = substr($html, strpos($html, 'data-encart="related/'));
        must(str_contains($box, ", $word") && !str_contains($html, ', ' . $words[$site === 1 ? $second : 1]), "site $site shows its own articles");
        restore_current_blog();
    }
    $folders = count(glob(WP_CONTENT_DIR . '/encart-*'));
    $third = wpmu_create_blog('fin.journal.example', '/', 'La fin', 1);
    switch_to_blog($third);
    wp_insert_post(['post_title' => 'Seul', 'post_status' => 'publish', 'post_content' => 'Des mots.']);
    restore_current_blog();
    must(count(glob(WP_CONTENT_DIR . '/encart-*')) === $folders + 1, 'a third site has a collection');
    wp_delete_site($third);
    must(count(glob(WP_CONTENT_DIR . '/encart-*')) === $folders, 'and takes it with it');
}

function leave(): void
{
    load_wordpress();
    global $wpdb;
    $post = get_posts(['numberposts' => 1])[0];
    update_post_meta($post->ID, '_encart', ['off' => true]);
    $plugin = 'encart/encart.php';
    deactivate_plugins($plugin, false, true);
    define('WP_UNINSTALL_PLUGIN', $plugin);
    require WP_PLUGIN_DIR . '/encart/uninstall.php';
    must(!glob(WP_CONTENT_DIR . '/encart-*'), 'no collection');
    foreach (get_sites(['fields' => 'ids']) as $site) {
        switch_to_blog($site);
        must(!$wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%encart%'"), "no option of site $site");
        must(!$wpdb->get_col("SELECT meta_id FROM $wpdb->postmeta WHERE meta_key LIKE '%encart%'"), "no meta of site $site");
        restore_current_blog();
    }
    must(!$wpdb->get_col("SELECT meta_id FROM $wpdb->sitemeta WHERE meta_key LIKE '%encart%'"), 'no option of the network');
}

['found' => 'found', 'check' => fn () => check($argv[2]), 'leave' => 'leave'][$argv[1]]();
