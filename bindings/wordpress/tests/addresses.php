<?php
// The address of every published post and page, as JSON.
require __DIR__ . '/kit.php';
load_wordpress();
$posts = get_posts(['post_type' => ['post', 'page'], 'post_status' => 'publish', 'numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC']);
echo json_encode(array_map(fn ($p) => ['id' => $p->ID, 'type' => $p->post_type, 'name' => $p->post_name, 'title' => $p->post_title, 'url' => get_permalink($p),
    'off' => !empty(get_post_meta($p->ID, '_encart', true)['off']), 'password' => $p->post_password !== ''], $posts));
