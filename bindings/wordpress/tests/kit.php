<?php
// Loads the WordPress of run.sh for a script of the command line.
$_SERVER['HTTP_HOST'] = explode('/', getenv('WP_URL'))[2];
$_SERVER['REQUEST_URI'] = '/';

function must(bool $holds, string $sentence): void
{
    if (!$holds) {
        fwrite(STDERR, "not so: $sentence\n");
        exit(1);
    }
}

function load_wordpress(): void
{
    require_once getenv('WP_ROOT') . '/wp-load.php';
    require_once ABSPATH . 'wp-admin/includes/plugin.php';
    wp_set_current_user(1);
}
