<?php
/**
 * For tests: keeps the reports, gives the page without the plugin for ?original, and has a
 * shortcode that filters text of its own.
 */

if (isset($_GET['original'])) {
    add_filter('option_active_plugins', fn () => []);
}
// Comments may follow one another quickly.
add_filter('comment_flood_filter', '__return_false', 99);
// Nothing that differs from one request to the next: pages are compared.
add_filter('nonce_life', fn () => YEAR_IN_SECONDS);
add_action('encart_rendered', function (array $report, array $document) {
    file_put_contents(getenv('WP_STATE') . "/report-{$document['id']}.json", json_encode($report));
}, 10, 2);
add_filter('encart_config', fn (array $config) => ['limits' => ['time_ms' => -1]] + $config);
add_shortcode('encart_test_nested', fn () => apply_filters('the_content', 'Un autre texte, filtré entre-temps.'));
