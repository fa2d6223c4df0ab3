--TEST--
Callables that throw, leave, lie, enter again, or change what they were given
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$answer = fn () => null;
$engine = new Encart\Engine(CONFIG, ['services' => ['related' => function (...$args) use (&$answer) { return $answer(...$args); }]]);
$article = $engine->load(long_article());
$good = function () use (&$answer, $engine, $article) {
    $answer = fn () => related_list();
    return md5($engine->render($article)->html());
};
$expected = $good();

echo "throws\n";
$answer = fn () => throw new DomainException('no database');
attempt(fn () => $engine->render($article));
var_dump($good() === $expected);

echo "wrong type\n";
$answer = fn () => 42;
attempt(fn () => $engine->render($article));
$answer = fn () => new ArrayObject;
attempt(fn () => $engine->render($article));
$answer = fn () => ['title' => "\xff"];
attempt(fn () => $engine->render($article));
$answer = fn () => [NAN];
attempt(fn () => $engine->render($article));

echo "nonsense costs a box, not the page\n";
foreach (['', '{', '[[[', "\xff\0", '"x"', '[1,2,{"url":7}]', '[{"url":"javascript:alert(1)","title":"<b>x"}]', str_repeat('[', 5000)] as $nonsense) {
    $answer = fn () => $nonsense;
    $html = $engine->render($article)->html();
    echo str_contains($html, PARAGRAPH) && !str_contains($html, 'javascript:') && !str_contains($html, '<b>x') ? '.' : "BAD $nonsense";
}
$answer = fn () => '[' . str_repeat(' ', 5 << 20) . ']';
echo str_contains($engine->render($article)->html(), PARAGRAPH) ? '.' : 'BAD', "\n";
$circle = []; $circle[] = &$circle;
$answer = fn () => $circle;
attempt(fn () => $engine->render($article));
$circle = null;
$answer = fn () => array_reduce(range(1, 600), fn ($in) => [$in], []);
attempt(fn () => $engine->render($article));

echo "enters again\n";
$depth = 0;
$answer = function () use (&$depth, $engine, $article) {
    return $depth++ < 2 ? ['related' => related_list(), 'x' => strlen($engine->render($article)->html())] : related_list();
};
var_dump(md5($engine->render($article)->html()) === $expected, $depth);
$answer = fn () => $engine->render($article)->report();
attempt(fn () => $engine->render($article));
var_dump($good() === $expected);

echo "constructs again\n";
$answer = function () use ($engine) { $engine->__construct([]); };
attempt(fn () => $engine->render($article));

echo "changes its options\n";
$now = str_repeat('2', 1) . '024-05-20T10:00:00Z';
$answer = function () use (&$now) { $now = []; gc_collect_cycles(); return related_list(); };
var_dump(strlen($engine->render($article, ['now' => &$now, 'lang' => 'fr'])->html()) > 1000);

echo "drops the engine\n";
$holder = new stdClass;
$holder->engine = new Encart\Engine(CONFIG, ['services' => ['related' => function () use ($holder) { unset($holder->engine); return related_list(); }]]);
$loaded = $holder->engine->load(long_article());
var_dump(strlen($holder->engine->render($loaded)->html()) > 1000, isset($holder->engine));

echo "leaves a fibre\n";
$answer = fn () => Fiber::suspend(1) ?? related_list();
$fiber = new Fiber(fn () => $engine->render($article));
attempt(fn () => $fiber->start());
$fiber = new Fiber($good);
$fiber->start();
var_dump($fiber->getReturn() === $expected);

echo "exits\n";
register_shutdown_function(function () use ($good, $expected) { var_dump($good() === $expected); });
$answer = fn () => exit("bye\n");
$engine->render($article);
echo "never\n";
?>
--EXPECTF--
throws
DomainException: no database
bool(true)
wrong type
TypeError: service "related" must give array|string|null, int given
TypeError: service "related" must give array|string|null, ArrayObject given
ValueError: A value cannot be written as JSON: a string is not UTF-8
ValueError: A value cannot be written as JSON: INF and NAN are no numbers of JSON
nonsense costs a box, not the page
.........
ValueError: A value cannot be written as JSON: it contains itself
ValueError: A value cannot be written as JSON: it is nested too deep
enters again
bool(true)
int(3)
Encart\Exception ENCART_EINVAL in “”: calls of Encart stand in one another more than 4 deep
bool(true)
constructs again
Error: Encart\Engine is already constructed
changes its options
bool(true)
drops the engine
bool(true)
bool(false)
leaves a fibre
FiberError: Cannot switch fibers in current execution context
bool(true)
exits
bye
bool(true)
