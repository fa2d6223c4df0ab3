<?php
// wp_install(), as the web form does; French, pretty permalinks off, comments held for nobody.
define('WP_INSTALLING', true);
require __DIR__ . '/kit.php';
require getenv('WP_ROOT') . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Le Journal de Senne', 'redaction', 'redaction@journal.example', true, '', 'secret', 'fr_FR');
update_option('WPLANG', 'fr_FR');
update_option('show_avatars', '0'); // their host changes from one request to the next
update_option('comment_moderation', '0');
update_option('comment_previously_approved', '0');
switch_theme('twentytwentyone');
must(wp_get_theme()->get_stylesheet() === 'twentytwentyone', 'the theme is there');
wp_delete_post(1, true);
wp_delete_post(2, true);
