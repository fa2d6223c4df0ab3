<?php
/** Leaves nothing behind: options, meta, the collections. On a network, of every site. */

namespace Encart\WordPress;

defined('WP_UNINSTALL_PLUGIN') || exit;

require_once __DIR__ . '/includes/settings.php';

function forget(): void
{
    delete_option('encart_settings');
    delete_option('encart_css');
    delete_post_meta_by_key('_encart');
}

if (is_multisite()) {
    foreach (get_sites(['fields' => 'ids', 'number' => 0]) as $site) {
        switch_to_blog($site);
        forget();
        restore_current_blog();
    }
} else {
    forget();
}

// Those of salts that are no longer in use, too.
array_map(__NAMESPACE__ . '\remove_folder', glob(WP_CONTENT_DIR . '/encart-' . str_repeat('[0-9a-f]', 16), GLOB_ONLYDIR) ?: []);
