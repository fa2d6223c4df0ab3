--TEST--
Articles and results outlive their engine; circles are collected
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$engine = new Encart\Engine(CONFIG);
$other = new Encart\Engine(CONFIG + ['plugins' => ['footer-controls' => false]]);
$article = $engine->load(long_article());
$result = $engine->render($article);
unset($engine);
var_dump(strlen($article->html()) > 1000, strlen($result->html()) > 1000);
var_dump(str_contains($other->render($article)->html(), PARAGRAPH));
unset($article);
var_dump(count($result->report()['boxes']) > 0);

gc_collect_cycles();
$circle = function () {
    $holder = new stdClass;
    $holder->engine = new Encart\Engine(CONFIG, ['services' => ['related' => fn () => $holder], 'log' => fn () => $holder]);
};
$circle();
var_dump(gc_collect_cycles() > 0);
var_dump($result);
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
object(Encart\Result)#%d (0) {
}
