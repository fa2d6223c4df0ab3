--TEST--
A fatal error in a callable ends the request, not the engine
--ENV--
ENCART_PHP_DIES=1
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$fatal = true;
$engine = Encart\Engine::shared(CONFIG, ['services' => ['related' => function () use (&$fatal) {
    if ($fatal) eval('function long_article() {}');
    return related_list();
}]]);
$article = $engine->load(long_article());
register_shutdown_function(function () use ($engine, $article, &$fatal) {
    $fatal = false;
    var_dump(str_contains($engine->render($article)->html(), 'Un autre article'));
    try {
        $fatal = true;
        echo Encart\fill_holes('<!--encart:hole csrf e30-->', fn () => eval('function folder() {}'));
    } finally {
        echo "never\n";
    }
});
$engine->render($article);
echo "never\n";
?>
--EXPECTF--
Fatal error: Cannot redeclare long_article() (previously declared in %s) in %s on line 1
bool(true)

Fatal error: Cannot redeclare folder() (previously declared in %s) in %s on line 1
