<?php
/** Leaves nothing behind: options, meta, the collection. */

namespace Encart\WordPress;

defined('WP_UNINSTALL_PLUGIN') || exit;

require_once __DIR__ . '/includes/settings.php';

function forget(): void
{
    delete_option('encart_settings');
    delete_option('encart_css');
    delete_post_meta_by_key('_encart');
    $folder = data_folder();
    foreach (is_dir($folder) ? array_diff(scandir($folder), ['.', '..']) : [] as $name) {
        unlink("$folder/$name");
    }
    if (is_dir($folder)) {
        rmdir($folder);
    }
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
