<?php
// What an administrator does: state.php activate | deactivate | uninstall | theme NAME | set JSON |
// get | forget | users | comments | meta ID | without
require __DIR__ . '/kit.php';
load_wordpress();
$plugin = 'encart/encart.php';
switch ($argv[1]) {
    case 'activate':
        must(activate_plugin($plugin) === null && is_plugin_active($plugin), 'the plugin is active');
        break;
    case 'deactivate':
        deactivate_plugins($plugin);
        break;
    case 'theme':
        switch_theme($argv[2]);
        must(wp_get_theme()->get_stylesheet() === $argv[2], 'the theme is there');
        break;
    case 'set':
        $old = get_option('encart_settings');
        update_option('encart_settings', json_decode($argv[2], true) + (is_array($old) ? $old : []));
        break;
    case 'get':
        echo json_encode(get_option('encart_settings'));
        break;
    case 'forget':
        delete_option('encart_settings');
        break;
    case 'users':
        wp_insert_user(['user_login' => 'english', 'user_pass' => 'secret', 'role' => 'administrator', 'locale' => 'en_US']);
        wp_insert_user(['user_login' => 'author', 'user_pass' => 'secret', 'role' => 'author']);
        break;
    case 'meta':
        echo json_encode(get_post_meta((int) $argv[2], '_encart', true));
        break;
    case 'without':
        must(!extension_loaded('encart'), 'the extension is not loaded');
        query_posts(['name' => 'pont']);
        the_post();
        must(str_contains(apply_filters('the_content', get_the_content()), 'les riverains ont demandé'), 'the article is shown');
        ob_start();
        Encart\WordPress\notices();
        must(str_contains(ob_get_clean(), 'encart'), 'the administrator is told');
        break;
    case 'comments':
        echo json_encode(array_map(fn ($c) => [$c->comment_author, $c->comment_content, $c->comment_approved, (int) $c->comment_post_ID],
            get_comments(['status' => 'any', 'number' => 3, 'orderby' => 'comment_ID', 'order' => 'DESC'])));
        break;
    case 'uninstall':
        global $wpdb;
        $folders = fn () => glob(WP_CONTENT_DIR . '/encart-*');
        must(count($folders()) === 1, 'there is a collection');
        deactivate_plugins($plugin);
        define('WP_UNINSTALL_PLUGIN', $plugin);
        require WP_PLUGIN_DIR . '/encart/uninstall.php';
        must(!$folders(), 'the collection is gone');
        must(!$wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%encart%'"), 'no option');
        must(!$wpdb->get_col("SELECT meta_id FROM $wpdb->postmeta WHERE meta_key LIKE '%encart%'"), 'no meta');
        break;
    default:
        must(false, "state.php knows $argv[1]");
}
