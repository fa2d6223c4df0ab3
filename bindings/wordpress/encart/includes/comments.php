<?php
/** The comments of a post whose form stands in the post itself. */

defined('ABSPATH') || exit;

if (post_password_required() || !have_comments()) {
    return;
}
?>
<section id="comments" class="comments-area">
<h2 class="comments-title"><?php echo esc_html(get_comments_number_text()); ?></h2>
<ol class="comment-list">
<?php wp_list_comments(['style' => 'ol', 'short_ping' => true]); ?>
</ol>
<?php the_comments_pagination(); ?>
</section>
