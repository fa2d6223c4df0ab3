<?php
// For run.sh: all from the environment.
define('DB_NAME', getenv('WP_DB') ?: 'wp');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('WP_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) {
    define($name, "for tests only: $name");
}
if (getenv('WP_NETWORK')) {
    foreach (['MULTISITE' => true, 'SUBDOMAIN_INSTALL' => true, 'DOMAIN_CURRENT_SITE' => 'journal.example', 'PATH_CURRENT_SITE' => '/',
        'SITE_ID_CURRENT_SITE' => 1, 'BLOG_ID_CURRENT_SITE' => 1] as $name => $value) {
        define($name, $value);
    }
} else {
    define('WP_HOME', getenv('WP_URL'));
    define('WP_SITEURL', getenv('WP_URL'));
}
define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false);
define('WP_DEBUG_LOG', false);
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_POST_REVISIONS', false);
define('FS_METHOD', 'direct');
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
