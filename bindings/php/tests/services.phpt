--TEST--
Services: asked on the way, the same bytes as by plan and answers; null is no answer
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$asked = [];
$engine = new Encart\Engine(CONFIG, ['services' => ['related' => function (array $request, string $service) use (&$asked) {
    $asked[] = [$service, $request['limit'] > 0, $request['article']['title']];
    return related_list();
}]]);
$article = $engine->load(long_article());
$called = $engine->render($article);
echo json_encode($asked, JSON_UNESCAPED_UNICODE), "\n";

$silent = new Encart\Engine(CONFIG);
$answered = $silent->render($silent->load(long_article()), ['answers' => ['related' => related_list()]]);
var_dump($called->html() === $answered->html());

foreach (['an object with a member' => ['related' => related_list()], 'JSON' => json_encode(related_list())] as $what => $answer) {
    $other = new Encart\Engine(CONFIG, ['services' => ['related' => fn () => $answer]]);
    echo $what, ': ';
    var_dump($other->render($other->load(long_article()))->html() === $called->html());
}

$none = new Encart\Engine(CONFIG, ['services' => ['related' => fn () => null]]);
$bare = $none->render($none->load(long_article()));
var_dump(str_contains($bare->html(), 'Un autre article'), str_contains($bare->html(), PARAGRAPH));
attempt(fn () => new Encart\Engine(CONFIG, ['services' => ['related' => 'no_such_function']]));
attempt(fn () => new Encart\Engine(CONFIG, ['services' => ['strlen']]));
attempt(fn () => new Encart\Engine(CONFIG, ['services' => 'strlen']));
attempt(fn () => new Encart\Engine(CONFIG, ['log' => 42]));
?>
--EXPECT--
[["related",true,"Le pont de Senne fermé deux mois"]]
bool(true)
an object with a member: bool(true)
JSON: bool(true)
bool(false)
bool(true)
TypeError: Encart\Engine::__construct(): Argument #2 ($options) option "services" must be an array of callables by name
TypeError: Encart\Engine::__construct(): Argument #2 ($options) option "services" must be an array of callables by name
TypeError: Encart\Engine::__construct(): Argument #2 ($options) option "services" must be an array of callables by name
TypeError: Encart\Engine::__construct(): Argument #2 ($options) option "log" must be a callable
