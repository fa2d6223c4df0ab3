<?php
/** A post as an article document (docs/schema/article.json). */

namespace Encart\WordPress;

defined('ABSPATH') || exit;

function article_id(int $post_id): string
{
    return "post-$post_id";
}

function post_id(string $article_id): int
{
    return preg_match('/^post-(\d+)$/', $article_id, $m) ? (int) $m[1] : 0;
}

/** What the editor decided in the post's box: off, none, here. */
function decisions(int $post_id): array
{
    $meta = get_post_meta($post_id, META, true);
    return (is_array($meta) ? $meta : []) + ['off' => false, 'none' => [], 'here' => []];
}

function term(\WP_Term $term): array
{
    $url = get_term_link($term);
    return ['id' => "term-$term->term_id", 'name' => $term->name, 'url' => is_string($url) ? $url : null];
}

function image(\WP_Post $post): ?array
{
    $id = (int) get_post_thumbnail_id($post);
    $source = $id ? wp_get_attachment_image_src($id, 'large') : false;
    return $source ? ['url' => $source[0], 'width' => (int) $source[1], 'height' => (int) $source[2],
        'alt' => (string) get_post_meta($id, '_wp_attachment_image_alt', true)] : null;
}

function author(\WP_Post $post): array
{
    $id = (int) $post->post_author;
    return ['name' => get_the_author_meta('display_name', $id), 'url' => get_author_posts_url($id),
        'bio' => get_the_author_meta('description', $id)];
}

/** WordPress's own state; the form goes where WordPress takes comments. */
function comments(\WP_Post $post): array
{
    $open = comments_open($post);
    $count = (int) get_comments_number($post);
    return [
        'status' => $open ? 'open' : ($count ? 'closed' : 'none'),
        'count' => $count,
        'action' => site_url('/wp-comments-post.php'),
        'hidden' => ['comment_post_ID' => (string) $post->ID, 'comment_parent' => '0'],
    ];
}

function document(\WP_Post $post, string $body): array
{
    $sections = get_the_category($post->ID);
    $tags = get_the_tags($post->ID);
    $decided = decisions($post->ID);
    $language = site_language();
    $document = [
        'id' => article_id($post->ID),
        'url' => get_permalink($post),
        'lang' => $language,
        'title' => get_the_title($post),
        'summary' => has_excerpt($post) ? $post->post_excerpt : null,
        'authors' => [author($post)],
        'published' => get_post_time('c', false, $post) ?: null,
        'modified' => get_post_modified_time('c', false, $post) ?: null,
        'section' => $sections ? term($sections[0]) : null,
        'tags' => $tags && !is_wp_error($tags) ? array_map(__NAMESPACE__ . '\term', $tags) : null,
        'image' => image($post),
        'comments' => comments($post),
        'pins' => ['none' => array_values($decided['none']), 'here' => array_values($decided['here'])],
        'body' => ['format' => 'html', 'value' => $body],
    ];
    return apply_filters('encart_document', $document, $post);
}

/** For the collection: the words as the editor wrote them, without what runs on a page view. */
function indexed_body(\WP_Post $post): string
{
    $words = preg_replace('/<!--\s*\/?wp:.*?-->/s', '', $post->post_content) ?? $post->post_content;
    return wpautop(strip_shortcodes($words));
}
