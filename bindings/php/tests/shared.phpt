--TEST--
Engine::shared(): kept by what it is made of, built anew when its files change
--INI--
encart.revalidate_freq=0
encart.max_engines=3
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$folder = folder('shared');
$config = "$folder/site.json";
$write = function (string $json) use ($config) {
    file_put_contents("$config.new", $json);
    rename("$config.new", $config);
};
$names = fn (Encart\Engine $e) => implode(' ', array_column($e->plugins(), 'name'));

$write('{"limits": {"time_ms": -1}, "plugins": {"related": false}}');
var_dump(kept());
$first = Encart\Engine::shared($config);
Encart\Engine::shared($config);
var_dump(kept());
$article = $first->load(long_article());
var_dump(count($first->render($article, ['answers' => ['related' => related_list()]])->report()['boxes']));

echo "another configuration is another engine, and both work\n";
$two = Encart\Engine::shared(CONFIG + ['plugins' => ['footer-controls' => false]], ['services' => ['related' => fn () => related_list()]]);
var_dump(kept(), $names($first), $names($two));
var_dump(str_contains($first->render($article)->html(), 'encart-comments'), str_contains($two->render($article)->html(), 'encart-comments'));
echo "the same with callables of its own: one engine inside, each calls its own\n";
$three = Encart\Engine::shared(CONFIG + ['plugins' => ['footer-controls' => false]], ['services' => ['related' => fn () => []]]);
var_dump(kept(), str_contains($two->render($article)->html(), 'Un autre'), str_contains($three->render($article)->html(), 'Un autre'));

echo "the file changes\n";
$write('{"limits": {"time_ms": -1}, "plugins": {"related": true, "lire-aussi": false}}');
$changed = Encart\Engine::shared($config);
var_dump(kept());
$boxes = fn ($e) => implode(' ', array_unique(array_column($e->render($article, ['answers' => ['related' => related_list()]])->report()['boxes'], 'box')));
echo $boxes($first), ' | ', $boxes($changed), "\n";

echo "the file breaks\n";
$write('{"plugins": ');
echo $boxes(Encart\Engine::shared($config)), "\n";
attempt(fn () => Encart\Engine::shared("$folder/other.json"));

echo "the least recently used goes\n";
foreach (range(1, 5) as $i) Encart\Engine::shared(CONFIG + ['heading_level' => 2 + $i % 4, 'top_anchor' => "x$i"]);
var_dump(kept());
attempt(fn () => Encart\Engine::shared(CONFIG, ['collection' => new Encart\Collection("$folder/c.db", ['create' => true])]));
echo $boxes($first), "\n";
?>
--EXPECTF--
int(0)
int(1)
int(3)
another configuration is another engine, and both work
int(2)
string(%d) "%s"
string(%d) "%s"
bool(true)
bool(false)
the same with callables of its own: one engine inside, each calls its own
int(2)
bool(true)
bool(false)
the file changes
int(2)
lire-aussi/links footer-controls/comments footer-controls/top | related/cards footer-controls/comments footer-controls/top
the file breaks

Warning: Encart\Engine::shared(): The configuration changed, and cannot be used: %s in %s on line %d
related/cards footer-controls/comments footer-controls/top
Encart\Exception ENCART_EIO in “config”: %s
the least recently used goes
int(3)
TypeError: Encart\Engine::shared(): Argument #2 ($options) option "collection" must be a path, where an engine is shared
lire-aussi/links footer-controls/comments footer-controls/top
