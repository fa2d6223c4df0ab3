--TEST--
Encart\Collection: put, find, related, transactions, sweeps
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$file = folder('collection') . '/site.db';
attempt(fn () => new Encart\Collection($file));
attempt(fn () => new Encart\Collection(''));
$collection = new Encart\Collection($file, ['create' => true, 'busy_ms' => 100]);
$engine = new Encart\Engine(CONFIG, ['collection' => $collection]);
var_dump($engine->collection() instanceof Encart\Collection, count($collection));
foreach (['pont' => 'Le pont de Senne fermé aux bus', 'bus' => 'Les bus de Senne changent de pont', 'pain' => 'Une recette de pain', 'pont2' => 'Le chantier du pont de Senne avance'] as $id => $title) {
    $collection->put($engine->load(['id' => $id, 'url' => "https://journal.example/$id", 'title' => $title, 'lang' => 'fr', 'body' => ['value' => "<p>$title : " . ($id === 'pain' ? 'farine, eau, sel et patience.' : "les bus, le pont, la Senne, $id.") . '</p>']]), ['origin' => "$id.html", 'stamp' => '1']);
}
var_dump(count($collection), $collection->get('bus')['title'], $collection->get('none'));
var_dump($collection->find(url: 'https://journal.example/pain')['title'], $collection->find(title: 'une recette de PAIN')['id'], $collection->find('https://nowhere.example/'));
attempt(fn () => $collection->find());
attempt(fn () => $collection->find('a', 'b'));
$ids = fn (array $list) => implode(' ', array_column($list, 'id'));
echo $ids($collection->related('pont')), "\n";
var_dump($collection->related('none'));
echo $ids($collection->related($engine->load(['title' => 'Bus et pont à Senne', 'body' => ['value' => '<p>les bus, le pont, la Senne</p>']]), ['limit' => 2, 'lang' => 'fr'])), "\n";
attempt(fn () => $collection->related('pont', ['limit' => 'many']));
attempt(fn () => $collection->put($engine->load('<p> </p>', ['format' => 'html'])));

echo "transactions\n";
$put = fn ($c, $id) => $c->put($engine->load(['id' => $id, 'title' => $id, 'body' => ['value' => 'x']]));
var_dump($collection->transaction(function ($c) use ($put) { $put($c, 'one'); $put($c, 'two'); return 'done'; }), count($collection));
attempt(fn () => $collection->transaction(function ($c) use ($put) { $put($c, 'three'); throw new LogicException('no'); }));
attempt(fn () => $collection->transaction(fn ($c) => $c->transaction(fn () => 1)));
var_dump(count($collection), $collection->remove('two'), $collection->remove('two'), count($collection));

echo "sweep\n";
$collection->mark();
var_dump($collection->fresh('pain.html', '1'), $collection->fresh('pont.html', '2'), $collection->fresh('bus.html'), $collection->sweep(), count($collection));

echo "two handles, read-only\n";
$reader = new Encart\Collection($file, ['readonly' => true]);
var_dump(count($reader));
attempt(fn () => $put($reader, 'four'));
file_put_contents("$file.txt", str_repeat('no database ', 1000));
attempt(fn () => new Encart\Collection("$file.txt"));
unset($collection);
var_dump(count($engine->collection()));
?>
--EXPECTF--
Encart\Exception ENCART_ENOTFOUND in “collection”: %s
ValueError: Encart\Collection::__construct(): Argument #1 ($path) must be the name of a file
bool(true)
int(0)
int(4)
string(33) "Les bus de Senne changent de pont"
NULL
string(19) "Une recette de pain"
string(4) "pain"
NULL
ValueError: Encart\Collection::find() looks by exactly one of url and title
ValueError: Encart\Collection::find() looks by exactly one of url and title
%s
array(0) {
}
pont bus
TypeError: Encart\Collection::related(): Argument #2 ($options) option "limit" must be an integer from -2147483648 to 2147483647, string given
Encart\Exception %s
transactions
string(4) "done"
int(6)
LogicException: no
Encart\Exception %s
int(6)
bool(true)
bool(false)
int(5)
sweep
bool(true)
bool(false)
bool(true)
int(2)
int(3)
two handles, read-only
int(3)
Encart\Exception %s
Encart\Exception ENCART_ECORRUPT in “collection”: %s
int(3)
