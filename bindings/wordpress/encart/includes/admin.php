<?php
/** The settings page, re-indexing from it, and the box beside a post. No script. */

namespace Encart\WordPress;

defined('ABSPATH') || exit;

function admin_hooks(string $file): void
{
    add_action('admin_menu', __NAMESPACE__ . '\menu');
    add_action('admin_init', fn () => register_setting('encart', OPTION, ['type' => 'array', 'sanitize_callback' => __NAMESPACE__ . '\checked']));
    add_action('admin_post_encart_reindex', __NAMESPACE__ . '\reindex_request');
    add_action('add_meta_boxes', __NAMESPACE__ . '\add_box');
    add_action('save_post', __NAMESPACE__ . '\save_box', 5);
    add_action('admin_notices', __NAMESPACE__ . '\notices');
    add_filter('plugin_action_links_' . plugin_basename($file), fn ($links) => [
        '<a href="' . esc_url(page_url()) . '">' . esc_html__('Settings', 'encart') . '</a>', ...$links]);
}

function page_url(array $query = []): string
{
    return add_query_arg(['page' => 'encart'] + $query, admin_url('options-general.php'));
}

function menu(): void
{
    add_options_page('Encart', 'Encart', 'manage_options', 'encart', __NAMESPACE__ . '\page');
}

function notices(): void
{
    if (!extension_loaded('encart') && current_user_can('activate_plugins')) {
        echo '<div class="notice notice-error"><p>',
            esc_html__('Encart: the PHP extension “encart” is not loaded. Articles are shown as they are.', 'encart'), '</p></div>';
    }
}

/* ---- settings ---------------------------------------------------------------------------- */

/** From the form to what is stored. What the engine refuses is told and not stored. */
function checked($input): array
{
    $input = is_array($input) ? $input : [];
    $old = settings();
    $new = [
        'plugins' => array_values(array_intersect(available_plugins(), (array) ($input['plugins'] ?? []))),
        'post_types' => array_values(array_intersect(get_post_types(['public' => true]), (array) ($input['post_types'] ?? []))),
        'comments' => in_array($input['comments'] ?? '', ['link', 'form', 'none'], true) ? $input['comments'] : $old['comments'],
        'keep_original' => !empty($input['keep_original']),
        'css' => !empty($input['css']),
        'config' => trim((string) ($input['config'] ?? '')),
    ];
    if ($new['config'] !== '' && !is_array(json_decode($new['config'], true))) {
        add_settings_error(OPTION, 'json', sprintf(__('The configuration is no JSON object: %s', 'encart'), json_last_error_msg()));
        $new['config'] = $old['config'];
    }
    try {
        foreach (extension_loaded('encart') ? engine($new)->diagnostics() : [] as $one) {
            add_settings_error(OPTION, 'diagnostic', ($one['path'] ?? '') . ' ' . $one['message'], 'warning');
        }
    } catch (\Throwable $e) {
        add_settings_error(OPTION, 'engine', $e->getMessage());
        $new = $old;
    }
    delete_option(CSS_OPTION);
    return $new;
}

function checkbox(string $name, string $value, bool $on, string $label): void
{
    printf('<label><input type="checkbox" name="%s" value="%s"%s> %s</label><br>',
        esc_attr(OPTION . $name), esc_attr($value), checked_attribute($on), esc_html($label));
}

function checked_attribute(bool $on): string
{
    return $on ? ' checked' : '';
}

/** A row of the form whose controls belong together. */
function group(string $label, callable $controls): void
{
    printf('<tr><th scope="row">%1$s</th><td><fieldset><legend class="screen-reader-text">%1$s</legend>', esc_html($label));
    $controls();
    echo '</fieldset></td></tr>';
}

function comment_choices(string $chosen): void
{
    foreach (['link' => __('A link to the theme’s form', 'encart'), 'form' => __('The form at the end of the article, instead of the theme’s', 'encart'),
        'none' => __('Nothing', 'encart')] as $value => $label) {
        printf('<label><input type="radio" name="%s[comments]" value="%s"%s> %s</label><br>', esc_attr(OPTION), esc_attr($value),
            checked_attribute($chosen === $value), esc_html($label));
    }
}

function fields(array $s): void
{
    group(__('Boxes', 'encart'), function () use ($s) {
        foreach (available_plugins() as $plugin) {
            checkbox('[plugins][]', $plugin, in_array($plugin, $s['plugins'], true), $plugin);
        }
    });
    group(__('Kinds of content', 'encart'), function () use ($s) {
        foreach (get_post_types(['public' => true], 'objects') as $type) {
            checkbox('[post_types][]', $type->name, in_array($type->name, $s['post_types'], true), $type->labels->name);
        }
    });
    group(__('Comments', 'encart'), fn () => comment_choices($s['comments']));
    group(__('Display', 'encart'), function () use ($s) {
        checkbox('[keep_original]', '1', $s['keep_original'], __('Leave articles as they are when they hold forms, scripts or players that would be taken out', 'encart'));
        checkbox('[css]', '1', $s['css'], __('Load the stylesheet of the boxes', 'encart'));
    });
    echo '<tr><th scope="row"><label for="encart-config">', esc_html__('Configuration', 'encart'), '</label></th><td>';
    printf('<textarea id="encart-config" name="%s[config]" rows="10" class="large-text code" spellcheck="false" aria-describedby="encart-config-note">%s</textarea>'
        . '<p class="description" id="encart-config-note">%s</p></td></tr>',
        esc_attr(OPTION), esc_textarea($s['config']), esc_html__('JSON, over all of the above. Empty for none.', 'encart'));
}

function page(): void
{
    echo '<div class="wrap"><h1>Encart</h1>';
    progress();
    echo '<form method="post" action="options.php">';
    settings_fields('encart');
    echo '<table class="form-table" role="presentation">';
    fields(settings());
    echo '</table>';
    submit_button();
    echo '</form>';
    reindex_form();
    echo '</div>';
}

/* ---- re-indexing: one step for each request ---------------------------------------------- */

function reindex_form(): void
{
    if (!extension_loaded('encart')) {
        return;
    }
    echo '<h2>', esc_html__('Articles of the site', 'encart'), '</h2><p>';
    try {
        printf(esc_html__('%1$d of %2$d published articles are in the collection.', 'encart'), count(collection()), public_count());
    } catch (\Throwable $e) {
        echo esc_html($e->getMessage());
    }
    printf('</p><form method="post" action="%s"><input type="hidden" name="action" value="encart_reindex">', esc_url(admin_url('admin-post.php')));
    wp_nonce_field('encart_reindex');
    submit_button(__('Index all articles again', 'encart'), 'secondary');
    echo '</form>';
}

function reindex_request(): void
{
    if (!current_user_can('manage_options')) {
        wp_die(esc_html__('You may not do this.', 'encart'), '', ['response' => 403]);
    }
    check_admin_referer('encart_reindex');
    try {
        $step = reindex_step(absint($_REQUEST['after'] ?? 0));
        $query = ['encart_done' => absint($_REQUEST['done'] ?? 0) + $step['done'], 'encart_failed' => absint($_REQUEST['failed'] ?? 0) + $step['failed']]
            + ($step['more'] ? ['encart_after' => $step['last']] : []);
    } catch (\Throwable $e) {
        complain($e, 're-indexing');
        $query = ['encart_error' => rawurlencode($e->getMessage())];
    }
    wp_safe_redirect(page_url($query));
    exit;
}

/** How far it got; while there is more, the page asks for the next step by itself. */
function progress(): void
{
    if (isset($_GET['encart_error'])) {
        echo '<div class="notice notice-error"><p>', esc_html(sanitize_text_field(wp_unslash($_GET['encart_error']))), '</p></div>';
    }
    if (!isset($_GET['encart_done'])) {
        return;
    }
    $done = absint($_GET['encart_done']);
    $failed = absint($_GET['encart_failed'] ?? 0);
    $total = max($done, public_count());
    printf('<div class="notice notice-info"><p><label for="encart-progress">%s</label> <progress id="encart-progress" max="%d" value="%d"></progress></p></div>',
        esc_html(sprintf(__('%1$d of %2$d articles indexed, %3$d failed', 'encart'), $done, $total, $failed)), max(1, $total), $done);
    if (isset($_GET['encart_after'])) {
        $next = wp_nonce_url(add_query_arg(['action' => 'encart_reindex', 'after' => absint($_GET['encart_after']), 'done' => $done, 'failed' => $failed],
            admin_url('admin-post.php')), 'encart_reindex');
        printf('<meta http-equiv="refresh" content="0; url=%s"><p><a href="%s">%s</a></p>', esc_attr($next), esc_url($next), esc_html__('Go on', 'encart'));
    }
}

/* ---- the box beside a post --------------------------------------------------------------- */

function add_box(): void
{
    add_meta_box('encart', 'Encart', __NAMESPACE__ . '\box', settings()['post_types'], 'side');
}

function box(\WP_Post $post): void
{
    $d = decisions($post->ID);
    wp_nonce_field('encart_box', 'encart_nonce');
    printf('<p><label><input type="checkbox" name="encart[off]" value="1"%s> %s</label></p>', checked_attribute((bool) $d['off']), esc_html__('Show this article as it is, without any box', 'encart'));
    printf('<p><label for="encart-none">%s</label><br><input type="text" id="encart-none" name="encart[none]" value="%s" class="widefat" placeholder="related, lire-aussi/links"></p>',
        esc_html__('Boxes that shall not stand here', 'encart'), esc_attr(implode(', ', $d['none'])));
    printf('<p><label for="encart-here">%s</label><br><textarea id="encart-here" name="encart[here]" class="widefat" rows="2" placeholder="lire-aussi/links 3">%s</textarea><span class="description">%s</span></p>',
        esc_html__('Boxes pinned to a place', 'encart'),
        esc_textarea(implode("\n", array_map(fn ($pin) => "{$pin['box']} {$pin['after']}", $d['here']))),
        esc_html__('One for each line: the box, and the number of the paragraph, or the words of the heading, after which it stands.', 'encart'));
}

const BOX_NAME = '[a-z0-9-]+(?:\/[a-z0-9_-]+)?';

/** "lire-aussi/links 3" on each line. */
function pins(string $lines): array
{
    $pins = [];
    foreach (preg_split('/\R/', $lines) as $line) {
        if (preg_match('/^\s*(' . BOX_NAME . ')\s+(\S.*?)\s*$/u', $line, $m)) {
            $pins[] = ['box' => $m[1], 'after' => ctype_digit($m[2]) && (int) $m[2] > 0 ? (int) $m[2] : $m[2]];
        }
    }
    return $pins;
}

function save_box(int $post_id): void
{
    if (!isset($_POST['encart_nonce']) || !wp_verify_nonce(sanitize_key($_POST['encart_nonce']), 'encart_box')
        || !current_user_can('edit_post', $post_id) || wp_is_post_revision($post_id)) {
        return;
    }
    $input = (array) wp_unslash($_POST['encart'] ?? []);
    preg_match_all('/' . BOX_NAME . '/', sanitize_text_field((string) ($input['none'] ?? '')), $none);
    $decided = array_filter(['off' => !empty($input['off']), 'none' => $none[0],
        'here' => pins(sanitize_textarea_field((string) ($input['here'] ?? '')))]);
    $decided ? update_post_meta($post_id, META, $decided) : delete_post_meta($post_id, META);
}
