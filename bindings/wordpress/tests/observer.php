<?php
/**
 * For tests: keeps the reports, gives the page without the plugin for ?original, and has a
 * shortcode that filters text of its own. ?amp plays the plugin AMP, ?excerpt one that wants an
 * excerpt in the middle of the page, ?engines tells what the process keeps, ?throw=HOOK is a site
 * whose own filter fails.
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
if (isset($_GET['throw'])) {
    add_filter('encart_' . sanitize_key($_GET['throw']), fn () => throw new RuntimeException('thrown by the site'), 20);
}
// So that a few posts are several steps.
add_filter('encart_step', fn () => 5);
if (isset($_GET['amp'])) {
    function amp_is_request(): bool
    {
        return true;
    }
}
if (isset($_GET['excerpt'])) {
    add_action('the_post', function (WP_Post $post, WP_Query $query) {
        static $said = false;
        if ($query->is_main_query() && !$said) {
            $said = true;
            echo '<div class="probe">', get_the_excerpt($post), '</div>';
        }
    }, 10, 2);
}
if (isset($_GET['engines'])) {
    ob_start();
    phpinfo(INFO_MODULES);
    preg_match('/Engines kept in this process\D+(\d+)/', ob_get_clean(), $m);
    exit(json_encode(['process' => getmypid(), 'engines' => (int) $m[1]]));
}
