<?php
/**
 * The content of a post that is shown, rendered: late, once, only the main post of its own page.
 * On any doubt and on any failure the content stays as it came.
 */

namespace Encart\WordPress;

defined('ABSPATH') || exit;

const PRIORITY = 1000; // after blocks, shortcodes, texturize, embeds and responsive images

function content_hooks(): void
{
    add_filter('the_content', __NAMESPACE__ . '\filter_content', PRIORITY);
    add_action('wp_enqueue_scripts', __NAMESPACE__ . '\enqueue');
    add_filter('comments_template', __NAMESPACE__ . '\comments_template');
    add_filter('pre_comment_approved', __NAMESPACE__ . '\trap', 10, 2);
}

function is_amp(): bool
{
    return (function_exists('amp_is_request') && amp_is_request())
        || (function_exists('is_amp_endpoint') && is_amp_endpoint());
}

/** A page of one post, for readers: no feed, no REST answer, no excerpt, no AMP, no embed. */
function is_ours(): bool
{
    return is_singular(settings()['post_types']) && in_the_loop() && is_main_query()
        && !is_feed() && !is_embed() && !is_amp() && !is_attachment()
        && !(defined('REST_REQUEST') && REST_REQUEST)
        && !doing_filter('get_the_excerpt') && !doing_filter('wp_trim_excerpt');
}

/** A block or a shortcode of this post that filters other text in between. */
function is_nested(): bool
{
    global $wp_current_filter;
    return count(array_keys($wp_current_filter, 'the_content', true)) > 1;
}

function is_wanted(\WP_Post $post): bool
{
    return !decisions($post->ID)['off'] && !post_password_required($post) && apply_filters('encart_render', true, $post);
}

function filter_content($content)
{
    static $done = [];
    if (!is_string($content) || trim($content) === '' || !is_ours() || is_nested()) {
        return $content;
    }
    $post = get_post();
    if (!$post || isset($done[$post->ID])) {
        return $content;
    }
    try {
        if (!is_wanted($post)) {
            return $content;
        }
        $done[$post->ID] = true;
        return shown(rendered($post, $content)) ?? $content;
    } catch (\Throwable $e) {
        complain($e, "post $post->ID");
        return $content;
    }
}

/** The HTML of an entry, with what no cache holds; null where the original shall stay. */
function shown(array $entry): ?string
{
    if ($entry['html'] === null) {
        return null;
    }
    remember_css($entry['css']);
    return str_contains($entry['html'], '<!--encart:hole')
        ? \Encart\fill_holes($entry['html'], __NAMESPACE__ . '\fill_hole') : $entry['html'];
}

/** What no cache may hold: sites fill their own by the filter; the rest is left empty. */
function fill_hole(string $name, array $params): string
{
    return (string) apply_filters('encart_hole', '', $name, $params);
}

/** From the cache, or made: html (null where the original shall stay), css. */
function rendered(\WP_Post $post, string $content): array
{
    $settings = settings();
    $user = is_user_logged_in() && form_is_ours($settings) ? 'user' : 'reader';
    $document = document($post, $content);
    $key = 'p:' . md5(serialize([$document, $settings, $user, site_language(), VERSION, \Encart\version()]));
    $entry = cached($key);
    if ($entry === null) {
        [$entry, $report] = render($settings, $document, $user);
        keep($key, $entry, $report);
    }
    return $entry;
}

function render(array $settings, array $document, string $user): array
{
    $engine = engine($settings);
    $options = ['lang' => site_language()];
    if ($user === 'user') {
        // WordPress knows who this is: its own form asks for no name.
        $options['overrides'] = ['plugins' => ['footer-controls' => ['comments' => 'link']]];
    }
    $result = $engine->render($engine->load($document), $options);
    $report = $result->report();
    $lost = $settings['keep_original'] ? lost($report['removed']) : null;
    if ($lost !== null) {
        error_log("encart: {$document['id']}: shown as it is: $lost");
        return [['html' => null, 'css' => ''], $report];
    }
    do_action('encart_rendered', $report, $document);
    return [['html' => $result->html(), 'css' => $result->css()], $report];
}

/** What a reader would miss: forms, players, scripts. Clean-up of markup is no loss. */
function lost(array $removed): ?string
{
    foreach ($removed as $one) {
        $element = preg_match('/^<([a-z0-9-]+)/', $one['message'], $m) ? $m[1] : '';
        $rule = $one['rule'];
        if ($rule === 'embed' || ($rule === 'raw-text' && $element !== 'style')
            || (in_array($rule, ['forbidden-element', 'unknown-element'], true)
                && in_array($element, ['form', 'input', 'button', 'select', 'textarea', 'object', 'embed', 'canvas', 'svg'], true))) {
            return $one['message'];
        }
    }
    return null;
}

/* ---- stylesheets ------------------------------------------------------------------------- */

/**
 * The head is written before the post is rendered, and a stylesheet belongs into the head. What
 * plugins' boxes needed on earlier pages is kept in an option; what is new comes at the end of
 * this one page.
 */
function remember_css(string $css): void
{
    $known = (string) get_option(CSS_OPTION, '');
    if ($css === '' || str_contains($known, $css)) {
        return;
    }
    update_option(CSS_OPTION, substr($known . $css, -65536));
    add_action('wp_footer', function () use ($css) {
        echo '<style>', $css, "</style>\n"; // safe as it is: libencart writes it
    });
}

function enqueue(): void
{
    $settings = settings();
    if (!is_singular($settings['post_types']) || is_amp() || !$settings['css']) {
        return;
    }
    wp_enqueue_style('encart', plugins_url('assets/encart.css', __DIR__), [], VERSION);
    $css = (string) get_option(CSS_OPTION, '');
    if ($css !== '') {
        wp_add_inline_style('encart', $css);
    }
}

/* ---- comments ---------------------------------------------------------------------------- */

function form_is_ours(array $settings): bool
{
    return $settings['comments'] === 'form' && in_array('footer-controls', $settings['plugins'], true);
}

/** With the form in the post, the theme's template would show a second one: ours lists only. */
function comments_template(string $template): string
{
    $ours = form_is_ours(settings()) && is_singular(settings()['post_types']) && !is_user_logged_in() && !is_amp()
        && !decisions((int) get_the_ID())['off'];
    return $ours ? __DIR__ . '/comments.php' : $template;
}

/** The field that only robots fill in. */
function trap($approved, array $data)
{
    return empty($_POST['url2']) || is_wp_error($approved) ? $approved : 'spam';
}
