<?php
// The collection keeps step: published, changed, withdrawn, in the bin, back, deleted, protected.
require __DIR__ . '/kit.php';
load_wordpress();
must(function_exists('Encart\WordPress\collection'), 'the plugin is loaded');
$c = Encart\WordPress\collection();
$has = fn (int $id) => $c->get("post-$id")['title'] ?? null;
$posts = get_posts(['post_type' => 'post', 'numberposts' => -1, 'has_password' => false]);
must(count($c) >= count($posts) - 3 && count($c) <= count($posts), 'all public posts are in it: ' . count($c) . ' of ' . count($posts));

$id = wp_insert_post(['post_title' => 'Un brouillon', 'post_content' => 'Des mots.', 'post_status' => 'draft']);
must($has($id) === null, 'a draft is not in it');
wp_publish_post($id);
must($has($id) === 'Un brouillon', 'published, it is');
wp_update_post(['ID' => $id, 'post_title' => 'Un titre neuf']);
must($has($id) === 'Un titre neuf', 'a new title is there');
wp_update_post(['ID' => $id, 'post_status' => 'private']);
must($has($id) === null, 'private, it is not in it');
wp_update_post(['ID' => $id, 'post_status' => 'publish', 'post_password' => 'sesame']);
must($has($id) === null, 'protected, it is not in it');
wp_update_post(['ID' => $id, 'post_password' => '']);
must($has($id) !== null, 'open again, it is');
wp_trash_post($id);
must($has($id) === null, 'in the bin, it is not in it');
wp_untrash_post($id);
wp_publish_post($id);
must($has($id) !== null, 'back, it is');
wp_delete_post($id, true);
must($has($id) === null, 'deleted, it is gone');
$page = get_page_by_path('a-propos');
must($has($page->ID) === null, 'a page is not in it');

// A rendered post is found in the cache until something that it depends on changes.
$post = get_page_by_path('mixte', OBJECT, 'post');
[$entry, $report] = Encart\WordPress\render(Encart\WordPress\settings(), Encart\WordPress\document($post, wpautop($post->post_content)), 'reader');
must(in_array('related', Encart\WordPress\dependencies($report), true), 'it depends on related articles');
$kept = function () use ($entry, $report) {
    Encart\WordPress\keep('test', $entry, $report);
    must(Encart\WordPress\cached('test')['html'] === $entry['html'], 'what was kept is found');
};
$kept();
wp_update_post(['ID' => get_page_by_path('court', OBJECT, 'post')->ID, 'post_title' => 'Un autre titre']);
must(Encart\WordPress\cached('test') === null, 'another article changed: no longer');
$kept();
wp_update_post(['ID' => $post->ID, 'post_excerpt' => 'Un chapeau.']);
must(Encart\WordPress\cached('test') === null, 'the article changed: no longer');
$kept();
update_option('encart_settings', ['css' => true] + Encart\WordPress\settings());
update_option('encart_settings', ['comments' => 'none'] + Encart\WordPress\settings());
must(Encart\WordPress\cached('test') === null, 'the settings changed: no longer');
delete_option('encart_settings');

// A broken collection fails no save.
$file = Encart\WordPress\collection_file();
rename($file, "$file.kept");
file_put_contents($file, str_repeat('no database ', 1000));
$id = wp_insert_post(['post_title' => 'Malgré tout', 'post_content' => 'Des mots.', 'post_status' => 'publish']);
must(is_int($id) && get_post_status($id) === 'publish', 'the post is saved');
unlink($file);
rename("$file.kept", $file);
wp_delete_post($id, true);
