<?php
// Reads a WXR export: posts and pages with categories, tags and comments; no attachments, no menus.
require __DIR__ . '/kit.php';
load_wordpress();

function text(SimpleXMLElement $item, string $namespace, string $name): string
{
    return (string) $item->children($namespace, true)->{$name};
}

function terms(SimpleXMLElement $item): array
{
    $terms = ['category' => [], 'post_tag' => []];
    foreach ($item->category as $one) {
        $taxonomy = (string) $one['domain'];
        if (isset($terms[$taxonomy]) && (string) $one !== '') {
            $term = get_term_by('name', (string) $one, $taxonomy) ?: wp_insert_term((string) $one, $taxonomy);
            $terms[$taxonomy][] = is_object($term) && !is_wp_error($term) ? $term->term_id : (is_array($term) ? $term['term_id'] : 0);
        }
    }
    return array_map('array_filter', $terms);
}

function comments_of(SimpleXMLElement $item, int $id): void
{
    foreach ($item->children('wp', true)->comment as $c) {
        wp_insert_comment(wp_slash(['comment_post_ID' => $id, 'comment_author' => (string) $c->comment_author,
            'comment_content' => (string) $c->comment_content, 'comment_approved' => (string) $c->comment_approved,
            'comment_date' => (string) $c->comment_date, 'comment_type' => (string) $c->comment_type ?: 'comment']));
    }
}

$xml = simplexml_load_file($argv[1], options: LIBXML_NOCDATA | LIBXML_PARSEHUGE | LIBXML_NONET);
must($xml !== false, 'the export is XML');
kses_remove_filters();
$count = 0;
foreach ($xml->channel->item as $item) {
    $type = text($item, 'wp', 'post_type');
    $status = text($item, 'wp', 'status');
    if (!in_array($type, ['post', 'page'], true) || !in_array($status, ['publish', 'draft', 'private', 'pending'], true)) {
        continue;
    }
    $terms = terms($item);
    $id = wp_insert_post(wp_slash([
        'post_type' => $type, 'post_status' => $status, 'post_title' => (string) $item->title,
        'post_content' => text($item, 'content', 'encoded'), 'post_excerpt' => text($item, 'excerpt', 'encoded'),
        'post_date' => text($item, 'wp', 'post_date'), 'post_name' => text($item, 'wp', 'post_name'),
        'post_password' => text($item, 'wp', 'post_password'), 'comment_status' => text($item, 'wp', 'comment_status'),
        'post_category' => $terms['category'], 'tags_input' => $terms['post_tag'], 'post_author' => 1,
    ]), true);
    must(is_int($id), (string) $item->title);
    comments_of($item, $id);
    $count++;
}
must($count > 10, "more than ten posts, not $count");
echo "$count\n";
