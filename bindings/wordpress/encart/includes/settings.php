<?php
/** What the site chose, the engine that comes of it, and the words in the site's language. */

namespace Encart\WordPress;

defined('ABSPATH') || exit;

function defaults(): array
{
    return [
        'plugins' => ['lire-aussi', 'related', 'footer-controls'],
        'post_types' => ['post'],
        'comments' => 'link',   // link, form, none
        'keep_original' => true, // where the sanitiser would take out what a reader uses
        'css' => true,
        'config' => '',         // JSON over all that
    ];
}

function settings(): array
{
    $stored = get_option(OPTION);
    return (is_array($stored) ? $stored : []) + defaults();
}

/** Folders of plugins that the extension knows, and what is in them. */
function available_plugins(): array
{
    $found = [];
    foreach (explode(':', (string) ini_get('encart.plugin_path')) as $folder) {
        foreach (glob("$folder/*/manifest.lua") ?: [] as $manifest) {
            $found[basename(dirname($manifest))] = true;
        }
    }
    ksort($found);
    return array_keys($found);
}

/** The configuration as docs/schema/config.json has it. The administrator's JSON wins. */
function configuration(array $settings): array
{
    $own = json_decode($settings['config'] ?: '{}', true);
    $config = [
        'site' => ['name' => get_bloginfo('name'), 'url' => home_url('/')],
        'sanitise' => ['profile' => 'embeds', 'allow' => ['attributes' => ['*' => ['style']]]],
    ];
    if (in_array('footer-controls', $settings['plugins'], true)) { // being configured enables it
        $config['plugins'] = ['footer-controls' => ['comments' => $settings['comments']]];
    }
    return array_replace_recursive($config, is_array($own) ? $own : []);
}

/** The folder of the site's collection: not to be guessed, not to be fetched. */
function data_folder(): string
{
    return WP_CONTENT_DIR . '/encart-' . substr(hash_hmac('sha256', 'encart ' . get_current_blog_id(), wp_salt()), 0, 16);
}

function remove_folder(string $folder): void
{
    foreach (is_dir($folder) ? array_diff(scandir($folder), ['.', '..']) : [] as $name) {
        unlink("$folder/$name");
    }
    if (is_dir($folder)) {
        rmdir($folder);
    }
}

function collection_file(): string
{
    $folder = data_folder();
    if (!is_dir($folder)) {
        wp_mkdir_p($folder);
        file_put_contents("$folder/.htaccess", "Require all denied\n");
        file_put_contents("$folder/index.php", "<?php\n");
    }
    return "$folder/collection.db";
}

/** One engine per process, kept by the extension for as long as nothing changes. */
function engine(?array $settings = null): \Encart\Engine
{
    $settings ??= settings();
    $config = apply_filters('encart_config', configuration($settings), $settings);
    return \Encart\Engine::shared($config, [
        'plugins' => array_values($settings['plugins']),
        'collection' => collection_file(),
    ]);
}

/** Of the site that is at hand: get_locale() goes on giving that of the request's first. */
function site_locale(): string
{
    if (!is_multisite() || !ms_is_switched()) {
        return get_locale();
    }
    $own = get_option('WPLANG');
    return ($own === false ? get_site_option('WPLANG') : $own) ?: 'en_US';
}

function site_language(): string
{
    return str_replace('_', '-', preg_replace('/_(formal|informal|ao90)$/', '', site_locale()));
}

function complain(\Throwable $e, string $where): void
{
    $more = $e instanceof \Encart\Exception && $e->source !== '' ? " ({$e->source}:{$e->sourceLine} {$e->path})" : '';
    error_log("encart: $where: {$e->getMessage()}$more");
}

/** French words for the plugin's own pages, without a compiled catalogue. */
function translate(string $translation, string $text): string
{
    static $words = null;
    $locale = is_admin() && function_exists('get_user_locale') ? get_user_locale() : get_locale();
    if (!str_starts_with($locale, 'fr') || $translation !== $text) {
        return $translation;
    }
    $words ??= require dirname(__DIR__) . '/languages/fr.php';
    return $words[$text] ?? $translation;
}
