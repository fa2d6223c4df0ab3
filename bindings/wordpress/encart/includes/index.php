<?php
/**
 * The collection in step with the posts: what is published is in it, and nothing else. Failures
 * are logged; saving a post never fails because of them.
 */

namespace Encart\WordPress;

defined('ABSPATH') || exit;

/** Posts of one step of re-indexing. */
function step_size(): int
{
    return max(1, (int) apply_filters('encart_step', 50));
}

function index_hooks(): void
{
    // After terms and meta are saved, which save_post is not.
    add_action('wp_after_insert_post', __NAMESPACE__ . '\post_saved', 10, 2);
    add_action('transition_post_status', __NAMESPACE__ . '\status_changed', 10, 3);
    add_action('before_delete_post', __NAMESPACE__ . '\post_gone');
    add_action('trashed_post', __NAMESPACE__ . '\post_gone');
    add_action('wp_uninitialize_site', __NAMESPACE__ . '\site_gone');
    foreach (['update_option_' . OPTION, 'add_option_' . OPTION, 'switch_theme'] as $hook) {
        add_action($hook, fn () => changed('settings'));
    }
}

function collection(): \Encart\Collection
{
    return engine()->collection();
}

function is_public(\WP_Post $post): bool
{
    return $post->post_status === 'publish' && $post->post_password === ''
        && in_array($post->post_type, settings()['post_types'], true)
        && apply_filters('encart_index', true, $post);
}

function put(\WP_Post $post): void
{
    $engine = engine();
    $engine->collection()->put($engine->load(document($post, indexed_body($post))),
        ['origin' => article_id($post->ID), 'stamp' => $post->post_modified_gmt]);
}

function post_saved(int $post_id, \WP_Post $post): void
{
    if (wp_is_post_revision($post) || wp_is_post_autosave($post)
        || !in_array($post->post_type, settings()['post_types'], true)) {
        return;
    }
    try {
        is_public($post) ? put($post) : collection()->remove(article_id($post_id));
    } catch (\Throwable $e) {
        complain($e, "post $post_id, index");
    }
    changed(article_id($post_id), 'related');
}

function status_changed(string $new, string $old, \WP_Post $post): void
{
    if ($old === 'publish' && $new !== 'publish') {
        post_gone($post->ID);
    }
}

function post_gone(int $post_id): void
{
    if (!in_array(get_post_type($post_id), settings()['post_types'], true)) {
        return;
    }
    try {
        collection()->remove(article_id($post_id));
    } catch (\Throwable $e) {
        complain($e, "post $post_id, index");
    }
    changed(article_id($post_id), 'related');
}

/** A site of a network is deleted, with all that WordPress knows of; the collection is ours. */
function site_gone(\WP_Site $site): void
{
    switch_to_blog((int) $site->blog_id);
    remove_folder(data_folder());
    restore_current_blog();
}

/* ---- all of them ------------------------------------------------------------------------- */

function public_posts(int $after, int $count): array
{
    global $wpdb;
    $types = settings()['post_types'];
    $marks = implode(',', array_fill(0, count($types), '%s'));
    return array_map('intval', $wpdb->get_col($wpdb->prepare(
        "SELECT ID FROM $wpdb->posts WHERE post_status = 'publish' AND post_password = '' AND post_type IN ($marks) AND ID > %d ORDER BY ID LIMIT %d",
        [...$types, $after, $count]
    )));
}

function public_count(): int
{
    global $wpdb;
    $types = settings()['post_types'];
    $marks = implode(',', array_fill(0, count($types), '%s'));
    return (int) $wpdb->get_var($wpdb->prepare(
        "SELECT COUNT(*) FROM $wpdb->posts WHERE post_status = 'publish' AND post_password = '' AND post_type IN ($marks)", $types));
}

/**
 * One step: indexes the next posts in one transaction. Before the first, everything is marked;
 * after the last, what is no post any more is swept away.
 * @return array{last: int, done: int, failed: int, more: bool}
 */
function reindex_step(int $after): array
{
    $collection = collection();
    if ($after === 0) {
        $collection->mark();
    }
    $size = step_size();
    $ids = public_posts($after, $size);
    $failed = 0;
    $collection->transaction(function () use ($ids, &$failed) {
        foreach ($ids as $id) {
            try {
                $post = get_post($id);
                if (is_public($post)) {
                    put($post);
                }
            } catch (\Throwable $e) {
                $failed++;
                complain($e, "post $id, index");
            }
        }
    });
    $more = count($ids) === $size;
    if (!$more) {
        $collection->sweep();
    }
    changed('related');
    return ['last' => $ids ? end($ids) : $after, 'done' => count($ids), 'failed' => $failed, 'more' => $more];
}

/** For the command line: all steps, each told to `$tell`. */
function reindex_all(callable $tell): int
{
    $last = $done = $failed = 0;
    do {
        $step = reindex_step($last);
        $last = $step['last'];
        $done += $step['done'];
        $failed += $step['failed'];
        $tell("$done posts indexed" . ($failed ? ", $failed failed" : ''));
    } while ($step['more']);
    return $failed;
}
