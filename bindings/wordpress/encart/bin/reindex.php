<?php
/**
 * Indexes all published articles again: php reindex.php /path/to/wordpress [site address]
 * The same as `wp encart reindex`, for sites without WP-CLI.
 */

if (PHP_SAPI !== 'cli') {
    exit;
}
if ($argc < 2 || !is_file("$argv[1]/wp-load.php")) {
    fwrite(STDERR, "usage: php reindex.php /path/to/wordpress [https://site.example/]\n");
    exit(2);
}
if (isset($argv[2])) {
    $_SERVER['HTTP_HOST'] = parse_url($argv[2], PHP_URL_HOST);
    $_SERVER['REQUEST_URI'] = parse_url($argv[2], PHP_URL_PATH) ?: '/';
}
require "$argv[1]/wp-load.php";
if (!function_exists('Encart\WordPress\reindex_all') || !extension_loaded('encart')) {
    fwrite(STDERR, "The plugin Encart is not active there, or the PHP extension is not loaded.\n");
    exit(1);
}
exit(Encart\WordPress\reindex_all(function (string $line) {
    echo $line, "\n";
}) === 0 ? 0 : 1);
