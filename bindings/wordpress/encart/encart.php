<?php
/**
 * Plugin Name: Encart
 * Description: Boxes in and after articles (read also, related articles, comments, back to top), placed by the libencart extension.
 * Version: 0.1.0
 * Requires at least: 6.0
 * Requires PHP: 8.2
 * License: MIT
 * Text Domain: encart
 *
 * Where to start reading: includes/content.php is what happens to a post that is shown,
 * includes/document.php what Encart is told of it, includes/index.php how the collection of the
 * site's articles keeps step, includes/admin.php what editors and administrators see.
 */

namespace Encart\WordPress;

defined('ABSPATH') || exit;

const VERSION = '0.1.0';
const OPTION = 'encart_settings';
const CSS_OPTION = 'encart_css';
const META = '_encart';

require_once __DIR__ . '/includes/settings.php';
require_once __DIR__ . '/includes/document.php';
require_once __DIR__ . '/includes/cache.php';
require_once __DIR__ . '/includes/content.php';
require_once __DIR__ . '/includes/index.php';
require_once __DIR__ . '/includes/admin.php';

add_filter('gettext_encart', __NAMESPACE__ . '\translate', 10, 2);

if (extension_loaded('encart')) {
    content_hooks();
    index_hooks();
}
if (is_admin()) {
    admin_hooks(__FILE__);
}
if (defined('WP_CLI') && WP_CLI) {
    \WP_CLI::add_command('encart reindex', fn () => reindex_all(fn ($line) => \WP_CLI::log($line)));
}
