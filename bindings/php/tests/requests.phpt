--TEST--
An engine is kept from request to request; a transaction left open is not
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$folder = folder('requests');
file_put_contents("$folder/index.php", '<?php
require getenv("ENCART_PHP_TESTS") . "/kit.inc";
echo kept(), " ";
$engine = Encart\Engine::shared(CONFIG, ["collection" => __DIR__ . "/c.db", "services" => ["related" => fn () => related_list()]]);
$collection = $engine->collection();
if ($_SERVER["QUERY_STRING"] === "exit") {
    $collection->transaction(function ($c) use ($engine) { $c->put($engine->load(long_article())); exit("left"); });
}
$collection->put($engine->load(long_article(["id" => $_SERVER["QUERY_STRING"]])));
echo count($collection), " ", md5($engine->render($engine->load(long_article()))->html());
');
$args = array_filter(preg_split('/\s+/', getenv('ENCART_PHP_ARGS')));
$server = proc_open([PHP_BINARY, ...$args, '-S', '127.0.0.1:0', '-t', $folder], [2 => ['pipe', 'w']], $pipes);
do {
    $line = fgets($pipes[2]);
} while ($line !== false && !preg_match('#http://([\d.:]+)#', $line, $m));
$get = fn (string $query) => file_get_contents("http://$m[1]/?$query");
$hash = md5((function () {
    $engine = new Encart\Engine(CONFIG, ['services' => ['related' => fn () => related_list()]]);
    return $engine->render($engine->load(long_article()))->html();
})());
foreach (['a', 'b', 'exit', 'c'] as $query) {
    echo str_replace($hash, 'same', $get($query)), "\n";
}
proc_terminate($server, 2);
proc_close($server);
?>
--EXPECT--
0 1 same
1 2 same
1 left
1 3 same
